"""CALL ME: a request to be called back, on the case that is talked about, else through the service that takes them."""

from django.utils.translation import gettext as _

from shirehall.casework.api import (
    RESIDENT,
    Application,
    SubmissionError,
    applicant_facts,
    ask_reply,
    current_version,
    record,
    submit,
)
from shirehall.casework.models import Case
from shirehall.channels.sms.exchange import Exchange, default_council, phone_of
from shirehall.channels.sms.offering import call_back_service
from shirehall.channels.sms.settings import NAME
from shirehall.kernel.api import Answer, AnswersError, Version
from shirehall.partnership.api import authority as council_of

_CARRIED = ("name", "email")
EVENT = "call_asked"


def call_back(exchange: Exchange, *, application: Application | None, why: str) -> None:
    """Have the person called on the number they text from. One open request is enough: more is written beside it."""
    called = exchange.conversation.called
    if called is None or called.finished:
        called = _ask(exchange, application, why)
    else:
        record(case=called, kind=EVENT, by=RESIDENT, at=exchange.at, channel=NAME, payload={"text": why})
    if called is None:
        exchange.say(
            _("We cannot take a request to call by text. Telephone %(phone)s.") % {"phone": _phone(exchange)}
        )
        return
    exchange.conversation.called = called
    exchange.case, exchange.authority = called, called.authority
    exchange.say(
        _("We will call you on this number by %(day)s. Your reference for the call is %(reference)s.")
        % {"day": f"{called.decide_by_on.day} {called.decide_by_on:%B}", "reference": called.reference}
    )


def call_about(exchange: Exchange, case: Case) -> None:
    """Have the person called about a case that holds their number."""
    ask_reply(
        case=case, kind=EVENT, title=_("Call the resident back: they asked for it by text"), by=RESIDENT,
        at=exchange.at, channel=NAME, payload={"text": exchange.text},
    )  # fmt: skip
    exchange.case, exchange.authority = case, case.authority
    exchange.say(_("We will call you on this number within 2 working days."))


def _ask(exchange: Exchange, application: Application | None, why: str) -> Case | None:
    """A new request. What is not known of the person is asked when they are called."""
    service = call_back_service()
    if service is None:
        return None
    version = current_version(service.name)
    authority = _council(exchange, application, version)
    try:
        receipt = submit(
            service=service.name, answers=_answers(exchange, application, version), channel=NAME,
            by=RESIDENT, at=exchange.at, authority=authority, idempotency_key=f"sms-call:{exchange.key}",
            # Its own message would go on about what was never asked: what is said here takes its place.
            plan_steps=False,
        )  # fmt: skip
    except (SubmissionError, AnswersError):
        return None
    case = Case.objects.get(pk=receipt.case_id)
    record(case=case, kind=EVENT, by=RESIDENT, at=exchange.at, channel=NAME, payload={"text": why})
    return case


def _council(exchange: Exchange, application: Application | None, version: Version) -> str:
    offered = version.service.offered_by
    wanted = (application.authority if application else "", exchange.authority, default_council())
    return next((each for each in wanted if each in offered), offered[0])


def _answers(exchange: Exchange, application: Application | None, version: Version) -> dict[str, Answer]:
    """What is known: the number, and of an application who it is and which council."""
    roles = applicant_facts(version)
    answers: dict[str, Answer] = {}
    if application is not None:
        given = applicant_facts(application.version)
        for role in _CARRIED:
            value = application.value(given.get(role, ""))
            if role in roles and isinstance(value, str):
                answers[roles[role]] = _known(exchange, value)
    if "telephone" in roles:
        answers[roles["telephone"]] = _known(exchange, exchange.conversation.number)
    authority = application.authority if application else ""
    for question in version.service.questions:
        options = question.asked.options if question.type == "choice" else {}
        if authority in options and all(map(council_of, options)):
            answers[question.fact] = _known(exchange, authority)
    return answers


def _known(exchange: Exchange, value: str) -> Answer:
    return Answer("known", value, source="resident", channel=NAME, by=RESIDENT, at=exchange.at)


def _phone(exchange: Exchange) -> str:
    return phone_of(exchange.authority or default_council())
