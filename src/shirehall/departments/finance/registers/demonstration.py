"""Registers of invented suppliers, for the demonstration, rehearsals and tests: from the plain data that goes with
invented invoices. Made whole and at once; what stands is left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from shirehall.casework.api import local_date
from shirehall.departments.finance.registers.actions.budgets import set_budget, set_holder
from shirehall.departments.finance.registers.models import (
    Agreement,
    BankChange,
    BudgetCode,
    GoodsReceipt,
    OrderLine,
    PurchaseOrder,
    RegisterChange,
    Supplier,
)
from shirehall.departments.finance.registers.rules import account_of, budget_year, number_key, vat_key

BANK_BY = ("gita.pennybrook@example.org", "ivo.marlbarrow@example.org")
"""Who asked for and called about, and who confirmed, the bank details of every invented supplier."""
BUYER = "nell.tallowmere@example.org"
_BUDGET = 5_000_000_00
_LONG_AGO = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Department:
    """Who orders, who holds the budget up to what, and who is asked next."""

    code: str
    title: str
    requesters: tuple[str, ...]
    holder: str
    limit: int
    manager: str
    accountant: str


_HAL = "hal.stonecroft@example.org"
DEPARTMENTS: Sequence[Department] = (
    Department(
        "CS100", "Customer services", ("dev.appletharp@example.org",), "esme.quillworth@example.org", 20_000_00, _HAL,
        "ivo.marlbarrow@example.org",
    ),
    Department(
        "HO200", "Housing", ("finn.larkmere@example.org",), "kit.hollowmere@example.org", 25_000_00, _HAL,
        "ivo.marlbarrow@example.org",
    ),
    Department(
        "BE300", "Revenues and benefits", ("ada.fernhollow@example.org", "bram.oakenshaw@example.org"),
        "cleo.marchwell@example.org", 20_000_00, _HAL, "gita.pennybrook@example.org",
    ),
    Department(
        "DI400", "Digital", ("dev.appletharp@example.org",), _HAL, 250_000_00, "lena.copperfold@example.org",
        "gita.pennybrook@example.org",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """A receipt whose day is still to come: `key` as `receive` takes it."""

    line: int
    quantity: Decimal
    on: date
    by: str
    key: str


@dataclass(slots=True)
class MadeRegisters:
    """How much was made, and the receipts that are still to come, the next first."""

    suppliers: int = 0
    orders: int = 0
    receipts: int = 0
    agreements: int = 0
    coming: list[Coming] = field(default_factory=list)


def make_registers(data: Mapping[str, Any], *, by: str, at: datetime) -> MadeRegisters:
    """Make what registers.json of the samples holds (suppliers, orders, receipts, agreements), with budget codes,
    holders and limits for it. Bank details are in force, by the two officers of BANK_BY. Receipts of days after `at`
    are given back instead of made. One transaction; a supplier or order that stands is left as it is, with what hangs
    on it."""
    made = MadeRegisters()
    with transaction.atomic():
        budgets = _budgets(data, by=by, at=at)
        suppliers = _suppliers(data.get("suppliers", ()), made, by=by, at=at)
        lines = _orders(data.get("orders", ()), suppliers, budgets, made, at=at)
        _receipts(data.get("receipts", ()), lines, made, at=at)
        _agreements(data.get("agreements", ()), suppliers, budgets, made, at=at)
    made.coming.sort(key=lambda each: (each.on, each.line))
    return made


_Budgets = Mapping[tuple[str, str, int], BudgetCode]


def _budgets(data: Mapping[str, Any], *, by: str, at: datetime) -> _Budgets:
    rows = [*data.get("orders", ()), *data.get("agreements", ())]
    this = budget_year(local_date(at))
    years = {this - 1, this, this + 1} | {
        budget_year(date.fromisoformat(each["ordered_on"])) for each in rows if each.get("ordered_on")
    }
    found: dict[tuple[str, str, int], BudgetCode] = {}
    for authority in sorted({each["authority"] for each in rows}):
        for each in DEPARTMENTS:
            for year in sorted(years):
                found[authority, each.code, year], _how = set_budget(
                    code=each.code, authority=authority, year=year, title=each.title, budget=_BUDGET,
                    holder=each.holder, accountant=each.accountant, by=by, at=at,
                )  # fmt: skip
            set_holder(
                officer=each.holder, authority=authority, limit=each.limit, manager=each.manager, by=by, at=at
            )
    return found


def _suppliers(
    rows: Sequence[Mapping[str, Any]], made: MadeRegisters, *, by: str, at: datetime
) -> dict[str, Supplier]:
    codes = [each["code"].upper() for each in rows]
    standing = set(Supplier.objects.filter(code__in=codes).values_list("code", flat=True))
    new = [_supplier(each, by=by, at=at) for each in rows if each["code"].upper() not in standing]
    Supplier.objects.bulk_create(new)
    asked_by, confirmed_by = BANK_BY
    BankChange.objects.bulk_create(
        BankChange(
            supplier=each, state=BankChange.State.IN_FORCE, sort_code=each.sort_code,
            account_number=each.account_number, account_name=each.account_name, reason="First details",
            asked_by=asked_by, asked_at=at - _LONG_AGO, called_number=each.telephone, called_person="Accounts",
            called_by=asked_by, called_at=at - _LONG_AGO, confirmed_by=confirmed_by, confirmed_at=at - _LONG_AGO,
            hold_until=at - _LONG_AGO, ended_by="machine", ended_at=at - _LONG_AGO,
        )
        for each in new
        if each.account_number
    )  # fmt: skip
    _note("supplier", new, at)
    made.suppliers = len(new)
    return {each.code: each for each in Supplier.objects.filter(code__in=codes)}


def _supplier(row: Mapping[str, Any], *, by: str, at: datetime) -> Supplier:
    account = account_of(f"{row.get('sort_code') or ''}{row.get('account_number') or ''}")
    name = row["name"]
    return Supplier(
        code=row["code"].upper(), authority=row.get("authority", ""), name=name,
        other_names=list(row.get("other_names", ())), company_number=row.get("company_number") or "",
        vat_number=vat_key(row.get("vat_number") or ""), address="\n".join(row.get("address", ())),
        telephone=row.get("phone") or "", telephone_by=by, email=row.get("email") or "",
        remittance_email=row.get("email") or "", standing=row.get("state", "active"),
        standing_because=row.get("because", ""), paid_by=row.get("paid_by", "bacs"),
        payment_days=int(row.get("payment_days", 30)), discount_percent=Decimal(str(row.get("discount_percent", 0))),
        discount_days=int(row.get("discount_days", 0)), construction=bool(row.get("cis")),
        is_person=bool(row.get("is_person", row.get("trade") == "trader")), trade=row.get("trade") or "",
        sort_code=account[0] if account else "", account_number=account[1] if account else "",
        account_name=name[:100] if account else "", bank_by=list(BANK_BY) if account else [],
        bank_since=at - _LONG_AGO if account else None, made_by=by, made_at=at - _LONG_AGO,
    )  # fmt: skip


def _orders(
    rows: Sequence[Mapping[str, Any]],
    suppliers: Mapping[str, Supplier],
    budgets: _Budgets,
    made: MadeRegisters,
    *,
    at: datetime,
) -> dict[tuple[str, str], dict[int, OrderLine]]:
    """The lines of all these orders, by council and key and then by position; new or standing."""
    keys = [number_key(each["number"]) for each in rows]
    standing = set(PurchaseOrder.objects.filter(number_key__in=keys).values_list("authority", "number_key"))
    new: list[PurchaseOrder] = []
    lines: list[OrderLine] = []
    for number, row in enumerate(rows):
        if (row["authority"], number_key(row["number"])) in standing:
            continue
        standing.add((row["authority"], number_key(row["number"])))
        order = _order(number, row, suppliers, budgets)
        new.append(order)
        lines += [_line(order, each) for each in row["lines"]]
    PurchaseOrder.objects.bulk_create(new)
    for line in lines:
        line.order_id = line.order.pk
    OrderLine.objects.bulk_create(lines)
    _note("order", new, at)
    made.orders = len(new)
    found: dict[tuple[str, str], dict[int, OrderLine]] = {}
    for line in OrderLine.objects.select_related("order").filter(order__number_key__in=keys):
        found.setdefault((line.order.authority, line.order.number_key), {})[line.position] = line
    return found


def _order(
    number: int, row: Mapping[str, Any], suppliers: Mapping[str, Supplier], budgets: _Budgets
) -> PurchaseOrder:
    department = DEPARTMENTS[number % len(DEPARTMENTS)]
    on = date.fromisoformat(row["ordered_on"])
    return PurchaseOrder(
        number=row["number"], number_key=number_key(row["number"]), authority=row["authority"],
        supplier=suppliers[row["supplier"].upper()], state=row.get("state", "open"), ordered_on=on,
        requester=_requester(row, department, number), buyer=row.get("buyer", BUYER),
        budget_code=budgets[row["authority"], department.code, budget_year(on)],
        matching=int(row.get("matching", 3)), net=_pence(row["net"]),
        description=row.get("description") or row["lines"][0]["text"][:300],
    )  # fmt: skip


def _line(order: PurchaseOrder, row: Mapping[str, Any]) -> OrderLine:
    return OrderLine(
        order=order, position=int(row["line"]), description=row["text"][:300], quantity=Decimal(row["quantity"]),
        unit_price=Decimal(row["price"]) / 100 if isinstance(row["price"], int) else Decimal(row["price"]),
        net=_pence(row["amount"]), vat_code=row.get("vat_code", "S"), budget_code=None,
    )  # fmt: skip


def _receipts(
    rows: Sequence[Mapping[str, Any]],
    lines: Mapping[tuple[str, str], Mapping[int, OrderLine]],
    made: MadeRegisters,
    *,
    at: datetime,
) -> None:
    today = local_date(at)
    by_number = {number: held for (_authority, number), held in lines.items()}
    new: list[GoodsReceipt] = []
    for place, row in enumerate(rows):
        key = number_key(row["order"])
        held = lines.get((row["authority"], key)) if row.get("authority") else by_number.get(key)
        line = (held or {}).get(int(row["line"]))
        if line is None:
            continue
        on = date.fromisoformat(row["received_on"])
        told = f"demo:{line.order.authority}:{key}:{row['line']}:{place}"[:64]
        quantity = Decimal(row["quantity"])
        if on > today:
            made.coming.append(Coming(line.pk, quantity, on, line.order.requester, told))
        else:
            new.append(
                GoodsReceipt(
                    line=line, quantity=quantity, received_on=on, accepted=row.get("accepted", True),
                    by=line.order.requester, at=at, key=told,
                )
            )  # fmt: skip
    before = set(GoodsReceipt.objects.filter(key__startswith="demo:").values_list("key", flat=True))
    fresh = [each for each in new if each.key not in before]
    GoodsReceipt.objects.bulk_create(fresh)
    _note("order", {each.line.order_id: each.line.order for each in fresh}.values(), at)
    made.coming = [each for each in made.coming if each.key not in before]
    made.receipts = len(fresh)


def _agreements(
    rows: Sequence[Mapping[str, Any]],
    suppliers: Mapping[str, Supplier],
    budgets: _Budgets,
    made: MadeRegisters,
    *,
    at: datetime,
) -> None:
    since = local_date(at) - _LONG_AGO
    standing = set(Agreement.objects.values_list("supplier__code", "authority", "account", "expected"))
    new: list[Agreement] = []
    for number, row in enumerate(rows):
        expected = _pence(row["expected_gross"])
        told = (row["supplier"].upper(), row["authority"], row.get("account", ""), expected)
        if told in standing:
            continue
        standing.add(told)
        department = DEPARTMENTS[number % len(DEPARTMENTS)]
        budget = budgets[row["authority"], department.code, budget_year(local_date(at))]
        new.append(
            Agreement(
                supplier=suppliers[told[0]], authority=row["authority"], account=row.get("account", ""),
                description=row.get("description", ""), every=row.get("every", "month"),
                expected=expected, tolerance_percent=Decimal(row.get("tolerance_percent", "10")),
                budget_code=budget, requester=_requester(row, department, number), from_on=since,
            )
        )  # fmt: skip
    Agreement.objects.bulk_create(new)
    _note("agreement", new, at)
    made.agreements = len(new)


def _requester(row: Mapping[str, Any], department: Department, number: int) -> str:
    """The invented invoices name people who are no officers: an officer of the department orders instead."""
    given = str(row.get("requester", ""))
    return given if "@" in given else department.requesters[number % len(department.requesters)]


def _pence(text: Any) -> int:
    return int(Decimal(str(text)) * 100)


def _note(kind: str, records: Any, at: datetime) -> None:
    RegisterChange.objects.bulk_create(RegisterChange(kind=kind, key=each.pk, at=at) for each in records)
