"""Checks 10 and 11: limits and budgets. Whoever calls holds the locks, so that two workers never pass on the same
money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet, Sum

from shirehall.casework.api import local_date
from shirehall.departments.finance.invoices.models import (
    Invoice,
    InvoiceLine,
    PayingDay,
    PayingStop,
    Reservation,
)
from shirehall.departments.finance.registers.models import BudgetCode, BudgetHolder

ORDER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Coding:
    """A share of an invoice and the budget that pays it; `code` None where that is not known. `net` is pence."""

    code: BudgetCode | None
    net: int


def codings(invoice: Invoice, shares: Iterable[tuple[BudgetCode | None, int]]) -> tuple[Coding, ...]:
    """Which budgets pay: those of the lines that an officer coded, else the shares of the order or the agreement. A
    budget is charged without the VAT that is reclaimed."""
    net = invoice.net if invoice.net is not None else invoice.gross or 0
    if invoice.pk:
        lines = InvoiceLine.objects.filter(invoice=invoice).exclude(coded_by="").select_related("budget_code")
        coded = tuple(Coding(line.budget_code, line.net) for line in lines)
        if coded and not _is_whole(coded, invoice, net):
            # They were given for another amount or another council: nobody has said which budget pays this.
            return (Coding(None, net),)
        if coded:
            return coded
    found = tuple(Coding(code, net) for code, net in shares)
    return found or (Coding(None, net),)


def _is_whole(coded: Sequence[Coding], invoice: Invoice, net: int) -> bool:
    ours = all(each.code and each.code.authority == invoice.authority for each in coded)
    return ours and sum(each.net for each in coded) == net


def locked(found: Iterable[Coding]) -> tuple[Coding, ...]:
    """The same, with the budgets' rows locked in one order and fresh."""
    listed = list(found)
    fresh = lock_budgets(each.code.pk for each in listed if each.code)
    return tuple(Coding(fresh[each.code.pk] if each.code else None, each.net) for each in listed)


def budget_fact(found: Sequence[Coding], *, is_credit: bool) -> str:
    """The fact `budget`."""
    if any(each.code is None for each in found):
        return "not_coded"
    codes = {each.code.pk: each.code for each in found if each.code}
    if not all(code.is_open for code in codes.values()):
        return "closed"
    if is_credit:
        return "left"
    for number, code in codes.items():
        if sum(each.net for each in found if each.code and each.code.pk == number) > code.left:
            return "not_enough"
    return "left"


def within_holder_limit(found: Sequence[Coding], authority: str, gross: int) -> bool:
    """Whether the holder of each budget may spend so much."""
    holders = {each.code.holder for each in found if each.code}
    if not holders or "" in holders:
        return False
    limits = dict(
        BudgetHolder.objects.filter(officer__in=holders, authority=authority).values_list("officer", "limit")
    )
    return all(limits.get(holder, -1) >= gross for holder in holders)


def paying_day(authority: str, at: datetime) -> PayingDay:
    """The row of the day, locked: whoever holds it is the only one who may add to what the machine pays."""
    on = local_date(at)
    PayingDay.objects.get_or_create(authority=authority, on=on)
    return PayingDay.objects.select_for_update().get(authority=authority, on=on)


def supplier_today(invoice: Invoice, at: datetime) -> int:
    """What the machine approved for this supplier today, in pence, without this."""
    if invoice.supplier_id is None:
        return 0
    theirs = _by_machine(invoice).filter(
        supplier=invoice.supplier_id, approved_at__gte=at - timedelta(hours=24)
    )
    rows = theirs.values_list("gross", "approved_at")
    return sum(
        gross or 0 for gross, approved_at in rows if approved_at and local_date(approved_at) == local_date(at)
    )


def order_by_machine(invoice: Invoice, at: datetime) -> int:
    """What the machine approved on this order in the last days, in pence, without this."""
    if invoice.order_id is None:
        return 0
    since = at - timedelta(days=ORDER_DAYS)
    theirs = _by_machine(invoice).filter(order=invoice.order_id, approved_at__gte=since)
    return theirs.aggregate(total=Sum("gross"))["total"] or 0


def is_stopped(authority: str) -> bool:
    """Whether paying by machine is stopped for a council."""
    return PayingStop.objects.filter(Q(authority="") | Q(authority=authority), ended_at=None).exists()


def _by_machine(invoice: Invoice) -> "QuerySet[Invoice]":
    found = Invoice.objects.filter(by_machine=True, approved_at__isnull=False, is_credit=False)
    return found.exclude(pk=invoice.pk) if invoice.pk else found


def reserve(invoice: Invoice, found: Sequence[Coding], *, at: datetime) -> None:
    """Hold what an approved invoice will take of its budgets, whose rows are locked."""
    sign = -1 if invoice.is_credit else 1
    shares: dict[int, int] = {}
    rows = {each.code.pk: each.code for each in found if each.code}
    for each in found:
        if each.code:
            shares[each.code.pk] = shares.get(each.code.pk, 0) + sign * each.net
    for number, amount in shares.items():
        Reservation.objects.create(invoice=invoice, budget_code=rows[number], amount=amount, at=at)
        rows[number].reserved += amount
        rows[number].save(update_fields=["reserved"])


def end_reservations(invoice: Invoice, *, at: datetime, spent: bool) -> None:
    """Let go of what an invoice held; `spent`: it was paid, so the budgets have spent it."""
    held = list(Reservation.objects.filter(invoice=invoice, ended_at=None).order_by("budget_code_id"))
    rows = lock_budgets(each.budget_code_id for each in held)
    for each in held:
        code = rows[each.budget_code_id]
        code.reserved -= each.amount
        code.spent += each.amount if spent else 0
        code.save(update_fields=["reserved", "spent"])
    Reservation.objects.filter(pk__in=[each.pk for each in held]).update(ended_at=at, spent=spent)


def reserve_again(invoice: Invoice) -> None:
    """What the budgets have spent on an invoice is only held again, for its payment came back."""
    spent = list(Reservation.objects.filter(invoice=invoice, spent=True).order_by("budget_code_id"))
    rows = lock_budgets(each.budget_code_id for each in spent)
    for each in spent:
        code = rows[each.budget_code_id]
        code.spent -= each.amount
        code.reserved += each.amount
        code.save(update_fields=["reserved", "spent"])
    Reservation.objects.filter(pk__in=[each.pk for each in spent]).update(ended_at=None, spent=False)


def lock_budgets_of(invoices: Sequence[int]) -> None:
    """Lock every budget that holds or spent something for these invoices or that they were coded to, in one go."""
    held = Reservation.objects.filter(invoice__in=invoices).filter(Q(ended_at=None) | Q(spent=True))
    coded = InvoiceLine.objects.filter(invoice__in=invoices).exclude(coded_by="")
    named = [*held.values_list("budget_code_id", flat=True), *coded.values_list("budget_code_id", flat=True)]
    lock_budgets(each for each in named if each)


def lock_budgets(numbers: Iterable[int]) -> dict[int, BudgetCode]:
    """Budgets by primary key, their rows locked in the one order in which everybody locks them."""
    rows = BudgetCode.objects.select_for_update().filter(pk__in=sorted(set(numbers))).order_by("pk")
    return {row.pk: row for row in rows}
