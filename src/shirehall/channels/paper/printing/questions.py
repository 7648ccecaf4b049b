"""What is printed under a question, by its type and its boxes."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from shirehall.channels.paper.printing.keys import DECLINE, MINUS, Key
from shirehall.channels.paper.printing.shapes import Comb, Combs, Lines, Shape, Tick, Ticks, Words
from shirehall.channels.paper.printing.sizes import Sizes
from shirehall.kernel.api import Question
from shirehall.kernel.questions import TYPES, Asked, Box

_MOST_LINES = 8
_CHARACTERS_A_LINE = 70
_FEWEST_DIGITS, _MOST_DIGITS = 2, 9
_ENOUGH = {"name": 50, "email": 50, "line_1": 46, "line_2": 26, "town": 26, "holder": 26, "roll": 18}
"""How many signs there is room for, by the type of the question or by its box. Longer ones go on a line below."""


def shapes_of(question: Question, *, page: str, item: int, sizes: Sizes) -> tuple[Shape, ...]:
    """The boxes of a question, and "I don't know" last where it may be said."""
    asked, key = question.asked, Key(page, item, question.fact)
    boxes = TYPES[question.type].boxes(asked)
    shapes = _BY_TYPE.get(question.type, _by_box)(asked, key, boxes, sizes)
    if (asked.low or 0) < 0 and question.type in ("money", "integer", "percent"):
        shapes += (_single(replace(key, part=MINUS), _("Tick if it is less than 0 (a minus amount)")),)
    if question.decline:
        shapes = _with_decline(shapes, replace(key, part=DECLINE))
    return shapes


def _with_decline(shapes: tuple[Shape, ...], key: Key) -> tuple[Shape, ...]:
    tick = Tick(key, _("I don’t know"))
    last = shapes[-1] if shapes else None
    if isinstance(last, Ticks) and last.ticks[0].key.box == "" and not last.ticks[0].key.part.startswith("-"):
        return (*shapes[:-1], Ticks((*last.ticks, tick)))
    return (*shapes, Ticks((tick,)))


def _single(key: Key, words: str) -> Ticks:
    return Ticks((Tick(key, words),))


def rows(key: Key, count: int, signs: str, label: str, sizes: Sizes) -> tuple[Shape, ...]:
    """Rows of cells enough for `count` signs; the parts of their keys are "1", "2", ..."""
    needed = -(-count // sizes.in_a_row)
    width = min(count, sizes.in_a_row)
    return tuple(
        Combs((Comb(replace(key, part=str(row)), (width,), signs, label if row == 1 else ""),))
        for row in range(1, needed + 1)
    )


def _date(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    return (
        Combs(
            tuple(
                Comb(replace(key, box=box.name, part="1"), (box.width,), "digits", box.label) for box in boxes
            )
        ),
    )


def _money(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    amount = replace(key, box=boxes[0].name)
    digits = _digits(max(abs(asked.high or 10**9), abs(asked.low or 0)) // 100)
    combs = Combs(
        (
            Comb(replace(amount, part="pounds"), (digits,), "digits", _("Pounds"), before="£"),
            Comb(
                replace(amount, part="pence"), (2,), "digits", _("Pence"), before=".", after=boxes[0].suffix
            ),
        )
    )
    return (combs, *(shape for box in boxes[1:] for shape in _box(asked, key, box, sizes)))


def _number(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    most = 100 if asked.high is None and boxes[0].suffix == "%" else asked.high
    digits = _digits(max(abs(most if most is not None else 10**6), abs(asked.low or 0)))
    return (Combs((Comb(replace(key, part="1"), (digits,), "digits", after=boxes[0].suffix),)),)


def _digits(most: int) -> int:
    return max(_FEWEST_DIGITS, min(_MOST_DIGITS, len(str(most))))


def _insurance(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    return (Combs((Comb(replace(key, part="1"), (2, 2, 2, 2, 1), "AA999999A"),)),)


def _telephone(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    return (Combs((Comb(replace(key, part="1"), (15,), "digits"),)),)


def _postcode(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    return (Combs((_postcode_comb(key, ""),)),)


def _postcode_comb(key: Key, label: str) -> Comb:
    return Comb(replace(key, part="1"), (4, 3), "A***9AA", label)


def _bank(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    shapes: tuple[Shape, ...] = ()
    groups = {"sort_code": (2, 2, 2), "number": (8,)}
    for box in boxes:
        each = replace(key, box=box.name)
        if box.name in groups:
            shapes += (Combs((Comb(replace(each, part="1"), groups[box.name], "digits", box.label),)),)
        else:
            signs = "letters" if box.name == "holder" else "capitals"
            shapes += rows(each, _ENOUGH[box.name], signs, box.label, sizes)
    return shapes


def _address(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    shapes: tuple[Shape, ...] = ()
    for box in boxes:
        each = replace(key, box=box.name)
        if box.kind == "checkboxes":
            shapes += _box(asked, key, box, sizes)
        elif box.name == "postcode" and not asked.settings.get("abroad"):
            shapes += (Combs((_postcode_comb(each, box.label),)),)
        else:
            signs = "letters" if box.name == "town" else "capitals"
            shapes += rows(each, _ENOUGH.get(box.name, 12), signs, box.label, sizes)
    return shapes


def _file(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    return (
        Words(_("Send a copy with this form. Write your reference on the back. We cannot send it back.")),
    )


def _by_box(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    return tuple(shape for box in boxes for shape in _box(asked, key, box, sizes))


def _text(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    most = min(int(asked.settings.get("at_most", 46)), 46)
    return rows(key, most, "capitals", "", sizes)


def _name(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    return rows(key, _ENOUGH["name"], "letters", "", sizes)


def _email(asked: Asked, key: Key, boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Shape, ...]:
    return rows(key, _ENOUGH["email"], "email", "", sizes)


def _box(asked: Asked, key: Key, box: Box, sizes: Sizes) -> tuple[Shape, ...]:
    each = replace(key, box=box.name)
    if box.kind in ("radios", "checkboxes", "select"):
        return (Ticks(tuple(Tick(replace(each, part=name), words) for name, words in box.options)),)
    if box.kind == "textarea":
        lines = min(_MOST_LINES, -(-(box.most or 400) // _CHARACTERS_A_LINE) + 1)
        return (Lines(each, lines, box.label),)
    return rows(each, 26, "capitals", box.label, sizes)


_BY_TYPE: dict[str, Callable[[Asked, Key, tuple[Box, ...], Sizes], tuple[Shape, ...]]] = {
    "date": _date, "money": _money, "integer": _number, "percent": _number, "telephone": _telephone,
    "national_insurance_number": _insurance, "postcode": _postcode, "bank_account": _bank, "address": _address,
    "file": _file, "short_text": _text, "name": _name, "email": _email,
}  # fmt: skip
"""Types whose boxes stand otherwise on paper than on a screen. Any other goes by its boxes."""
