"""Questions as the form shows them: their boxes filled again, and what belongs beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from shirehall.channels.assisted import addresses, files
from shirehall.channels.assisted.helping import Helping
from shirehall.channels.assisted.reading import PageRead, decline_box
from shirehall.channels.assisted.speech import voiced
from shirehall.design.fields import Field
from shirehall.design.questions import Wrong, field, typed_back
from shirehall.kernel.api import Page, Question
from shirehall.kernel.values import Value


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the form shows it. `decline` is the box that says "does not know"; `looking` the addresses at a
    postcode; `statements` what is agreed to; `source` says who knew it, where that was not the resident."""

    field: Field
    decline: str = ""
    declined: bool = False
    is_address: bool = False
    looking: addresses.Looking | None = None
    statements: Sequence[str] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A page on its sheet: its title stands above it where it has several questions and is not alone."""

    page: Page
    shown: Sequence[Shown]
    titled: bool


def standing_values(helping: Helping) -> dict[str, Value]:
    """The values given before, by fact."""
    return {
        name: answer.value
        for name, answer in helping.application.answers.items()
        if answer.state == "known" and answer.value is not None
    }


def show_questions(
    helping: Helping, questions: Sequence[Question], standing: Mapping[str, Value], found: PageRead | None = None,
    wrong: Mapping[str, Wrong] | None = None, *, in_item: bool = False,
) -> list[Shown]:  # fmt: skip
    """Questions with what was typed, or else with what stands."""
    return [_one(helping, each, standing, found or PageRead(), wrong or {}, in_item) for each in questions]


def _one(
    helping: Helping, question: Question, standing: Mapping[str, Value], found: PageRead, wrong: Mapping[str, Wrong],
    in_item: bool,
) -> Shown:  # fmt: skip
    fact = question.fact
    answer = None if in_item else helping.application.answers.get(fact)
    declined = answer is not None and answer.state == "declined"
    if (
        fact in wrong
        or fact in found.wrong
        or fact in found.looking
        or (found.typed and fact not in found.given)
    ):
        typed = found.typed.get(fact, {})
    else:
        typed = typed_back(question, standing.get(fact), declined=declined) if question.type != "file" else {}
    documents = files.listed(standing.get(fact)) if question.type == "file" else []
    asked = voiced(question) if helping.speaks_by_phone else question
    drawn = field(asked, typed, wrong.get(fact), documents=documents)
    box = "" if in_item else decline_box(question)
    return Shown(
        replace(drawn, legend_is_heading=False), box, bool(box) and declined, addresses.is_looked_up(question),
        found.looking.get(fact), question.asked.settings.get("wording", ()) if question.type == "declaration" else (),
        _source(helping, answer),
    )  # fmt: skip


def _source(helping: Helping, answer: Any) -> str:
    if answer is None or answer.source == "resident":
        return ""
    return {"officer": _("known to an officer"), "register": _("from a register")}.get(
        answer.source, _("from an earlier case")
    )
