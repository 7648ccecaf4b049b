"""Replies to texts about a case: they land on the case, for a person to read. They decide nothing, and what is said
back tells no more of the case than that it was heard."""

from datetime import timedelta

from django.utils.translation import gettext as _

from shirehall.capabilities.messages.api import Message, mobile_number, texts_about_cases
from shirehall.casework.api import RESIDENT, ask_reply, current_version, record
from shirehall.casework.models import Case
from shirehall.channels.sms.calling import call_about, call_back
from shirehall.channels.sms.exchange import Exchange
from shirehall.channels.sms.models import Conversation
from shirehall.channels.sms.settings import NAME, sms_settings
from shirehall.channels.sms.words import command_in, fold, is_thanks

Stage = Conversation.Stage
_SAME_MATTER = timedelta(hours=1)
_ABOUT_EVIDENCE = frozenset({"reminder", "evidence_wanted", "evidence_refused"})
_MOST_LISTED = 9


def messages_of_cases(exchange: Exchange) -> list[Message]:
    """The last text about each case that this number may reply to: one that holds the number itself, was written about
    of late, and is neither withdrawn nor past its time of keeping. The newest first."""
    number = exchange.conversation.number
    found = texts_about_cases(number, at=exchange.at, within=sms_settings().case_within)
    return [each for each in found if each.case is not None and _holds(each.case, number)]


def _holds(case: Case, number: str) -> bool:
    gone = case.disposed_at is not None or case.state == Case.State.WITHDRAWN
    return not gone and mobile_number(case.telephone) == number


def hear_reply(exchange: Exchange, found: list[Message]) -> None:
    """Take a text as a reply to what was written about a case; with several cases, ask which one it is about."""
    conversation = exchange.conversation
    cases = [each.case for each in found if each.case is not None]
    recent = conversation.landed_at is not None and exchange.at - conversation.landed_at < _SAME_MATTER
    same = next((case for case in cases if case.pk == conversation.case_id), None) if recent else None
    if len(cases) == 1 or same is not None:
        case = same or cases[0]
        land(exchange, case, about=next(each.event for each in found if each.case_id == case.pk))
    else:
        _ask_which(exchange, cases[:_MOST_LISTED])


def land(exchange: Exchange, case: Case, *, about: str) -> None:
    """Put a text on the case, and a task beside it, unless it only says thank you."""
    conversation = exchange.conversation
    conversation.case, conversation.landed_at = case, exchange.at
    conversation.held, conversation.choices = "", []
    if command_in(exchange.text) == "call":
        call_about(exchange, case)
        return
    payload = {"text": exchange.text, "about": about}
    if is_thanks(exchange.text):
        record(case=case, kind="text_received", by=RESIDENT, at=exchange.at, channel=NAME, payload=payload)
        return
    ask_reply(
        case=case, kind="text_received", title=_("Read the text that the resident sent, and answer it"),
        by=RESIDENT, at=exchange.at, channel=NAME, payload=payload,
        setting="evidence_queue" if about in _ABOUT_EVIDENCE else "",
    )  # fmt: skip
    exchange.case, exchange.authority = case, case.authority
    exchange.say(_("Thank you. A person will read your text and answer you. To be called, reply CALL ME."))


def _ask_which(exchange: Exchange, cases: list[Case]) -> None:
    conversation = exchange.conversation
    conversation.stage, conversation.asked_at = Stage.WHICH_CASE, exchange.at
    conversation.held, conversation.choices = exchange.text, [case.pk for case in cases]
    titles = [current_version(case.service).service.title for case in cases]
    listed = "\n".join(f"{number} {title}{_order(titles, number)}" for number, title in enumerate(titles, 1))
    exchange.say(_("Which is it about? Reply with the number:\n%(list)s") % {"list": listed})


def _order(titles: list[str], number: int) -> str:
    """Where the same title stands more than once: which of them is newer, and nothing else of the case."""
    title = titles[number - 1]
    if titles.count(title) == 1:
        return ""
    return " " + (_("(the newest)") if title not in titles[: number - 1] else _("(older)"))


def hear_which(exchange: Exchange, found: list[Message]) -> None:
    """Which case a text was about. What was held is never lost: whoever names none is called back."""
    conversation = exchange.conversation
    said = fold(exchange.text)
    held, choices = conversation.held, list(conversation.choices)
    conversation.stage = Stage.IDLE
    allowed = {each.case_id: each for each in found}
    place = int(said) if said.isascii() and said.isdigit() and len(said) == 1 else 0
    if 1 <= place <= len(choices) and choices[place - 1] in allowed:
        message = allowed[choices[place - 1]]
        exchange.text = held
        if message.case is not None:
            land(exchange, message.case, about=message.event)
        return
    conversation.held, conversation.choices = "", []
    why = _("By text. They did not say which case it is about. They wrote: %(first)s / %(second)s")
    call_back(exchange, application=None, why=why % {"first": held[:500], "second": exchange.text[:500]})
