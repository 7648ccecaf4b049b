"""What the person of a number tells of themself: a claim that the rules decide at once."""

from datetime import date, datetime

from shirehall.kernel.api import Answer
from shirehall.kernel.values import Address, MoneyPer, Repeat, Value

SERVICE = "council_tax_reduction"


def answers_of(number: int, at: datetime) -> dict[str, Answer]:
    """Every answer that council_tax_reduction asks for."""
    values: dict[str, Value] = {
        "full_name": f"Amberly Applethwick {number}",
        "date_of_birth": date(1980, 2, 3),
        "national_insurance_number": f"AA{number % 1_000_000:06d}A",
        "home_address": Address(("1 High Street",), "Sherborne", "DT9 3AA", authority="north_dorset"),
        "preferred_channel": "email",
        "email": f"amberly.{number}@example.org",
        "telephone": "+447700900123",
        "household_kind": "single",
        "children": 1,
        "pension_age": False,
        "receives_maximum_benefit": False,
        "would_have_disability_premium": False,
        "incomes": Repeat(({"kind": "earnings", "amount": MoneyPer(16050, "week")},), done=True),
        "capital": 50_000,
        "council_tax_bill": 190_000,
    }
    return {
        fact: Answer("known", value, source="resident", channel="web", by="resident", at=at)
        for fact, value in values.items()
    }
