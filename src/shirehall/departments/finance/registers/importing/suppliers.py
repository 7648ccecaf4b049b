"""Suppliers out of a table. Their bank details are asked for, never written: a table is no better than a letter."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shirehall.departments.finance.registers.actions.banking import ask_bank_change
from shirehall.departments.finance.registers.actions.suppliers import DETAILS, add_supplier, change_supplier
from shirehall.departments.finance.registers.cells import Cells
from shirehall.departments.finance.registers.importing.kinds import (
    Bringing,
    Brought,
    ImportKind,
    KindColumn,
    register_kind,
)
from shirehall.departments.finance.registers.importing.tables import TableRow
from shirehall.departments.finance.registers.models import BankChange, Supplier
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.rules import account_of

_NOUGHT, _MOST_DISCOUNT = Decimal(0), Decimal(100)
BANK = ("sort_code", "account_number", "account_name")
_COLUMNS = (
    KindColumn("code", gettext_noop("The supplier's code in your ledger"), "LARK001", needed=True),
    KindColumn("name", gettext_noop("Its name"), "Larkmere Office Supplies Ltd", needed=True),
    KindColumn("authority", gettext_noop("The council whose supplier it is; empty for all"), ""),
    KindColumn("other_names", gettext_noop("Further names on its invoices, with semicolons between"), ""),
    KindColumn("company_number", gettext_noop("Its company number"), "00012345"),
    KindColumn("vat_number", gettext_noop("Its VAT number"), "GB000100778"),
    KindColumn("address", gettext_noop("Its address, with semicolons between the lines"), "1 Foundry Lane; Samplebury"),
    KindColumn("telephone", gettext_noop("The number to call back"), "01632 960001"),
    KindColumn("email", gettext_noop("Its mail address"), "accounts@example.org"),
    KindColumn("remittance_email", gettext_noop("Where remittance advice goes"), "accounts@example.org"),
    KindColumn("paid_by", gettext_noop("bacs, direct_debit or card"), "bacs"),
    KindColumn("payment_days", gettext_noop("Days to pay in"), "30"),
    KindColumn("discount_percent", gettext_noop("Discount for paying early, in per cent"), "0"),
    KindColumn("discount_days", gettext_noop("Days in which the discount is given"), "0"),
    KindColumn("construction", gettext_noop("yes where the Construction Industry Scheme covers it"), "no"),
    KindColumn("is_person", gettext_noop("yes where it is a person, whose name is not published"), "no"),
    KindColumn("trade", gettext_noop("What it supplies"), "stationery"),
    KindColumn("sort_code", gettext_noop("New bank details, which are called about"), "00-00-12"),
    KindColumn("account_number", gettext_noop("New bank details: account number, as text"), "00012345"),
    KindColumn("account_name", gettext_noop("New bank details: the name of the account"), "Larkmere Office Supplies"),
)  # fmt: skip


def supplier_values(cells: Cells) -> dict[str, Any]:
    """Columns of DETAILS out of those cells that are there."""
    readers: dict[str, Any] = {
        "name": lambda: cells.text("name", needed=True),
        "authority": lambda: cells.council("authority", needed=False),
        "other_names": lambda: parts_of(cells.text("other_names", most=2000)),
        "company_number": lambda: cells.text("company_number", most=20),
        "vat_number": lambda: cells.vat_number("vat_number"),
        "address": lambda: "\n".join(parts_of(cells.text("address", most=1000))),
        "telephone": lambda: cells.telephone("telephone"),
        "email": lambda: cells.email("email"),
        "remittance_email": lambda: cells.email("remittance_email"),
        "paid_by": lambda: cells.one_of("paid_by", list(Supplier.PaidBy.values), default="bacs"),
        "payment_days": lambda: cells.whole("payment_days", least=0, most=365, default=30),
        "discount_percent": lambda: cells.decimal(
            "discount_percent", places=2, least=_NOUGHT, default=_NOUGHT
        ),
        "discount_days": lambda: cells.whole("discount_days", least=0, most=365, default=0),
        "construction": lambda: bool(cells.yes_no("construction", default=False)),
        "is_person": lambda: bool(cells.yes_no("is_person", default=False)),
        "trade": lambda: cells.text("trade", most=100),
    }
    values = {name: readers[name]() for name in DETAILS if cells.has(name)}
    if values.get("discount_percent", 0) >= _MOST_DISCOUNT:
        cells.wrong["discount_percent"] = _("Write a number below 100")
    return values


def parts_of(text: str) -> list[str]:
    """The parts of a cell between semicolons or line ends."""
    return [part for each in text.replace(";", "\n").splitlines() if (part := each.strip())]


def _bring(rows: Sequence[TableRow], bringing: Bringing) -> Brought:
    cells = Cells(rows[0].cells, bringing.known)
    code = cells.text("code", most=40, needed=True)
    values = supplier_values(cells)
    cells.done()
    supplier = bringing.known.supplier(code)
    if supplier is None:
        supplier = add_supplier(code=code, values=values, by=bringing.by, at=bringing.at)
        bringing.known.suppliers[supplier.code] = supplier
        how = "added"
    else:
        if "telephone" in values and not values["telephone"]:
            # An empty cell is no order to forget the number that is called back.
            del values["telephone"]
        is_other = change_supplier(supplier=supplier, values=values, by=bringing.by, at=bringing.at)
        how = "changed" if is_other else "same"
    asked = _ask(supplier, cells, bringing)
    return Brought("changed" if asked and how == "same" else how, asked)


def _ask(supplier: Supplier, cells: Cells, bringing: Bringing) -> bool:
    """Ask for the bank details of the row, where they are other than those we hold and were not asked for before."""
    sort_code, number = cells.raw("sort_code"), cells.raw("account_number")
    if not sort_code and not number:
        return False
    account = account_of(sort_code + number)
    if account is None:
        wrong = _("Write six digits of sort code and eight of account number, as text: leading noughts count")
        raise RegisterError(wrong, {"account_number": wrong})
    if account == (supplier.sort_code, supplier.account_number):
        return False
    before = supplier.bank_changes.filter(sort_code=account[0], account_number=account[1])
    if not bringing.may_ask:
        may_not = _("You may not ask for bank details. Leave these columns out.")
        raise RegisterError(may_not, {"account_number": may_not})
    waiting = supplier.bank_changes.filter(state__in=BankChange.WAITING)
    if before.filter(state__in=BankChange.WAITING).exists():
        return False
    if waiting.exists():
        other = _("Another change of this supplier's bank details is on its way. End that one first.")
        raise RegisterError(other, {"account_number": other})
    if before.filter(state=BankChange.State.REFUSED).exists():
        refused = _(
            "These bank details were refused before. Ask for them on the supplier's page, if they are right."
        )
        raise RegisterError(refused, {"account_number": refused})
    ask_bank_change(
        supplier=supplier, sort_code=account[0], account_number=account[1],
        account_name=cells.text("account_name", most=100), reason=bringing.source, by=bringing.by, at=bringing.at,
    )  # fmt: skip
    return True


def _export() -> Iterator[dict[str, Any]]:
    for each in Supplier.objects.order_by("code").iterator():
        row = {name: getattr(each, name) for name in DETAILS}
        yield {
            **row, "code": each.code, "other_names": "; ".join(each.other_names),
            "address": "; ".join(each.address.splitlines()), "construction": "yes" if each.construction else "no",
            "is_person": "yes" if each.is_person else "no",
        }  # fmt: skip


register_kind(ImportKind("suppliers", gettext_noop("Suppliers"), _COLUMNS, _bring, _export, hidden=BANK))
