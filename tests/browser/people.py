"""The invented residents of the journeys: what each types, by the fact that is asked."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NUMBERS = itertools.count(101)
_LETTERS = "ABCEHJKL"

Typed = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody types: fact -> field of the form -> text; `lists` are the items of a page that repeats."""

    name: str
    email: str
    typed: Mapping[str, Typed]
    lists: Mapping[str, list[Mapping[str, Typed]]] = field(default_factory=dict)

    def but(self, **typed: Typed) -> "Person":
        """The same person, who types something else."""
        return Person(self.name, self.email, {**self.typed, **typed}, self.lists)


def applicant(
    name: str,
    *,
    household: str = "couple",
    children: str = "1",
    pension_age: str = "no",
    benefit: str = "no",
    premium: str = "no",
    incomes: tuple[tuple[str, str, str], ...] = (("earnings", "300.00", "week"),),
    capital: str = "6500.00",
    bill: str = "1900.00",
) -> Person:
    """Somebody new who applies for Council Tax Reduction: nobody else has that birthday and number."""
    number = next(_NUMBERS)
    email = f"{name.lower().replace(' ', '.')}.{number}@example.org"
    born = {"day": str(1 + number % 28), "month": str(1 + number % 12), "year": str(1970 + number % 20)}
    if pension_age == "yes":
        born["year"] = str(1940 + number % 10)
    typed: dict[str, Typed] = {
        "full_name": {"full_name": name},
        "date_of_birth": {f"date_of_birth-{part}": value for part, value in born.items()},
        "national_insurance_number": {
            "national_insurance_number": f"{_LETTERS[number % 8]}B{number:06d}{'ABCD'[number % 4]}"
        },
        "home_address": {"home_address-postcode": "DT11 9AA"},
        "preferred_channel": {"preferred_channel": "email"},
        "email": {"email": email},
        "telephone": {"telephone": ""},
        "household_kind": {"household_kind": household},
        "children": {"children": children},
        "pension_age": {"pension_age": pension_age},
        "receives_maximum_benefit": {"receives_maximum_benefit": benefit},
        "would_have_disability_premium": {"would_have_disability_premium": premium},
        "capital": {"capital": capital},
        "council_tax_bill": {"council_tax_bill": bill},
    }
    lists: dict[str, list[Mapping[str, Typed]]] = {
        "income": [
            {"kind": {"kind": kind}, "amount": {"amount-amount": amount, "amount-per": per}}
            for kind, amount, per in incomes
        ]
    }
    return Person(name, email, typed, lists)


def caller(name: str) -> Person:
    """Somebody who wants to be called back."""
    number = next(_NUMBERS)
    email = f"{name.lower().replace(' ', '.')}.{number}@example.org"
    typed: dict[str, Any] = {
        "full_name": {"full_name": name},
        "telephone": {"telephone": f"01632 960 {number % 1000:03d}"},
        "email": {"email": email},
        "authority": {"authority": "north_dorset"},
        "topic": {"topic": "bins"},
        "note": {"note": "The green bin was left behind."},
        "best_times": {"best_times": ["morning", "afternoon"]},
    }
    return Person(name, email, typed)
