"""Who may do what on the pages of the registers. Every view comes through here.

Records belong to a council and to no team, so what counts of an officer's reach is the council. A supplier of all the
councils is kept by officers who reach all of them, and seen by every keeper.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from shirehall.casework.api import local_date
from shirehall.departments.finance.registers.models import BankChange, PurchaseOrder, Supplier
from shirehall.departments.finance.registers.queries.budgets import stood_in_for
from shirehall.departments.finance.registers.rules import is_one_of
from shirehall.partnership.api import Officer, officer_of, scope

KEEP, BANK, SEE, WORK = "keep_registers", "change_bank_details", "see_invoice", "see_case"


@dataclass(frozen=True)
class Keeper:
    """The officer before the page. `at` is now."""

    officer: Officer
    at: datetime

    @property
    def by(self) -> str:
        """The officer's code, as the record keeps it."""
        return self.officer.email

    def may(self, action: str, authority: str) -> bool:
        """Whether the officer may do this to a record of a council; empty for one of all the councils."""
        return any(
            reach.authority in (None, authority or None) for reach in scope(self.officer, action).reaches
        )

    def may_somewhere(self, action: str) -> bool:
        """Whether there is any council for which the officer may do this."""
        return not scope(self.officer, action).is_empty

    @property
    def may_see_registers(self) -> bool:
        """Whether the officer may look at suppliers, orders and budgets at all."""
        return any(self.may_somewhere(each) for each in (KEEP, BANK, SEE))

    def may_see(self, authority: str) -> bool:
        """Whether the officer may look at a record of a council."""
        if not authority:
            return self.may_see_registers
        return any(self.may(each, authority) for each in (KEEP, BANK, SEE))

    def seen(self, column: str = "authority", *, shared: bool = False) -> Q:
        """The condition for a queryset of what the officer may look at; `shared`: and what is of all the councils."""
        found: set[str] = set()
        for action in (KEEP, BANK, SEE):
            reached = scope(self.officer, action).authorities
            if reached is None:
                return Q()
            found |= reached
        return Q(**{f"{column}__in": sorted(found | ({""} if shared and found else set()))})

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The officer, and those for whom they answer today."""
        return (self.by, *stood_in_for(self.by, local_date(self.at)))

    def is_named_on(self, order: PurchaseOrder) -> bool:
        """Whether the order names the officer, or somebody for whom they answer today."""
        return is_one_of(order.requester, self.codes) or is_one_of(order.buyer, self.codes)

    def may_see_order(self, order: PurchaseOrder) -> bool:
        """Whether the officer may look at an order."""
        return self.may_see(order.authority) or self.is_named_on(order)

    def may_receive(self, order: PurchaseOrder) -> bool:
        """Whether the officer may say that the goods came: who asked for them, or who answers for that officer today.
        Not who keeps the register or pays."""
        return is_one_of(order.requester, self.codes)


def anybody(request: HttpRequest) -> Keeper:
    """An officer who works cases. Raises Http404 for one who does not."""
    keeper = Keeper(officer_of(request), timezone.now())
    if not keeper.may_somewhere(WORK):
        raise Http404
    return keeper


def looker(request: HttpRequest) -> Keeper:
    """An officer who may look at the registers. Raises Http404."""
    keeper = Keeper(officer_of(request), timezone.now())
    if not keeper.may_see_registers:
        raise Http404
    return keeper


def keeper_of(request: HttpRequest) -> Keeper:
    """An officer who keeps the registers of some council. Raises Http404."""
    keeper = Keeper(officer_of(request), timezone.now())
    if not keeper.may_somewhere(KEEP):
        raise Http404
    return keeper


def open_supplier(request: HttpRequest, number: int, *, needs: str = "") -> tuple[Keeper, Supplier]:
    """A supplier that the officer may look at, or do `needs` to. Http404 where it is not there or not theirs."""
    keeper = looker(request)
    supplier = Supplier.objects.filter(pk=number).first()
    if supplier is None or not keeper.may_see(supplier.authority):
        raise Http404
    if needs and not keeper.may(needs, supplier.authority):
        raise Http404
    return keeper, supplier


def open_change(request: HttpRequest, number: int) -> tuple[Keeper, BankChange]:
    """A change of bank details that the officer may take further. Raises Http404."""
    keeper = looker(request)
    change = BankChange.objects.select_related("supplier").filter(pk=number).first()
    if change is None or not keeper.may(BANK, change.supplier.authority):
        raise Http404
    return keeper, change


def open_order(request: HttpRequest, number: int) -> tuple[Keeper, PurchaseOrder]:
    """An order that the officer may look at. Raises Http404."""
    keeper = Keeper(officer_of(request), timezone.now())
    order = PurchaseOrder.objects.select_related("supplier", "budget_code").filter(pk=number).first()
    if order is None or not keeper.may_see_order(order):
        raise Http404
    return keeper, order
