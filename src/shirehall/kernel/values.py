"""Values that a fact can hold, and the one form in which they are stored and printed.

A *kind* is the word a definition uses for what a value is. Money is integer pence, percent a whole number,
a date a `datetime.date`; the compound kinds are the frozen records below. `to_stored` and `from_stored` are
inverse: JSON-able both ways, no floats anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, assert_never

Kind = Literal[
    "money", "percent", "integer", "yes_no", "choice", "choices", "date", "text", "name", "address",
    "bank_account", "money_per", "files", "outcome", "repeat",
]  # fmt: skip

WHOLE_KINDS: frozenset[str] = frozenset({"money", "percent", "integer"})
"""Kinds that are whole numbers, so that a table or an expression may reckon with them."""

PERIODS: Mapping[str, tuple[int, int]] = {
    "week": (1, 1), "fortnight": (1, 2), "four_weeks": (1, 4), "month": (12, 52), "year": (1, 52),
}  # fmt: skip
"""A period and the fraction (times, divided by) that turns an amount of it into a weekly one."""

TIMES_A_YEAR: Mapping[str, int] = {"week": 52, "fortnight": 26, "four_weeks": 13, "month": 12, "year": 1}


def round_half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to numerator / denominator, a half going away from zero."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    whole, rest = divmod(abs(numerator), abs(denominator))
    return sign * (whole + (1 if rest * 2 >= abs(denominator) else 0))


@dataclass(frozen=True, slots=True)
class MoneyPer:
    """An amount of money for a period: `pence`, and `per` one of PERIODS."""

    pence: int
    per: str

    @property
    def weekly(self) -> int:
        """Pence a week, rounded once, half up: a month times 12 / 52, a year / 52."""
        times, by = PERIODS[self.per]
        return round_half_up(self.pence * times, by)

    @property
    def yearly(self) -> int:
        """Pence a year, exact: 52 weeks or 12 months."""
        return self.pence * TIMES_A_YEAR[self.per]


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address. `uprn`, `authority` and `ward` are empty where it was typed and not looked up."""

    lines: tuple[str, ...]
    town: str
    postcode: str
    uprn: str = ""
    authority: str = ""
    ward: str = ""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where to pay: sort code of six digits, account number of six to eight, roll number or empty."""

    holder: str
    sort_code: str
    number: str
    roll: str = ""


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A file that was given: the document's id, and the name the person knows it by."""

    document: str
    name: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """The items of a repeated page. Until the person says "no more" (`done`) a sum over it is unknown."""

    items: tuple[Mapping[str, "Value"], ...] = ()
    done: bool = False


Value = (
    int
    | bool
    | str
    | date
    | MoneyPer
    | Address
    | BankAccount
    | tuple[str, ...]
    | tuple[FileGiven, ...]
    | Repeat
)
Stored = Any
"""JSON-able: str, int, bool, list and dict of the same."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The values a fact of an ordered or listed kind may take: whole numbers (pence, counts, date ordinals)
    from `low` to `high`, or the names of `options`. None where the definition does not bound it."""

    low: int | None = None
    high: int | None = None
    options: tuple[str, ...] = field(default=())


UNBOUNDED = Domain()


def to_stored(value: Value | FileGiven) -> Stored:
    """The JSON-able form of a value: money in pence, a date as YYYY-MM-DD, a record as an object."""
    match value:
        case bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case MoneyPer():
            return {"pence": value.pence, "per": value.per}
        case Address():
            return {
                "lines": list(value.lines), "town": value.town, "postcode": value.postcode,
                "uprn": value.uprn, "authority": value.authority, "ward": value.ward,
            }  # fmt: skip
        case BankAccount():
            return {
                "holder": value.holder,
                "sort_code": value.sort_code,
                "number": value.number,
                "roll": value.roll,
            }
        case FileGiven():
            return {"document": value.document, "name": value.name}
        case Repeat():
            items = [{name: to_stored(part) for name, part in item.items()} for item in value.items]
            return {"items": items, "done": value.done}
        case tuple():
            return [to_stored(part) for part in value]
        case _:
            assert_never(value)


def from_stored(kind: Kind, stored: Stored, parts: Mapping[str, Kind] | None = None) -> Value:
    """The value whose `to_stored` form is `stored`. `parts` gives the kinds within a repeat.

    Raises ValueError where the stored form is not of that kind (the record was changed from outside).
    """
    try:
        return _restored(kind, stored, parts or {})
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"a stored {kind} cannot be read back: {error}") from error


def _restored(kind: Kind, stored: Stored, parts: Mapping[str, Kind]) -> Value:
    match kind:
        case "money" | "percent" | "integer" | "yes_no" | "choice" | "text" | "name" | "outcome":
            return _restored_plain(kind, stored)
        case "date":
            return date.fromisoformat(stored)
        case "money_per":
            return MoneyPer(pence=stored["pence"], per=stored["per"])
        case "address":
            return Address(**{**stored, "lines": tuple(stored["lines"])})
        case "bank_account":
            return BankAccount(**stored)
        case "choices":
            return tuple(stored)
        case "files":
            return tuple(FileGiven(**part) for part in stored)
        case "repeat":
            items = tuple(
                {name: _restored(parts[name], part, {}) for name, part in item.items()}
                for item in stored["items"]
            )
            return Repeat(items=items, done=stored["done"])


def _restored_plain(kind: Kind, stored: Stored) -> int | bool | str:
    if kind == "yes_no":
        if isinstance(stored, bool):
            return stored
        raise TypeError("not true or false")
    if kind in WHOLE_KINDS:
        if isinstance(stored, int) and not isinstance(stored, bool):
            return stored
        raise TypeError("not a whole number")
    if isinstance(stored, str):
        return stored
    raise TypeError("not text")
