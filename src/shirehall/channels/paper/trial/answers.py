"""From answers to what is written into the boxes of a form: what a person with a pen would put where."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from shirehall.channels.paper.printing.keys import (
    ALL,
    COUNCIL,
    DECLINE,
    LIST,
    MINUS,
    NONE,
    SIGNATURE,
    SIGNED_ON,
    SIGNING,
    Key,
    key_of,
)
from shirehall.kernel.api import Answers, Question, Version
from shirehall.kernel.questions import TYPES
from shirehall.kernel.values import Repeat, Value

Box = Mapping[str, Any]
Written = dict[str, str]
"""Key of a box -> "x" for a tick, else the signs in its cells (a space leaves one empty)."""


class NoRoomError(ValueError):
    """An answer that the boxes of the form cannot hold. The message names the question."""


def written_for(
    version: Version, answers: Answers, boxes: Sequence[Box], *, authority: str, signed: str,
    without: Collection[str] = (),
) -> Written:  # fmt: skip
    """What is written for complete answers, but for the facts in `without`. `signed` is the day, eight digits. Raises
    NoRoomError."""
    by_key = {box["key"]: box for box in boxes}
    found: Written = {}
    for page in version.service.pages:
        if page.repeat:
            answer = answers.get(page.repeat)
            items = answer.value.items if answer and isinstance(answer.value, Repeat) else ()
            if answer is not None:
                end = str(Key(page.name, 0, LIST, "", ALL if items else NONE))
                if end not in by_key:
                    raise NoRoomError(page.repeat)
                found[end] = "x"
            for number, item in enumerate(items, start=1):
                for question in page.questions:
                    if question.fact in item and question.fact not in without:
                        _write(
                            found,
                            by_key,
                            Key(page.name, number, question.fact),
                            question,
                            item[question.fact],
                        )
            continue
        for question in page.questions:
            given = answers.get(question.fact)
            if given is None or question.fact in without:
                continue
            key = Key(page.name, 0, question.fact)
            if given.state == "declined":
                found[str(Key(page.name, 0, question.fact, "", DECLINE))] = "x"
            elif given.value is not None:
                _write(found, by_key, key, question, given.value)
    _sign(found, by_key, authority, signed)
    return found


def _sign(found: Written, by_key: Mapping[str, Box], authority: str, signed: str) -> None:
    council = str(Key(SIGNING, 0, COUNCIL, "", authority))
    if council in by_key:
        found[council] = "x"
    found[str(Key(SIGNING, 0, SIGNATURE))] = "SIGNED"
    for box, text in (("day", signed[:2]), ("month", signed[2:4]), ("year", signed[4:])):
        found[str(Key(SIGNING, 0, SIGNED_ON, box, "1"))] = text


def _write(found: Written, by_key: Mapping[str, Box], key: Key, question: Question, value: Value) -> None:
    raw = TYPES[question.type].raw(question.asked, value)
    if question.type == "telephone":
        raw = {"": [TYPES[question.type].show(question.asked, value)]}
    if question.type == "file":
        return
    for name, texts in raw.items():
        boxes = [
            box for text, box in by_key.items()
            if (at := key_of(text)).page == key.page and at.item == key.item and at.fact == key.fact and at.box == name
        ]  # fmt: skip
        if boxes:
            found.update(_fill(question, key, name, boxes, texts))
        elif name not in ("uprn", "authority", "ward"):
            raise NoRoomError(question.fact)


def _fill(
    question: Question, key: Key, name: str, boxes: Sequence[Box], texts: Sequence[str]
) -> Iterator[tuple[str, str]]:
    if boxes[0]["kind"] == "tick" and not key_of(boxes[0]["key"]).part.startswith("-"):
        for text in texts:
            yield str(Key(key.page, key.item, key.fact, name, text)), "x"
        return
    cells = [box for box in boxes if box["kind"] == "cells"]
    if not cells:
        yield boxes[0]["key"], texts[0].upper()
        return
    text = texts[0].upper()
    if question.type in ("money", "integer", "percent") and text.startswith("-"):
        text = text[1:]
        yield str(Key(key.page, key.item, key.fact, "", MINUS)), "x"
    for box, part in zip(cells, _parts(question, name, text, cells), strict=True):
        if len(part) > len(box["cells"]):
            raise NoRoomError(question.fact)
        yield box["key"], part


def _parts(question: Question, name: str, text: str, cells: Sequence[Box]) -> list[str]:
    """The text, cut to the rows of cells."""
    if question.type == "money" and len(cells) == 2:
        whole, _point, pence = text.replace(",", "").replace("£", "").partition(".")
        return [whole.rjust(len(cells[0]["cells"])), (pence or "00").ljust(2, "0")]
    if question.type == "date":
        return [text.rjust(2, "0")]
    if name == "postcode" or question.type == "postcode":
        if len(cells[0]["cells"]) == 7:
            return [text[:-3].strip().ljust(4) + text[-3:]]
        return [text]
    if question.type in ("telephone", "national_insurance_number", "integer", "percent") or name in (
        "sort_code",
        "number",
    ):
        return [re.sub(r"[^0-9A-Z]", "", text)]
    return _rows(text, [len(box["cells"]) for box in cells], question.fact)


def _rows(text: str, room: Sequence[int], fact: str) -> list[str]:
    """Words on rows: one that does not fit, with a cell to spare, goes on the next."""
    rows = [""]
    for word in text.split(" "):
        joined = f"{rows[-1]} {word}".strip()
        if len(joined) < room[len(rows) - 1] or (len(rows) == len(room) and len(joined) <= room[-1]):
            rows[-1] = joined
        elif rows == [""] and len(rows) < len(room):  # one long word: it goes on where it must
            rows = [word[: room[0]], word[room[0] :]]
        elif len(rows) < len(room):
            rows.append(word)
        else:
            raise NoRoomError(fact)
    return [*rows, *[""] * (len(room) - len(rows))]
