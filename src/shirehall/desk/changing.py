"""An officer changes an answer: the question's own boxes, filled with what stands, and a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from shirehall.design.fields import Field
from shirehall.desk.access import OpenCase
from shirehall.desk.forms import (
    Asking,
    FormProblem,
    Posted,
    choice_asking,
    fields_of,
    read_askings,
    reason_asking,
)
from shirehall.desk.offered import DERIVED_TYPES, changeable
from shirehall.desk.passing import CHANNEL, pass_down
from shirehall.desk.repeats import item_fields, read_items
from shirehall.kernel.api import Answer, Page
from shirehall.kernel.questions import Asked
from shirehall.kernel.values import Repeat, Value
from shirehall.kernel.words import question_of

FORM = "change"
CORRECTION = "correction"
CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Changing:
    """The change of one fact. `page` is set where the fact is a list of items; `may_decline` where "does not know"
    is an answer to it."""

    desk: OpenCase
    fact: str
    label: str
    standing: Answer | None
    asking: Asking | None = None
    page: Page | None = None
    may_decline: bool = False

    def fields(
        self, data: QueryDict | None = None, wrong: Mapping[str, tuple[str, str]] | None = None
    ) -> list[Field]:
        """The answer's boxes; those of a list of items are `items`."""
        return fields_of(FORM, [self.asking], data, wrong or {}) if self.asking else []

    def items(
        self, data: QueryDict | None = None, wrong: Mapping[str, tuple[str, str]] | None = None
    ) -> list[Any]:
        """The items of a list, with an empty one to add."""
        standing = self.standing.value if self.standing else None
        repeat = standing if isinstance(standing, Repeat) else Repeat()
        return item_fields(self.page, repeat, data, wrong or {}) if self.page else []

    def about(
        self, data: QueryDict | None = None, wrong: Mapping[str, tuple[str, str]] | None = None
    ) -> list[Field]:
        """Whether it was wrong from the start, from when it counts, and why."""
        return fields_of(FORM, _about(), data, wrong or {})

    def read(self, data: QueryDict) -> dict[str, Any]:
        """What was typed: `value` (None for "does not know"), `purpose`, `from_on`, `reason`. Raises FormProblem."""
        wrong: dict[str, tuple[str, str]] = {}
        values: dict[str, Any] = {}
        for part in (lambda: read_askings(FORM, _about(), data, on=self.desk.on), lambda: self._value(data)):
            try:
                values |= part()
            except FormProblem as problem:
                wrong |= problem.wrong
        if values.get("purpose") == CHANGE and "from_on" not in values and "from_on" not in wrong:
            wrong["from_on"] = (_("Enter the day from which it is so."), "")
        if wrong:
            raise FormProblem(wrong)
        return values

    def _value(self, data: QueryDict) -> dict[str, Value | None]:
        if self.may_decline and data.get("declined"):
            return {"value": None}
        if self.page is not None:
            return {"value": read_items(self.page, data, on=self.desk.on)}
        if self.asking is None:
            raise Http404
        return {"value": read_askings(FORM, [self.asking], data, on=self.desk.on).get("value")}

    def send(self, posted: Posted) -> str:
        """Send the answer down the line, and say what came of it in an outcome's name."""
        desk, value, reason = self.desk, posted.values.get("value"), posted.text("reason")
        if value is None and not (self.may_decline and posted.request.POST.get("declined")):
            state = "not_applicable"
        else:
            state = "known" if value is not None else "declined"
        answer = Answer(state, value, "officer", CHANNEL, desk.by, desk.at, reason)  # type: ignore[arg-type]
        effective: date | None = posted.values.get("from_on") if posted.text("purpose") == CHANGE else None
        receipt = pass_down(
            desk,
            posted,
            purpose=posted.text("purpose"),
            answers={self.fact: answer},
            note=reason,
            effective_on=effective,
        )
        return receipt.decision.outcome


def changing(desk: OpenCase, fact: str, standing: Answer | None) -> Changing:
    """The change of a fact. Http404 where it is none that an officer may give."""
    if fact not in {name for name, _label in changeable(desk)}:
        raise Http404
    service = desk.version.service
    page = next((each for each in service.pages if each.repeat == fact), None)
    value = standing.value if standing and standing.state == "known" else None
    if page is not None:
        return Changing(desk, fact, page.title, standing, page=page)
    question = question_of(service, fact)
    if question is not None:
        asking = Asking("value", question.type, question.asked, value)
        words = question.asked.label or question.asked.ask
        return Changing(desk, fact, words, standing, asking, may_decline=question.decline)
    known = service.facts[fact]
    asked = Asked(
        fact, known.label.capitalize(), known.label, options=known.options, low=known.domain.low,
        high=known.domain.high, hint=_("The rules work this out. What you give counts instead."),
    )  # fmt: skip
    return Changing(
        desk, fact, known.label, standing, Asking("value", DERIVED_TYPES[known.kind], asked, value)
    )


def _about() -> tuple[Asking, ...]:
    purposes = {CORRECTION: _("It was wrong from the start"), CHANGE: _("It has changed since")}
    from_on = Asked(
        "from_on", _("From which day is it so?"), _("the day from which it is so"), optional=True,
        hint=_("Only where it has changed since. What was decided for the days before stays."),
    )  # fmt: skip
    return (
        choice_asking("purpose", _("What happened?"), _("what happened"), purposes, start=CORRECTION),
        Asking("from_on", "date", from_on),
        reason_asking(_("Why do you change it?"), _("Say who told you, and how you know.")),
    )
