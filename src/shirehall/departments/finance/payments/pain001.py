"""ISO 20022 pain.001.001.09: payments in pounds between British accounts, as one batch. Pure.

An account is named by its sort code as member of the clearing system GBDSC, and by sort code and account number
together as BBAN. The same run always gives the same bytes, so that its hash can be approved before it is sent.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from lxml import etree

from shirehall.departments.finance.payments.credits import Credit, FileError, PayingAccount, check
from shirehall.departments.finance.payments.signs import for_iso

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_LONGEST_ID = 35
_LONGEST_NAME = 140


def write(
    *, message_id: str, account: PayingAccount, credits_: Sequence[Credit], pay_on: date, made_at: datetime
) -> bytes:
    """The file. `message_id` names it for good, at most 35 signs. Raises FileError."""
    check(account, credits_)
    if not message_id or for_iso(message_id, _LONGEST_ID) != message_id:
        raise FileError("The name of the file must have at most 35 plain signs.")
    root = etree.Element(_named("Document"), nsmap={None: NAMESPACE})
    body = _add(root, "CstmrCdtTrfInitn")
    count, total = str(len(credits_)), _pounds(sum(each.amount for each in credits_))
    _header(body, message_id, account, count, total, made_at)
    batch = _add(body, "PmtInf")
    _add(batch, "PmtInfId", message_id)
    _add(batch, "PmtMtd", "TRF")
    _add(batch, "BtchBookg", "true")
    _add(batch, "NbOfTxs", count)
    _add(batch, "CtrlSum", total)
    _add(batch, "PmtTpInf", "SvcLvl", "Cd", "NURG")
    _add(batch, "ReqdExctnDt", "Dt", pay_on.isoformat())
    _add(batch, "Dbtr", "Nm", _name(account.name))
    _account(_add(batch, "DbtrAcct"), account.sort_code, account.account_number)
    _agent(_add(batch, "DbtrAgt"), account.sort_code)
    _add(batch, "ChrgBr", "SHAR")
    for each in credits_:
        _credit(_add(batch, "CdtTrfTxInf"), each)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _header(
    body: etree._Element, message_id: str, account: PayingAccount, count: str, total: str, at: datetime
) -> None:
    header = _add(body, "GrpHdr")
    _add(header, "MsgId", message_id)
    _add(header, "CreDtTm", f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z")
    _add(header, "NbOfTxs", count)
    _add(header, "CtrlSum", total)
    _add(header, "InitgPty", "Nm", _name(account.name))


def _credit(payment: etree._Element, credit: Credit) -> None:
    key = for_iso(credit.key, _LONGEST_ID)
    if key != credit.key or not key:
        raise FileError(f"Our reference of the payment to {credit.name} must have at most 35 plain signs.")
    ids = _add(payment, "PmtId")
    _add(ids, "InstrId", key)
    _add(ids, "EndToEndId", key)
    _add(payment, "Amt", "InstdAmt", _pounds(credit.amount)).set("Ccy", "GBP")
    _agent(_add(payment, "CdtrAgt"), credit.sort_code)
    _add(payment, "Cdtr", "Nm", _name(credit.name))
    _account(_add(payment, "CdtrAcct"), credit.sort_code, credit.account_number)
    reference = for_iso(credit.reference, _LONGEST_NAME) or key
    _add(payment, "RmtInf", "Ustrd", reference)


def _account(parent: etree._Element, sort_code: str, number: str) -> None:
    other = _add(_add(parent, "Id"), "Othr")
    _add(other, "Id", f"{sort_code}{number}")
    _add(other, "SchmeNm", "Cd", "BBAN")
    _add(parent, "Ccy", "GBP")


def _agent(parent: etree._Element, sort_code: str) -> None:
    member = _add(_add(parent, "FinInstnId"), "ClrSysMmbId")
    _add(member, "ClrSysId", "Cd", "GBDSC")
    _add(member, "MmbId", sort_code)


def _add(parent: etree._Element, *path: str) -> etree._Element:
    """The element at the end of the path. Where what comes last is no element's name, it is its text."""
    *names, last = path
    if not names:
        return etree.SubElement(parent, _named(last))
    for name in names:
        parent = etree.SubElement(parent, _named(name))
    parent.text = last
    return parent


def _named(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _name(text: str) -> str:
    name = for_iso(text, _LONGEST_NAME)
    if not name:
        raise FileError("A name has no sign that the bank takes: write it in plain letters on the register.")
    return name


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"
