"""Agreements, budget codes, budget holders and payments of the ledger out of tables."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shirehall.departments.finance.registers.actions.budgets import set_budget, set_holder
from shirehall.departments.finance.registers.actions.orders import (
    add_agreement,
    add_ledger_payment,
    change_agreement,
)
from shirehall.departments.finance.registers.cells import Cells
from shirehall.departments.finance.registers.importing.kinds import (
    Bringing,
    Brought,
    ImportKind,
    KindColumn,
    register_kind,
)
from shirehall.departments.finance.registers.importing.tables import TableRow
from shirehall.departments.finance.registers.models import (
    Agreement,
    BudgetCode,
    BudgetHolder,
    LedgerPayment,
    Supplier,
)
from shirehall.departments.finance.registers.problems import RegisterError

_PENNY, _NOUGHT = Decimal("0.01"), Decimal(0)
_AGREEMENT = (
    KindColumn("supplier", gettext_noop("The supplier's code"), "LARK001", needed=True),
    KindColumn("authority", gettext_noop("The council that pays"), "west_dorset", needed=True),
    KindColumn("account", gettext_noop("Our customer number with them"), "771234"),
    KindColumn("description", gettext_noop("What is paid for"), "Rent of the depot"),
    KindColumn("every", gettext_noop("week, month, quarter or year"), "month", needed=True),
    KindColumn("expected", gettext_noop("Pounds expected each time, with VAT"), "1200.00", needed=True),
    KindColumn("tolerance_percent", gettext_noop("Per cent that may be more"), "10"),
    KindColumn("budget_code", gettext_noop("The budget that pays it"), "CS100"),
    KindColumn("requester", gettext_noop("Who answers for it"), "dev.appletharp@example.org", needed=True),
    KindColumn("from_on", gettext_noop("Its first day"), "2026-01-01", needed=True),
    KindColumn("until_on", gettext_noop("Its last day, or empty"), ""),
)  # fmt: skip
_BUDGET = (
    KindColumn("code", gettext_noop("The budget code"), "CS100", needed=True),
    KindColumn("authority", gettext_noop("The council"), "west_dorset", needed=True),
    KindColumn("year", gettext_noop("The year in which it begins in April"), "2026", needed=True),
    KindColumn("title", gettext_noop("What it is for"), "Customer services", needed=True),
    KindColumn("budget", gettext_noop("Pounds for the year"), "50000.00", needed=True),
    KindColumn("spent", gettext_noop("Pounds spent already; leave the column out to keep what stands"), "0.00"),
    KindColumn("holder", gettext_noop("The mail address of the officer who approves"), "esme.quillworth@example.org"),
    KindColumn("accountant", gettext_noop("The mail address of its accountant"), "ivo.marlbarrow@example.org"),
    KindColumn("is_open", gettext_noop("no where nothing more is to be paid from it"), "yes"),
)  # fmt: skip
_HOLDER = (
    KindColumn("officer", gettext_noop("The mail address of the officer"), "esme.quillworth@example.org", needed=True),
    KindColumn("authority", gettext_noop("The council"), "west_dorset", needed=True),
    KindColumn("limit", gettext_noop("Pounds that the officer may approve for one invoice"), "5000.00", needed=True),
    KindColumn("manager", gettext_noop("The mail address of who is asked next"), "hal.stonecroft@example.org"),
)  # fmt: skip
_PAYMENT = (
    KindColumn("supplier", gettext_noop("The supplier's code"), "LARK001", needed=True),
    KindColumn("authority", gettext_noop("The council that paid"), "west_dorset"),
    KindColumn("number", gettext_noop("The supplier's invoice number"), "INV-0012"),
    KindColumn("invoice_date", gettext_noop("The date of the invoice"), "2026-01-20"),
    KindColumn("gross", gettext_noop("Pounds paid, with VAT"), "120.00", needed=True),
    KindColumn("paid_on", gettext_noop("The day of the payment"), "2026-02-10", needed=True),
    KindColumn("paid_by", gettext_noop("bacs, direct_debit or card"), "bacs"),
)  # fmt: skip


def _bring_agreement(rows: Sequence[TableRow], bringing: Bringing) -> Brought:
    cells = Cells(rows[0].cells, bringing.known)
    supplier, authority = cells.supplier("supplier"), cells.council("authority")
    from_on, until_on = cells.needed_day("from_on"), cells.day("until_on", needed=False)
    values: dict[str, Any] = {
        "description": cells.text("description", most=300),
        "every": cells.one_of("every", list(Agreement.Every.values)),
        "expected": cells.pence("expected", least=_PENNY),
        "tolerance_percent": cells.decimal("tolerance_percent", places=2, least=_NOUGHT, default=Decimal(10)),
        "budget_code": cells.budget("budget_code", authority, from_on),
        "requester": cells.officer("requester", needed=True), "until_on": until_on,
    }  # fmt: skip
    account = cells.text("account", most=60)
    if values["tolerance_percent"] >= 1000:
        cells.wrong["tolerance_percent"] = _("Write a number below 1000")
    if until_on and until_on < from_on:
        cells.wrong["until_on"] = _("It ends before it begins")
    cells.done()
    if supplier is None:
        raise RegisterError(_("Something is missing."))
    told: dict[str, Any] = {
        "supplier": supplier,
        "authority": authority,
        "account": account,
        "from_on": from_on,
    }
    if found := Agreement.objects.filter(**told).first():
        given = {name: value for name, value in values.items() if cells.has(name)}
        changed = change_agreement(agreement=found, values=given, by=bringing.by, at=bringing.at)
        return Brought("changed" if changed else "same")
    add_agreement(by=bringing.by, at=bringing.at, **told, **values)
    return Brought("added")


def _bring_budget(rows: Sequence[TableRow], bringing: Bringing) -> Brought:
    cells = Cells(rows[0].cells, bringing.known)
    code, authority = cells.text("code", most=40, needed=True), cells.council("authority")
    year = cells.whole("year", least=2000, most=2100)
    readers: dict[str, Any] = {
        "title": lambda: cells.text("title", needed=True), "budget": lambda: cells.pence("budget", least=_NOUGHT),
        "spent": lambda: cells.pence("spent", default=_NOUGHT), "holder": lambda: cells.officer("holder"),
        "accountant": lambda: cells.officer("accountant"),
        "is_open": lambda: cells.yes_no("is_open", default=True),
    }  # fmt: skip
    values = {name: read() for name, read in readers.items() if cells.has(name)}
    cells.done()
    _budget, how = set_budget(
        code=code, authority=authority, year=year, by=bringing.by, at=bringing.at, **values
    )
    return Brought(how)


def _bring_holder(rows: Sequence[TableRow], bringing: Bringing) -> Brought:
    cells = Cells(rows[0].cells, bringing.known)
    given: dict[str, Any] = {
        "officer": cells.officer("officer", needed=True), "authority": cells.council("authority"),
        "limit": cells.pence("limit", least=_NOUGHT), "manager": cells.officer("manager"),
    }  # fmt: skip
    cells.done()
    _holder, how = set_holder(by=bringing.by, at=bringing.at, **given)
    return Brought(how)


def _bring_payment(rows: Sequence[TableRow], bringing: Bringing) -> Brought:
    cells = Cells(rows[0].cells, bringing.known)
    supplier = cells.supplier("supplier")
    given: dict[str, Any] = {
        "authority": cells.council("authority", needed=False), "number": cells.text("number", most=100),
        "invoice_date": cells.day("invoice_date", needed=False), "gross": cells.pence("gross"),
        "paid_on": cells.needed_day("paid_on"),
        "paid_by": cells.one_of("paid_by", list(Supplier.PaidBy.values), default="bacs"),
    }  # fmt: skip
    cells.done()
    if supplier is None:
        raise RegisterError(_("Something is missing."))
    _payment, is_new = add_ledger_payment(supplier=supplier, by=bringing.by, at=bringing.at, **given)
    return Brought("added" if is_new else "same")


def _export_agreements() -> Iterator[dict[str, Any]]:
    for each in Agreement.objects.select_related("supplier", "budget_code").order_by("id").iterator():
        yield {
            "supplier": each.supplier.code, "authority": each.authority, "account": each.account,
            "description": each.description, "every": each.every, "expected": _pounds(each.expected),
            "tolerance_percent": each.tolerance_percent,
            "budget_code": each.budget_code.code if each.budget_code else "", "requester": each.requester,
            "from_on": each.from_on, "until_on": each.until_on,
        }  # fmt: skip


def _export_budgets() -> Iterator[dict[str, Any]]:
    for each in BudgetCode.objects.order_by("authority", "code", "year").iterator():
        yield {
            "code": each.code, "authority": each.authority, "year": each.year, "title": each.title,
            "budget": _pounds(each.budget), "spent": _pounds(each.spent), "holder": each.holder,
            "accountant": each.accountant, "is_open": "yes" if each.is_open else "no",
        }  # fmt: skip


def _export_holders() -> Iterator[dict[str, Any]]:
    for each in BudgetHolder.objects.order_by("authority", "officer").iterator():
        yield {
            "officer": each.officer, "authority": each.authority, "limit": _pounds(each.limit),
            "manager": each.manager,
        }  # fmt: skip


def _export_payments() -> Iterator[dict[str, Any]]:
    for each in LedgerPayment.objects.select_related("supplier").order_by("id").iterator():
        yield {
            "supplier": each.supplier.code, "authority": each.authority, "number": each.number,
            "invoice_date": each.invoice_date, "gross": _pounds(each.gross), "paid_on": each.paid_on,
            "paid_by": each.paid_by,
        }  # fmt: skip


def _pounds(pence: int) -> str:
    return f"{Decimal(pence) / 100:.2f}"


for kind in (
    ImportKind("agreements", gettext_noop("Standing agreements"), _AGREEMENT, _bring_agreement, _export_agreements),
    ImportKind("budget_codes", gettext_noop("Budget codes"), _BUDGET, _bring_budget, _export_budgets),
    ImportKind("holders", gettext_noop("Budget holders and limits"), _HOLDER, _bring_holder, _export_holders),
    ImportKind("ledger_payments", gettext_noop("Payments of the ledger"), _PAYMENT, _bring_payment, _export_payments),
):  # fmt: skip
    register_kind(kind)
