"""Reading a posted question: into an answer, or into what is wrong with it. Nothing typed is ever lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shirehall.design.fields import Field, Posted, field_of, posted
from shirehall.kernel.api import Question
from shirehall.kernel.questions import TYPES, AnswerError, Box
from shirehall.kernel.values import Value

DONT_KNOW = "i-do-not-know"
"""What "I don't know" posts: no option of a definition is called so, for a name there has no dashes."""

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Given:
    """What a form gave for a question. `value` is None where it was declined or left empty."""

    value: Value | None = None
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with what was typed: a sentence, the box it is about, and the typed texts."""

    message: str
    box: str
    typed: Typed


def boxes_of(question: Question) -> tuple[Box, ...]:
    """The boxes of a question; where it may be declined and has one list of radios, "I don't know" is the last."""
    boxes = TYPES[question.type].boxes(question.asked)
    if question.decline and declined_by_option(question):
        options = (*boxes[0].options, (DONT_KNOW, _("I don’t know")))
        boxes = (replace(boxes[0], options=options, exclusive=DONT_KNOW),)
    return boxes


def declined_by_option(question: Question) -> bool:
    """Whether "I don't know" is one of the radios; otherwise it is a button of its own."""
    boxes = TYPES[question.type].boxes(question.asked)
    return len(boxes) == 1 and boxes[0].kind == "radios"


def typed_in(question: Question, data: Posted) -> dict[str, list[str]]:
    """The texts that a form gave for a question."""
    return posted(question.fact, boxes_of(question), data)


def read(question: Question, data: Mapping[str, Any], typed: Typed, *, on: date) -> Given | Wrong:
    """The answer, or what is wrong."""
    if question.decline and (data.get("decline") or list(typed.get("", ())) == [DONT_KNOW]):
        return Given(declined=True)
    try:
        return Given(TYPES[question.type].read(question.asked, typed, on=on))
    except AnswerError as error:
        if error.missing and question.asked.optional:
            return Given()
        return Wrong(error.message, error.box, typed)


def typed_back(question: Question, value: Value | None, *, declined: bool = False) -> Typed:
    """What would have to be typed to give a value again."""
    if declined:
        return {"": [DONT_KNOW]} if declined_by_option(question) else {}
    return {} if value is None else TYPES[question.type].raw(question.asked, value)


def field(
    question: Question, typed: Typed, wrong: Wrong | None = None, *, documents: Sequence[Mapping[str, Any]] = ()
) -> Field:  # fmt: skip
    """The question as a screen shows it."""
    asked = question.asked
    ask = (
        asked.ask
        if not asked.optional or question.type == "file"
        else _("%(ask)s (optional)") % {"ask": asked.ask}
    )
    return field_of(
        id=question.fact, ask=ask, hint=asked.hint, boxes=boxes_of(question), raw=typed,
        error=wrong.message if wrong else "", error_box=wrong.box if wrong else "", documents=documents,
    )  # fmt: skip
