"""Several officers and workers at once: never more received than ordered, one change at a time, in force once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, connections

from shirehall.departments.finance.registers import api
from shirehall.departments.finance.registers.conftest import (
    AT,
    CLERK,
    SECOND,
    THIRD,
    TODAY,
    make_order,
    make_supplier,
)
from shirehall.departments.finance.registers.models import BankChange, RegisterEvent
from shirehall.departments.finance.registers.problems import RegisterError

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
LATER = AT + timedelta(days=60)


def at_once(work: Callable[[int], object], times: int = 6) -> int:
    """Do it in as many threads; gives how many did not raise."""

    def one(number: int) -> bool:
        try:
            work(number)
        except RegisterError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(one, range(times)))


def test_never_more_is_received_than_was_ordered() -> None:
    order = make_order(make_supplier())
    line = order.lines.get()

    def receive(number: int) -> None:
        api.receive(line=line, quantity=Decimal(4), received_on=TODAY, by=CLERK, at=AT, key=f"k{number}")

    assert at_once(receive) == 2
    assert api.received(line) == 8


def test_the_same_receipt_sent_at_once_is_one() -> None:
    order = make_order(make_supplier())

    def receive(number: int) -> None:
        api.receive_order(order=order, received_on=TODAY, by=CLERK, at=AT, key="same")

    assert at_once(receive) == 6
    assert api.received(order.lines.get()) == 10


def test_one_change_of_bank_details_is_asked_and_comes_in_force_once() -> None:
    supplier = make_supplier()

    def ask(number: int) -> None:
        api.ask_bank_change(
            supplier=supplier,
            sort_code="000099",
            account_number=f"0000000{number}",
            reason="A letter",
            by=SECOND,
            at=LATER,
        )

    assert at_once(ask) == 1
    change = BankChange.objects.get()
    api.record_call(change=change, person="Mo", by=SECOND, at=LATER)
    api.confirm(change=change, by=THIRD, at=LATER)
    at_once(lambda number: api.put_in_force(at=LATER + timedelta(days=9)))
    assert RegisterEvent.objects.filter(what="bank in force").count() == 1


def test_what_invoices_take_at_once_adds_up() -> None:
    order = make_order(make_supplier())
    line = order.lines.get()

    def take(number: int) -> None:
        api.take_from_order(
            order=order, net=100, taken=[api.Taken(line.pk, Decimal("0.05"), 100)], by=CLERK, at=AT
        )

    assert at_once(take) == 6
    order.refresh_from_db()
    line.refresh_from_db()
    assert (order.invoiced_net, line.invoiced_net, line.invoiced_quantity) == (600, 600, Decimal("0.3"))
    assert connection.vendor == "postgresql"
