"""What an officer is asked about how a person is reached, and about who acts for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shirehall.capabilities.people import api as people
from shirehall.capabilities.people.api import NewRepresentative, Told, Ways
from shirehall.desk.forms import Asking, choice_asking, read_askings
from shirehall.kernel.questions import Asked
from shirehall.kernel.values import Value

WAYS, ACTING = "ways", "acting"
AS_APPLIED = "as_applied"
_MOST_NAME, _MOST_WORDS = 100, 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """What a form starts with."""

    ways: Ways
    on: date


def ways_askings(standing: Standing) -> tuple[Asking, ...]:
    """The form of how the person is reached, filled with what stands."""
    ways = standing.ways
    channels = {AS_APPLIED: _("As the application says"), **_said(people.CHANNELS)}
    return (
        choice_asking(
            "channel",
            _("How do we write to them?"),
            _("how we write"),
            channels,
            start=ways.channel or AS_APPLIED,
        ),
        choice_asking(
            "format",
            _("How are letters printed?"),
            _("how letters are printed"),
            _said(people.FORMATS),
            start=ways.format,
        ),
        _choice_from_list(
            "language",
            _("In which language do we write?"),
            _("the language"),
            {AS_APPLIED: _("The language they applied in"), **_said(people.LANGUAGES)},
            ways.language or AS_APPLIED,
            hint=_("We write in it where the service has wording in it, else in English."),
        ),
        _several("needs", _("What do they need?"), _("what they need"), _said(people.NEEDS), ways.needs),
        _text(
            "interpreter_language",
            _("Which language does the interpreter speak?"),
            start=ways.interpreter_language,
            optional=True,
        ),
        _long(
            "need_words",
            _("Anything else that helps"),
            ways.need_words,
            hint=_(
                "In their own words: when to call, who opens the door, what to avoid. Every officer sees it."
            ),
        ),
    )


def read_ways(askings: Sequence[Asking], data: QueryDict, *, on: date) -> Told:
    """What was typed. Raises FormProblem."""
    values: Mapping[str, Any] = read_askings(WAYS, askings, data, on=on)
    channel, language = str(values["channel"]), str(values["language"])
    return Told(
        channel="" if channel == AS_APPLIED else channel,
        format=str(values["format"]),
        language="" if language == AS_APPLIED else language,
        needs=tuple(values.get("needs") or ()),
        interpreter_language=str(values.get("interpreter_language") or ""),
        need_words=str(values.get("need_words") or ""),
    )


def acting_askings(standing: Standing) -> tuple[Asking, ...]:
    """The form of somebody who is to act for the person."""
    today = standing.on
    return (
        _text("name", _("Their name")),
        _text(
            "relation",
            _("Who are they to the person?"),
            hint=_("For example daughter, neighbour, or a charity’s adviser."),
        ),
        choice_asking("authority", _("Why may they act?"), _("why they may act"), _said(people.AUTHORITIES)),
        _date(
            "seen_on",
            _("When did you see the proof, or hear the person say so?"),
            _("the day of the proof"),
            today,
        ),
        _date("from_on", _("From which day do they act?"), _("the first day"), today),
        _date(
            "until_on",
            _("Until which day?"),
            _("the last day"),
            None,
            hint=_("Leave it empty where no end was set."),
        ),
        _several("may", _("What may they do?"), _("what they may do"), _said(people.MAY), ("be_told",)),
        choice_asking(
            "copies",
            _("Where do our messages go?"),
            _("where messages go"),
            _said(people.COPIES),
            start="both",
        ),
        _text("email", _("Their email address"), kind="email", optional=True),
        _text("telephone", _("Their telephone number"), kind="telephone", optional=True),
        _long("address", _("Their address"), "", hint=_("One part a line, as on an envelope.")),
    )


def read_acting(askings: Sequence[Asking], data: QueryDict, *, on: date) -> NewRepresentative:
    """What was typed. Raises FormProblem."""
    values: Mapping[str, Any] = read_askings(ACTING, askings, data, on=on)
    return NewRepresentative(
        name=str(values["name"]),
        relation=str(values["relation"]),
        authority=str(values["authority"]),
        seen_on=values["seen_on"],
        from_on=values["from_on"],
        until_on=values.get("until_on"),
        may=tuple(values.get("may") or ()),
        copies=str(values["copies"]),
        email=str(values.get("email") or ""),
        telephone=str(values.get("telephone") or ""),
        address=str(values.get("address") or ""),
    )


def _said(words: Mapping[str, Any]) -> dict[str, str]:
    return {code: str(said) for code, said in words.items()}


def _choice_from_list(
    name: str, ask: str, label: str, options: Mapping[str, str], start: Value, *, hint: str = ""
) -> Asking:
    asked = Asked(name, ask, label, hint=hint, options=options)
    return Asking(name, "choice", asked, start)


def _several(name: str, ask: str, label: str, options: Mapping[str, str], start: Sequence[str]) -> Asking:
    return Asking(
        name, "choices", Asked(name, ask, label, options=options, optional=True), tuple(start) or None
    )


def _text(
    name: str, ask: str, *, kind: str = "short_text", start: str = "", hint: str = "", optional: bool = False
) -> Asking:
    settings = {"at_most": _MOST_NAME} if kind == "short_text" else {"own": False}
    asked = Asked(name, ask, ask.rstrip("?").lower(), hint=hint, optional=optional, settings=settings)
    return Asking(name, kind, asked, start or None)


def _long(name: str, ask: str, start: str, *, hint: str = "") -> Asking:
    asked = Asked(name, ask, ask.lower(), hint=hint, optional=True, settings={"at_most": _MOST_WORDS})
    return Asking(name, "long_text", asked, start or None)


def _date(name: str, ask: str, label: str, start: date | None, *, hint: str = "") -> Asking:
    asked = Asked(name, ask, label, hint=hint, optional=start is None, settings={"own": False})
    return Asking(name, "date", asked, start)
