"""What holds for the registers, as plain functions: keys, accounts, years, and who may not be the second pair of
eyes."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

_SIGNS = re.compile(r"[^0-9A-Z]")
_ORDER_WORDS = re.compile(
    r"^(?:PURCHASEORDERNUMBER|PURCHASEORDER|ORDERNUMBER|ORDERNO|ORDER|PONUMBER|PONO|PO)(?=.*\d)"
)
_UK_VAT = re.compile(r"(?:GB)?(\d{9}|\d{12})")
_IBAN = re.compile(r"GB\d{2}[A-Z]{4}\d{14}")
APRIL = 4


def number_key(number: str) -> str:
    """An order's number in capitals without signs: "wp/100-017" is WP100017."""
    return _SIGNS.sub("", number.upper())


def order_keys(number: str) -> tuple[str, ...]:
    """The keys under which an order that is written so may be kept, the likeliest first: with the words before it,
    without them, and with PO."""
    key = number_key(number)
    bare = _ORDER_WORDS.sub("", key)
    return tuple(dict.fromkeys(each for each in (key, bare, f"PO{bare}" if bare else "") if each))


def invoice_key(number: str) -> str:
    """An invoice's number as invoices are compared: capitals, without signs and leading noughts."""
    return number_key(number).lstrip("0")


def vat_key(number: str) -> str:
    """A VAT number as it is kept: capitals without signs, GB before a British one."""
    plain = number_key(number)
    return f"GB{british[1]}" if (british := _UK_VAT.fullmatch(plain)) else plain


def account_of(printed: str) -> tuple[str, str] | None:
    """Sort code and account number of a printed account or a British IBAN; None for any other."""
    plain = _SIGNS.sub("", printed.upper())
    digits = plain[8:] if _IBAN.fullmatch(plain) else plain
    return (digits[:6], digits[6:]) if re.fullmatch(r"\d{14}", digits) else None


def masked(account_number: str) -> str:
    """An account number of which the last three digits are shown."""
    return f"•••••{account_number[-3:]}" if account_number else ""


def sort_code_shown(sort_code: str) -> str:
    """With its hyphens: 00-00-12."""
    return "-".join(sort_code[place : place + 2] for place in (0, 2, 4)) if sort_code else ""


def budget_year(on: date) -> int:
    """The year from April in which a day falls, by the year in which it begins."""
    return on.year if on.month >= APRIL else on.year - 1


def same_officer(one: str, other: str) -> bool:
    """Whether two codes name one officer; an empty code names nobody."""
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def is_one_of(officer: str, others: Iterable[str]) -> bool:
    """Whether the officer is among the others."""
    return any(same_officer(officer, each) for each in others)


def telephone_is_settled(since: datetime | None, at: datetime, days: int) -> bool:
    """Whether the number on file has stood long enough to be called about bank details."""
    return since is None or at - since >= timedelta(days=days)
