"""What the pages ask, read by the kernel's question types like everything that is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shirehall.casework.api import current_version, published_services
from shirehall.channels.api.channel import NAME
from shirehall.channels.api.keys import MOST_CALLS, MOST_CODE, MOST_NAME
from shirehall.channels.api.models import EVERY, ApiKey
from shirehall.channels.api.settings import api_settings
from shirehall.channels.api.webhooks.addresses import MOST_SIGNS
from shirehall.design.fields import Field, field_of, posted
from shirehall.kernel.questions import TYPES, AnswerError, Asked
from shirehall.kernel.values import Value
from shirehall.partnership.api import authorities

ALL = "every"
"""Option for all services or councils: EVERY is a sign that no name may be."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing that a form asks; `start` stands in it at first."""

    type: str
    asked: Asked
    start: Value | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed: the values, and what is wrong by name (sentence, box)."""

    values: Mapping[str, Any]
    wrong: Mapping[str, tuple[str, str]]

    def text(self, name: str) -> str:
        """A value as text; empty where there is none."""
        return str(self.values.get(name) or "")

    def names(self, name: str) -> list[str]:
        """The options that were ticked."""
        chosen = [str(each) for each in self.values.get(name) or ()]
        return [EVERY] if ALL in chosen else chosen


def partner_form() -> tuple[Asking, ...]:
    """A new partner."""
    return (
        Asking("short_text", Asked("name", _("Name"), _("the name"), settings={"at_most": 200})),
        Asking(
            "short_text",
            Asked(
                "code", _("Code"), _("the code"), hint=_("Small letters, digits and dashes, like citizens-advice"),
                settings={"at_most": MOST_CODE},
            ),
        ),
        Asking("email", Asked("contact", _("Email address for when something is wrong"), _("the email address"))),
    )  # fmt: skip


def key_form() -> tuple[Asking, ...]:
    """A new key."""
    chosen = api_settings()
    actions = {name: str(words)[:1].upper() + str(words)[1:] for name, words in ApiKey.ACTIONS.items()}
    councils = {ALL: _("Every council"), **{each.code: each.name for each in authorities()}}
    return (
        Asking(
            "short_text",
            Asked(
                "key_name", _("What uses it"), _("what uses it"), hint=_("The program, like “intake form”"),
                settings={"at_most": MOST_NAME},
            ),
        ),
        Asking("choices", Asked("actions", _("What may it do?"), _("what it may do"), options=actions)),
        Asking("choices", Asked("services", _("For which services?"), _("the services"), options=_services())),
        Asking("choices", Asked("authorities", _("For which councils?"), _("the councils"), options=councils)),
        Asking(
            "integer", Asked("per_minute", _("Calls a minute"), _("the calls a minute"), low=1, high=MOST_CALLS),
            chosen.per_minute,
        ),
        Asking(
            "integer", Asked("per_day", _("Calls a day"), _("the calls a day"), low=1, high=MOST_CALLS), chosen.per_day
        ),
        Asking(
            "date",
            Asked(
                "expires_on", _("Until when? (optional)"), _("the day"), hint=_("The last day on which it works"),
                optional=True,
            ),
        ),
    )  # fmt: skip


def webhook_form(address: str) -> tuple[Asking, ...]:
    """Where events go."""
    hint = _("Begins with https://. Leave it empty to send nothing.")
    asked = Asked(
        "address", _("Address"), _("the address"), hint=hint, optional=True, settings={"at_most": MOST_SIGNS}
    )
    return (Asking("short_text", asked, address or None),)


def read(askings: Sequence[Asking], data: QueryDict, *, on: date) -> Read:
    """What was typed."""
    values: dict[str, Value] = {}
    wrong: dict[str, tuple[str, str]] = {}
    for asking in askings:
        kind, asked = TYPES[asking.type], asking.asked
        try:
            values[asked.fact] = kind.read(asked, posted(asked.fact, kind.boxes(asked), data), on=on)
        except AnswerError as error:
            if not (error.missing and asked.optional):
                wrong[asked.fact] = (error.message, error.box)
    return Read(values, wrong)


def fields(
    askings: Sequence[Asking],
    data: QueryDict | None = None,
    wrong: Mapping[str, tuple[str, str]] | None = None,
) -> list[Field]:
    """The boxes, with what was typed or what they start with, and what is wrong."""
    shown = []
    for asking in askings:
        kind, asked = TYPES[asking.type], asking.asked
        boxes = kind.boxes(asked)
        raw: Mapping[str, Sequence[str]] = {}
        if data is not None:
            raw = posted(asked.fact, boxes, data)
        elif asking.start is not None:
            raw = kind.raw(asked, asking.start)
        sentence, box = (wrong or {}).get(asked.fact, ("", ""))
        shown.append(
            field_of(
                id=asked.fact, ask=asked.ask, boxes=boxes, raw=raw, hint=asked.hint, error=sentence, error_box=box,
                legend_is_heading=False,
            )
        )  # fmt: skip
    return shown


def _services() -> dict[str, str]:
    versions = (current_version(row.service) for row in published_services())
    named = {each.service.name: each.service.title for each in versions if NAME in each.service.channels}
    return {ALL: _("Every service, those that come later too"), **named, **_filler(named)}


def _filler(named: Mapping[str, str]) -> dict[str, str]:
    # A choice is among two at least; where no service is open yet, the second says so.
    return {} if named else {"none_yet": _("No service is open to programs yet")}
