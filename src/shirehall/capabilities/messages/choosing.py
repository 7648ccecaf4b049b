"""By which channel a person is told, and whether it goes to who acts for them."""

from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers

from shirehall.capabilities.messages.settings import CHANNELS
from shirehall.capabilities.messages.stopping import takes_texts
from shirehall.capabilities.people.api import Acting, Ways
from shirehall.casework.api import applicant_facts
from shirehall.casework.models import Case
from shirehall.kernel.api import Answers, Version
from shirehall.kernel.definition import MessageTemplate

NO_WISH = Ways()
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
class Send:
    """One message to one person by one channel. `acting` is who acts for the person, where it goes to them."""

    channel: str
    to: str
    acting: Acting | None = None

    @property
    def recipient(self) -> str:
        """Empty for the person themselves, else who acts for them."""
        return f"representative:{self.acting.id}" if self.acting else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a message goes. `instead_of` names the channel that was asked for and could not be used."""

    sends: tuple[Send, ...]
    instead_of: str = ""

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels, each once, in the order of the messages."""
        return tuple(dict.fromkeys(each.channel for each in self.sends))


def choose(
    case: Case, template: MessageTemplate, *, asked_for: tuple[str, ...], version: Version, answers: Answers,
    ways: Ways = NO_WISH,
) -> Choice:  # fmt: skip
    """Where a message goes: what was told of the person's way before anything else. Without that a reminder goes by
    the channel that the definition names, and everything else by the channel that the application says; where neither
    can be used, by email; else by text and letter together, a reminder by one of them alone. Who acts for the person
    gets a copy, or gets it alone."""
    rung = asked_for[0] if template.on == "reminder" and asked_for else ""
    preferred = preferred_channel(case, version, answers, ways)
    wanted = tuple(filter(None, (ways.channel if preferred == ways.channel else "", rung, preferred)))
    alone = _to_acting(ways.only_acting, template, wanted)
    if alone:
        return Choice(alone)
    possible = tuple(each for each in CHANNELS if _can(case, template, each))
    copies = _to_acting(ways.copied, template, wanted)
    channel = next((each for each in wanted if each in possible), "")
    if channel:
        channels: tuple[str, ...] = (channel,)
    else:
        channels = possible[:1] if rung or "email" in possible else possible
    first = wanted[0] if wanted else ""
    instead_of = first if channels and first not in channels else ""
    return Choice((*(Send(each, address_for(case, each)) for each in channels), *copies), instead_of)


def preferred_channel(case: Case, version: Version, answers: Answers, ways: Ways) -> str:
    """The channel that the person chose last: told to us, or in the application; "" where neither was."""
    applied = preference(version, answers)
    if not (ways.channel and ways.channel_at):
        return applied
    answer = answers.get(applicant_facts(version).get("preferred_channel", ""))
    applied_at = (answer.at if answer else None) or case.submitted_at
    return applied if applied and applied_at > ways.channel_at else ways.channel


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
    return _has_words(template, channel) and _takes(channel, address_for(case, channel))


def _has_words(template: MessageTemplate, channel: str) -> bool:
    return bool({"email": template.email, "sms": template.sms, "letter": template.letter}[channel])


def _takes(channel: str, where: str) -> bool:
    return bool(where) and (channel != "sms" or takes_texts(where))


def _to_acting(
    people: Sequence[Acting], template: MessageTemplate, wanted: Sequence[str]
) -> tuple[Send, ...]:
    """One message to each: by the channel wanted where they have it, else by the first that they have."""
    found = []
    for each in people:
        reached = {
            "email": each.email.strip(),
            "sms": mobile_number(each.telephone),
            "letter": each.address.strip(),
        }
        channel = next(
            (way for way in (*wanted, *CHANNELS) if _has_words(template, way) and _takes(way, reached[way])),
            "",
        )
        if channel:
            found.append(Send(channel, reached[channel], each))
    return tuple(found)
