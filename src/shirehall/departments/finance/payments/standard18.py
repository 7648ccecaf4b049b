"""A Bacs submission made to Standard 18, for one processing day or for several. Pure; not certified by anybody.

Labels have 80 signs; a payment has 100, or 106 with its own day. The contra takes the total from the council's account,
so that debits and credits are the same. Banks' guides differ in small things: try a file with the bank first.
"""

from collections.abc import Sequence
from datetime import date

from shirehall.departments.finance.payments.credits import Credit, FileError, PayingAccount, check
from shirehall.departments.finance.payments.signs import for_bacs

LABEL = 80
CREDIT = "99"
CONTRA = "17"
LENGTHS = {"single": 100, "multi": 106}
_WORK = {"single": "1 DAILY  ", "multi": "4 MULTI  "}
_END = "\r\n"


def write(
    *, serial: str, account: PayingAccount, credits_: Sequence[Credit], processing_on: date, made_on: date,
    days: str = "single",
) -> bytes:  # fmt: skip
    """The file, in ASCII. `serial` has six capitals or digits and is not used twice in a day; `processing_on` is the
    day before the money arrives; `days` is `single` or `multi`. Raises FileError."""
    check(account, credits_)
    if len(serial) != 6 or for_bacs(serial, 6) != serial or not serial.isalnum():
        raise FileError("The serial of a Bacs file has six capitals or digits.")
    length = LENGTHS[days]
    total = sum(each.amount for each in credits_)
    if total >= 10**11:
        raise FileError("The total of a Bacs file must be below £1,000,000,000.")
    first = _first_label(serial, account, made_on)
    second = _second_label(length)
    own_day = _day(processing_on) if days == "multi" else ""
    lines = [
        _label("VOL1", f"{serial}{'':31}{account.user_number}{'':32}1"),
        _label("HDR1", first),
        _label("HDR2", second),
        _label("UHL1", f"{_day(processing_on)}{'999999':10}00000000{_WORK[days]}001"),
        *(_record(_credit(each, account), length, own_day) for each in credits_),
        _record(_contra(account, total), length, own_day),
        _label("EOF1", first),
        _label("EOF2", second),
        _label("UTL1", f"{total:013}{total:013}{1:07}{len(credits_):07}"),
    ]
    return (_END.join(lines) + _END).encode("ascii")


def _first_label(serial: str, account: PayingAccount, made_on: date) -> str:
    user = account.user_number
    made = _day(made_on)
    return f"A{user}S  1{user}{serial}00010001{'':6}{made}{made} 000000"


def _second_label(length: int) -> str:
    return f"F02000{length:05}{'':35}00"


def _credit(credit: Credit, account: PayingAccount) -> str:
    return _body(
        f"{credit.sort_code}{credit.account_number}", CREDIT, account, credit.amount, for_bacs(account.name),
        for_bacs(credit.reference) or for_bacs(credit.key), for_bacs(credit.name),
    )  # fmt: skip


def _contra(account: PayingAccount, total: int) -> str:
    own = f"{account.sort_code}{account.account_number}"
    name = for_bacs(account.name)
    return _body(own, CONTRA, account, total, "PAYMENT RUN", "CONTRA", name)


def _body(
    to: str, code: str, account: PayingAccount, amount: int, sender: str, reference: str, name: str
) -> str:
    if not sender or not name:
        raise FileError("A name has no sign that Bacs takes: write it in plain letters on the register.")
    own = f"{account.sort_code}{account.account_number}"
    return f"{to}0{code}{own}{'':4}{amount:011}{sender:18}{reference:18}{name:18}"


def _record(body: str, length: int, own_day: str) -> str:
    line = f"{body}{own_day}"
    assert len(line) == length
    return line


def _label(name: str, rest: str) -> str:
    line = f"{name}{rest}"
    assert len(line) <= LABEL
    return f"{line:{LABEL}}"


def _day(on: date) -> str:
    return f" {on:%y%j}"
