"""What a payment file is made of: the account that pays, and a credit for each payment. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

LARGEST_CREDIT = 20_000_000_00
"""Pence. Bacs takes no larger one; such a payment goes by another way, by hand."""


class FileError(Exception):
    """A payment file cannot be made, or does not say what it should. The text is for staff."""


@dataclass(frozen=True, slots=True)
class PayingAccount:
    """The council's account that pays. `user_number` is its six-digit Bacs service user number."""

    name: str
    sort_code: str
    account_number: str
    user_number: str


@dataclass(frozen=True, slots=True)
class Credit:
    """One payment to a supplier. `key` is unique among all payments of a council, `amount` is pence above nought;
    `reference` is what the supplier sees on the statement, `number` the place in the run from 1."""

    key: str
    number: int
    name: str
    sort_code: str
    account_number: str
    amount: int
    reference: str


def check(account: PayingAccount, credits_: Sequence[Credit]) -> None:
    """Raises FileError for what no bank would take."""
    if not credits_:
        raise FileError("There is no payment to put into the file.")
    check_account(account)
    keys = {each.key for each in credits_}
    if len(keys) != len(credits_):
        raise FileError("Two payments of the run have the same reference of ours.")
    for each in credits_:
        _check_credit(each)


def check_account(account: PayingAccount) -> None:
    """Raises FileError where the account cannot pay."""
    for what, value, length in (
        ("sort code", account.sort_code, 6),
        ("account number", account.account_number, 8),
        ("service user number", account.user_number, 6),
    ):
        if not _is_digits(value, length):
            raise FileError(f"The {what} of the account that pays must have {length} digits.")


def _check_credit(credit: Credit) -> None:
    if not _is_digits(credit.sort_code, 6) or not _is_digits(credit.account_number, 8):
        raise FileError(f"The bank details of {credit.name} are not six and eight digits.")
    if not 0 < credit.amount <= LARGEST_CREDIT:
        raise FileError(f"The payment to {credit.name} must be above nought and no more than £20,000,000.")


def _is_digits(value: str, length: int) -> bool:
    return len(value) == length and value.isascii() and value.isdigit()
