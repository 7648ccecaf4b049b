"""Reads payment files back, strictly: what they say is compared with what was approved before they go out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from shirehall.departments.finance.payments.credits import FileError
from shirehall.departments.finance.payments.pain001 import NAMESPACE
from shirehall.departments.finance.payments.standard18 import CONTRA, CREDIT, LABEL

_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.&/- ")
_HEADS = ("VOL1", "HDR1", "HDR2", "UHL1")
_TAILS = ("EOF1", "EOF2", "UTL1")
_WORKS = {100: "1 DAILY  ", 106: "4 MULTI  "}


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as a file says it; `amount` is pence."""

    sort_code: str
    account_number: str
    amount: int
    name: str
    reference: str


@dataclass(frozen=True, slots=True)
class PaymentFileRead:
    """What a file says. `pay_on` is the day of execution (pain.001) or of processing (Standard 18)."""

    name: str
    pay_on: date
    paid_from: tuple[str, str]
    payments: Sequence[Paid]

    @property
    def total(self) -> int:
        """Pence."""
        return sum(each.amount for each in self.payments)


def standard18(content: bytes) -> PaymentFileRead:
    """Read a Standard 18 file; every label, total and count must agree. Raises FileError."""
    try:
        lines = content.decode("ascii").split("\r\n")
    except UnicodeDecodeError as error:
        raise FileError("The Bacs file has signs that Bacs does not take.") from error
    if lines.pop() != "" or len(lines) < len(_HEADS) + len(_TAILS) + 2:
        raise FileError("The Bacs file is not whole.")
    heads, tails = lines[:4], lines[-3:]
    _demand([each[:4] for each in heads] == [*_HEADS], "labels at its head")
    _demand([each[:4] for each in tails] == [*_TAILS], "labels at its end")
    _demand(all(len(each) == LABEL for each in heads + tails), "labels of 80 signs")
    _demand(all(set(each) <= _SIGNS for each in lines), "signs that Bacs takes")
    volume, first, second, user = heads
    _demand(tails[0][4:54] == first[4:54] and tails[1][4:] == second[4:], "the same labels at both ends")
    _demand(first[21:27] == volume[4:10] and first[5:11] == volume[41:47], "one serial and one user")
    length = int(second[10:15])
    _demand(_WORKS.get(length) == user[28:37], "records of the length that its label says")
    records = lines[4:-3]
    _demand(all(len(each) == length for each in records), "records of one length")
    *credits_, contra = records
    _demand(contra[15:17] == CONTRA and contra[:14] == contra[17:31], "a contra from the council's account")
    _demand(all(each[15:17] == CREDIT and each[17:31] == contra[:14] for each in credits_), "credits")
    _demand(length == 100 or all(each[100:106] == user[4:10] for each in records), "one day")
    payments = [_credit(each) for each in credits_]
    total = sum(each.amount for each in payments)
    debits, credited = int(tails[2][4:17]), int(tails[2][17:30])
    counts = int(tails[2][30:37]), int(tails[2][37:44])
    _demand(debits == credited == total == int(contra[35:46]), "totals that agree")
    _demand(counts == (1, len(payments)), "counts that agree")
    processing_on = datetime.strptime(user[5:10], "%y%j").date()  # noqa: DTZ007 (a day has no zone)
    return PaymentFileRead(volume[4:10], processing_on, (contra[:6], contra[6:14]), payments)


def _credit(line: str) -> Paid:
    return Paid(line[:6], line[6:14], int(line[35:46]), line[82:100].rstrip(), line[64:82].rstrip())


def pain001(content: bytes) -> PaymentFileRead:
    """Read a pain.001 file; its sums and counts must agree, and its references differ. Raises FileError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise FileError("The ISO 20022 file is not XML.") from error
    payments = [_transfer(each) for each in root.iterfind(".//n:CdtTrfTxInf", {"n": NAMESPACE})]
    total = sum(each.amount for each in payments)
    for place in (".//n:GrpHdr", ".//n:PmtInf"):
        _demand(int(_text(root, f"{place}/n:NbOfTxs")) == len(payments), "counts that agree")
        _demand(_pence(_text(root, f"{place}/n:CtrlSum")) == total, "sums that agree")
    keys = [each.text for each in root.iterfind(".//n:EndToEndId", {"n": NAMESPACE})]
    _demand(len(set(keys)) == len(payments), "references that differ")
    batch = ".//n:PmtInf"
    own = _text(root, f"{batch}/n:DbtrAcct/n:Id/n:Othr/n:Id")
    pay_on = date.fromisoformat(_text(root, f"{batch}/n:ReqdExctnDt/n:Dt"))
    return PaymentFileRead(_text(root, ".//n:MsgId"), pay_on, (own[:6], own[6:]), payments)


def _transfer(payment: etree._Element) -> Paid:
    account = _text(payment, "n:CdtrAcct/n:Id/n:Othr/n:Id")
    member = _text(payment, "n:CdtrAgt/n:FinInstnId/n:ClrSysMmbId/n:MmbId")
    _demand(account[:6] == member, "the same sort code in both places")
    amount = payment.find("n:Amt/n:InstdAmt", {"n": NAMESPACE})
    _demand(amount is not None and amount.get("Ccy") == "GBP", "amounts in pounds")
    name, reference = _text(payment, "n:Cdtr/n:Nm"), _text(payment, "n:RmtInf/n:Ustrd")
    return Paid(account[:6], account[6:], _pence(_text(payment, "n:Amt/n:InstdAmt")), name, reference)


def _text(parent: etree._Element, path: str) -> str:
    found = parent.find(path, {"n": NAMESPACE})
    if found is None or not found.text:
        raise FileError(f"The ISO 20022 file has no {path.rpartition(':')[2]}.")
    return str(found.text)


def _pence(text: str) -> int:
    pounds, _dot, pence = text.partition(".")
    return int(pounds) * 100 + int(pence)


def _demand(holds: bool, what: str) -> None:
    if not holds:
        raise FileError(f"The payment file does not have {what}.")
