"""How a call ends: sent, with a person who calls back, or with a goodbye. What was answered is kept."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from shirehall.casework.api import RESIDENT, Receipt, SubmissionError, applicant_facts, record, submit
from shirehall.casework.models import Case
from shirehall.channels.keypad import aloud
from shirehall.channels.keypad.channel import NAME
from shirehall.channels.keypad.offering import call_back_version
from shirehall.channels.keypad.talk import Stage, Talk
from shirehall.kernel.api import Answer, AnswerError, AnswersError, Service, Version, what_is_given
from shirehall.kernel.questions import TYPES, Asked
from shirehall.kernel.questions.speech import aloud as as_spoken
from shirehall.kernel.questions.speech import spelt
from shirehall.partnership.api import authority as council_of

PHONE = "phone"
EVENT = "call_asked"


def send(talk: Talk) -> None:
    """Send it and say what came of it. Sent twice it is sent once."""
    draft = talk.app.draft
    if draft is None:
        raise LookupError("nothing was answered")
    try:
        receipt = talk.app.send(f"keypad-{draft.reference}")
    except AnswersError as error:
        talk.say(*(as_spoken(sentence) + "." for _fact, sentence in error.problems))
        offer_person(talk)
        return
    talk.say(_outcome(receipt))
    talk.say(*_amounts(talk.app.version, receipt))
    talk.say(*(as_spoken(reason.text) for reason in receipt.decision.reasons))
    talk.say(*_evidence(talk.app.version, receipt))
    if confirmation := talk.app.version.service.settings["confirmation"]:
        talk.say(as_spoken(confirmation))
    talk.say(aloud.reference_text(receipt.reference), _("Goodbye."))
    _end(talk)


def _outcome(receipt: Receipt) -> str:
    match receipt.decision.outcome:
        case "approve":
            return _("Your application is approved.")
        case "refuse":
            return _("We cannot give you this.")
        case "refer" | "incomplete":
            return _("We have it. A person will look at it.")
    return _("We have received it.")


def _amounts(version: Version, receipt: Receipt) -> list[str]:
    return [f"{label}: {as_spoken(text)}." for label, text in what_is_given(version, receipt.decision)]


def _evidence(version: Version, receipt: Receipt) -> list[str]:
    wanted = [
        each.title for each in version.service.evidence if each.name in receipt.decision.missing_evidence
    ]
    return [_("We need to see this: %(list)s.") % {"list": ", ".join(wanted)}] if wanted else []


def goodbye(talk: Talk) -> None:
    """End the call, and say how to go on with what was answered."""
    draft = talk.call.draft
    if draft is not None and draft.sent_case_id is None:
        talk.say(_("We keep your answers. You can go on another way, with a person too."))
        talk.say(aloud.reference_text(draft.reference))
    talk.say(_("Goodbye."))
    _end(talk)


def offer_person(talk: Talk) -> None:
    """A person: who calls back where we know a number and a team takes such requests, else the number to call."""
    talk.call.in_menu = False
    if number_to_call(talk) is None or call_back_version() is None:
        tell_number(talk)
        return
    talk.call.stage = Stage.PERSON
    talk.call.tries = 0
    say_person(talk)


def say_person(talk: Talk) -> None:
    """The ways to a person."""
    talk.most = 1
    called = spelt(number_in_words(number_to_call(talk) or ""))
    talk.say(_("A person can call you back on %(number)s.") % {"number": called})
    talk.say(_("If that is right, press 1. To hear our number instead, press 2."))


def person_chosen(talk: Talk, pressed: str) -> None:
    """Whether to be called back."""
    if pressed == "1":
        call_back(talk)
    elif pressed == "2":
        tell_number(talk)
    else:
        raise AnswerError(_("Press 1 or 2"))


def tell_number(talk: Talk) -> None:
    """Our number, twice, and goodbye."""
    number = spelt(aloud.council_phone(talk.authority))
    talk.say(_("To talk to a person, call %(number)s. I say it again: %(number)s.") % {"number": number})
    goodbye(talk)


def number_to_call(talk: Talk) -> str | None:
    """The number on which to reach the caller: the one they answered with, else the one they call from."""
    if talk.application is not None:
        fact = applicant_facts(talk.application.version).get("telephone", "")
        answered = talk.application.value(fact)
        if isinstance(answered, str):
            return answered
    return talk.call.caller or None


def call_back(talk: Talk) -> None:
    """Ask a team to call back. Asked for twice in a call, it is asked once."""
    version, number = call_back_version(), number_to_call(talk)
    if version is None or number is None:
        tell_number(talk)
        return
    service = version.service
    council = talk.authority if council_of(talk.authority) else service.offered_by[0]
    try:
        receipt = submit(
            service=service.name, answers=_for_call_back(talk, version, number), channel=_way_in(service),
            by=RESIDENT, at=talk.at, authority=council, idempotency_key=f"keypad-call-{talk.call.pk}",
            # Its own message would go on about what was never asked: what is said here takes its place.
            plan_steps=False,
        )  # fmt: skip
    except (AnswersError, SubmissionError):
        tell_number(talk)
        return
    case = Case.objects.get(pk=receipt.case_id)
    record(case=case, kind=EVENT, by=RESIDENT, at=talk.at, channel=NAME, payload={"text": _note(talk)})
    talk.say(_("We will call you back."))
    talk.say(aloud.reference_text(receipt.reference))
    _end_with_person(talk)


def _way_in(service: Service) -> str:
    """The automated line, or the telephone, which takes requests that keys alone cannot make."""
    return NAME if NAME in service.channels else PHONE


def _for_call_back(talk: Talk, version: Version, number: str) -> dict[str, Answer]:
    """What we know that the request asks, by role: the number, the name where it was given."""
    wanted = applicant_facts(version)
    answers = {wanted["telephone"]: _answer(talk, number)} if "telephone" in wanted else {}
    if talk.application is not None and "name" in wanted:
        name = talk.application.value(applicant_facts(talk.application.version).get("name", ""))
        if isinstance(name, str):
            answers[wanted["name"]] = _answer(talk, name)
    return answers


def _answer(talk: Talk, value: str) -> Answer:
    return Answer("known", value, source="resident", channel=NAME, by=RESIDENT, at=talk.at)


def _note(talk: Talk) -> str:
    """What the person who calls back should know, in the language of the staff."""
    with override(settings.LANGUAGE_CODE):
        if talk.application is None:
            return _("Asked for a person on the automated telephone line.")
        title = talk.application.version.service.title
        draft = talk.call.draft
        if draft is None:
            return _("Asked for a person on the automated telephone line for “%(title)s”.") % {"title": title}
        return _(
            "Asked for a person on the automated telephone line for “%(title)s”. "
            "What was answered is kept under %(reference)s."
        ) % {"title": title, "reference": draft.reference}


def _end_with_person(talk: Talk) -> None:
    talk.say(_("Goodbye."))
    _end(talk)


def _end(talk: Talk) -> None:
    talk.most = 0
    talk.call.stage, talk.call.in_menu = Stage.ENDED, False


def number_in_words(number: str) -> str:
    """A number as people write it here."""
    return TYPES["telephone"].show(Asked("telephone", "", ""), number)
