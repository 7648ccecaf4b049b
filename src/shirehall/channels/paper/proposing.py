"""From the boxes of a sheet to an answer: what was ticked and written, read by the question's own type, and whether it
is certain. What is not certain is for an officer; what is not there is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Literal

from shirehall.channels.paper.cells import Cells, joined
from shirehall.channels.paper.printing.keys import DECLINE, MINUS, Key, key_of
from shirehall.kernel.api import Question
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.values import Value

State = Literal["known", "declined", "empty", "unclear"]
Read = Mapping[str, Any]
_ONE_OF = ("choice", "yes_no", "money")
"""Types whose ticks rule each other out."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a printed question says. `raw` is what the type's boxes hold, as far as it was read; `value` what that
    gives. `certain` where nobody need look. `why` is the type's sentence where it does not take it."""

    key: Key
    state: State
    raw: Mapping[str, Sequence[str]] = field(default_factory=dict)
    value: Value | None = None
    certain: bool = False
    why: str = ""

    @property
    def name(self) -> str:
        """The question it is of, as text."""
        return str(self.key)


@dataclass(frozen=True, slots=True)
class _Ticked:
    """The ticks of one box of a question: the options that are ticked, and whether that is plain."""

    chosen: tuple[str, ...]
    plain: bool


def question_key(text: str) -> Key:
    """The question that a box's key belongs to."""
    key = key_of(text)
    return Key(key.page, key.item, key.fact)


def by_question(read: Iterable[Read]) -> dict[Key, list[Read]]:
    """Boxes that were read, by the question they belong to, in the order of the form."""
    found: dict[Key, list[Read]] = {}
    for each in read:
        found.setdefault(question_key(each["key"]), []).append(each)
    return found


def propose(key: Key, question: Question, read: Sequence[Read], *, on: date) -> Proposal:
    """What the boxes of a question say."""
    declined = _ticks([each for each in read if key_of(each["key"]).part == DECLINE])
    minus = _ticks([each for each in read if key_of(each["key"]).part == MINUS])
    others = [each for each in read if key_of(each["key"]).part not in (DECLINE, MINUS)]
    raw, plain, empty = _raw(question, others)
    plain = plain and declined.plain and minus.plain
    if declined.chosen:
        return Proposal(key, "declined" if empty else "unclear", raw, certain=empty and plain)
    if empty:
        return Proposal(key, "empty" if plain else "unclear", {}, certain=plain)
    if minus.chosen:
        raw = {
            box: [f"-{each}" if box in ("", "amount") else each for each in texts]
            for box, texts in raw.items()
        }
    return _read(key, question, raw, plain=plain, on=on)


def _read(key: Key, question: Question, raw: Mapping[str, list[str]], *, plain: bool, on: date) -> Proposal:
    try:
        value = TYPES[question.type].read(question.asked, raw, on=on)
    except AnswerError as error:
        return Proposal(key, "unclear", raw, why=error.message)
    return Proposal(key, "known" if plain else "unclear", raw, value, certain=plain)


def _raw(question: Question, read: Sequence[Read]) -> tuple[dict[str, list[str]], bool, bool]:
    """What each box of the type holds; whether all of it is plain; whether there is nothing."""
    raw: dict[str, list[str]] = {}
    plain, empty = True, True
    for box, group in groupby(read, key=lambda each: key_of(each["key"]).box):
        parts = list(group)
        if parts[0]["kind"] == "tick":
            ticked = _ticks(parts)
            plain, empty = plain and ticked.plain, empty and not ticked.chosen
            if len(ticked.chosen) > 1 and question.type in _ONE_OF:
                plain = False
            elif ticked.chosen:
                raw[box] = list(ticked.chosen)
        elif parts[0]["kind"] == "lines":
            # Free words are always read by a person.
            written = any(each["ink"] for each in parts)
            plain, empty = plain and not written, empty and not written
        else:
            cells = _written(question, box, parts)
            plain, empty = plain and cells.sure, empty and cells.empty
            if cells.text:
                raw[box] = [cells.text]
    return raw, plain, empty


def _ticks(read: Sequence[Read]) -> _Ticked:
    chosen = tuple(key_of(each["key"]).part for each in read if each["state"] == "ticked")
    return _Ticked(chosen, all(each["state"] in ("empty", "ticked") for each in read))


def _written(question: Question, box: str, parts: Sequence[Read]) -> Cells:
    rows = [(key_of(each["key"]).part, each["seen"]) for each in parts]
    return joined(question.type, box, rows)
