"""By which channel a person is told."""

from dataclasses import dataclass

import phonenumbers

from shirehall.capabilities.messages.settings import CHANNELS
from shirehall.capabilities.messages.stopping import takes_texts
from shirehall.casework.api import applicant_facts
from shirehall.casework.models import Case
from shirehall.kernel.api import Answers, Version
from shirehall.kernel.definition import MessageTemplate

_MOBILE = "7"
_NOT_MOBILE = ("70", "76")
_UNITED_KINGDOM = 44
_WORDS = {
    "email": "email",
    "sms": "sms",
    "text": "sms",
    "text_message": "sms",
    "letter": "letter",
    "post": "letter",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The channels a message goes by. `instead_of` names the one that was asked for and could not be used."""

    channels: tuple[str, ...]
    instead_of: str = ""


def choose(
    case: Case, template: MessageTemplate, *, asked_for: tuple[str, ...], version: Version, answers: Answers
) -> Choice:
    """A reminder goes by the channel that the definition names, else by what there is. Everything else goes by the
    channel the person prefers; else by email; else by text and letter together; else by letter."""
    possible = tuple(each for each in CHANNELS if _can(case, template, each))
    if not possible:
        return Choice(())
    if template.on == "reminder" and asked_for:
        wanted = asked_for[0]
        return Choice((wanted,)) if wanted in possible else Choice(possible[:1], instead_of=wanted)
    preferred = preference(version, answers)
    if preferred in possible:
        return Choice((preferred,))
    return Choice(("email",) if "email" in possible else possible, instead_of=preferred)


def preference(version: Version, answers: Answers) -> str:
    """The channel that the person chose where the service asks (`applicant: {preferred_channel: ...}`), else ""."""
    answer = answers.get(applicant_facts(version).get("preferred_channel", ""))
    return _WORDS.get(str(answer.value), "") if answer and answer.value is not None else ""


def mobile_number(telephone: str) -> str:
    """The number as +447..., where it can take a text message; else "". Landlines cannot."""
    try:
        number = phonenumbers.parse(telephone, "GB")
    except phonenumbers.NumberParseException:
        return ""
    national = str(number.national_number)
    if not phonenumbers.is_possible_number(number):
        return ""
    if number.country_code == _UNITED_KINGDOM and (
        not national.startswith(_MOBILE) or national.startswith(_NOT_MOBILE)
    ):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def address_for(case: Case, channel: str) -> str:
    """Where the message goes: an address, a number, or the lines of an envelope."""
    return {"email": case.email, "sms": mobile_number(case.telephone), "letter": case.address}[
        channel
    ].strip()


def _can(case: Case, template: MessageTemplate, channel: str) -> bool:
    words = {"email": template.email, "sms": template.sms, "letter": template.letter}[channel]
    where = address_for(case, channel) if words else ""
    return bool(where) and (channel != "sms" or takes_texts(where))
