"""What is remembered of a supplier's layout: for a field, the words beside the value that a person said was right, on
which side they stand, and where on the page. Plain data, which whoever keeps it can hold as JSON."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

ENOUGH = 2
"""A hint that so many documents bore out may make a value certain, where the other checks hold too."""
MOST_SEEN = 12
RELATIONS = ("after", "right", "below", "place")


@dataclass(frozen=True, slots=True)
class Hint:
    """Where a field stands. `label` the plain words beside it, "" for none; `relation` on which side of them it is:
    after them, right of them or below; `place` only where on the page. `x` and `y` its left and upper side, parts of
    the page's width and height; `last` on the last page and not the first. `shape` of a number: A for letters, 9 for
    figures; `value` of what is always the same; `order` of a date with two readings: day or month first. `agreed` how
    many documents a person bore it out for, `seen` their keys."""

    field: str
    label: str
    relation: str
    x: float
    y: float
    last: bool = False
    shape: str = ""
    value: str = ""
    order: str = ""
    agreed: int = 1
    seen: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "seen": list(self.seen)}

    def agreeing(self, key: str) -> "Hint":
        """Borne out by one more document, unless that one was counted before."""
        if key in self.seen:
            return self
        return replace(self, agreed=self.agreed + 1, seen=(*self.seen, key)[-MOST_SEEN:])


@dataclass(frozen=True, slots=True)
class Layout:
    """A supplier's memory."""

    hints: tuple[Hint, ...] = ()

    def of(self, field: str) -> tuple[Hint, ...]:
        """The hints of a field."""
        return tuple(each for each in self.hints if each.field == field)

    def to_json(self) -> list[dict[str, Any]]:
        return [each.to_json() for each in self.hints]


def hint_from_json(given: Mapping[str, Any]) -> Hint:
    """What `Hint.to_json` wrote. Raises ValueError, KeyError, TypeError."""
    if given["relation"] not in RELATIONS:
        raise ValueError("a relation that is not known")
    return Hint(
        str(given["field"]), str(given["label"]), str(given["relation"]), float(given["x"]), float(given["y"]),
        bool(given["last"]), str(given["shape"]), str(given["value"]), str(given["order"]), int(given["agreed"]),
        tuple(str(each) for each in given["seen"]),
    )  # fmt: skip


def layout_from_json(given: Sequence[Mapping[str, Any]]) -> Layout:
    """What `Layout.to_json` wrote. Raises ValueError, KeyError, TypeError."""
    return Layout(tuple(hint_from_json(each) for each in given))


def shape_of(text: str) -> str:
    """The shape of a number: INV-0042 is A-9, whatever its letters and however many figures."""
    return re.sub(r"9+", "9", re.sub(r"\d", "9", re.sub(r"[^\W\d_]+", "A", text)))
