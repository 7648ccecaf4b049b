"""Invoices held against orders: what is over, what is left, what came."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.departments.finance.registers.matching import (
    Billed,
    Match,
    Ordered,
    match,
    match_agreement,
    percent_over,
)


def ordered(
    description: str = "A4 copier paper",
    quantity: str = "10",
    price: str = "20.00",
    *,
    key: int = 1,
    received: str = "0",
    accepted: str = "0",
    taken: str = "0",
) -> Ordered:
    """A line of an order at its price."""
    pence = int(Decimal(quantity) * Decimal(price) * 100)
    return Ordered(
        key, key, description, Decimal(quantity), Decimal(price), pence, Decimal(received), Decimal(accepted),
        Decimal(taken), int(Decimal(taken) * Decimal(price) * 100),
    )  # fmt: skip


def billed(description: str = "A4 copier paper", quantity: str | None = "10", net: int = 20000) -> Billed:
    amount = Decimal(quantity) if quantity else None
    price = (Decimal(net) / 100 / amount) if amount else None
    return Billed(description, amount, price, net)


def names(found: Match) -> set[str]:
    return {each.name for each in found.variances}


def test_what_was_ordered_and_came_is_as_agreed() -> None:
    found = match([ordered(received="10")], ways=3, net=20000, lines=[billed()])
    assert (found.price_over, found.percent_over, found.value_left, found.receipt) == (0, 0, True, "full")
    assert found.by_lines
    assert found.variances == ()


def test_two_ways_need_no_receipt_and_four_need_it_looked_at() -> None:
    assert match([ordered()], ways=2, net=20000, lines=[billed()]).receipt == "not_needed"
    came = match([ordered(received="10")], ways=4, net=20000, lines=[billed()])
    assert (came.receipt, names(came)) == ("part", {"not_accepted"})
    assert (
        match([ordered(received="10", accepted="10")], ways=4, net=20000, lines=[billed()]).receipt == "full"
    )
    assert match([ordered()], ways=4, net=20000, lines=[billed()]).receipt == "none"


def test_a_higher_price_is_over_by_line_and_in_total() -> None:
    lines = [billed(net=20500), billed("Pens", "1", 10000)]
    found = match(
        [ordered(received="10"), ordered("Pens", "1", "100.00", key=2, received="1")],
        ways=3,
        net=30500,
        lines=lines,
    )
    assert (found.price_over, found.percent_over, found.line_percent_over) == (500, 2, 3)
    assert [each.price_over for each in found.lines] == [500, 0]
    assert names(found) == {"price_higher"}
    assert found.value_left


def test_a_lower_price_does_not_pay_for_a_higher_one() -> None:
    two = [ordered(received="10"), ordered("Pens", "1", "100.00", key=2, received="1")]
    found = match(two, ways=3, net=30000, lines=[billed(net=21000), billed("Pens", "1", 9000)])
    assert found.price_over == 1000
    assert names(found) == {"price_higher", "price_lower"}


def test_part_of_a_larger_order_passes_when_that_part_came() -> None:
    found = match([ordered(received="4")], ways=3, net=8000, lines=[billed(quantity="4", net=8000)])
    assert (found.price_over, found.value_left, found.receipt) == (0, True, "full")
    assert names(found) == {"part_delivery"}
    again = match(
        [ordered(received="4", taken="4")],
        ways=3,
        net=8000,
        invoiced_net=8000,
        lines=[billed(quantity="4", net=8000)],
    )
    assert again.receipt == "none"
    more = match(
        [ordered(received="6", taken="4")],
        ways=3,
        net=8000,
        invoiced_net=8000,
        lines=[billed(quantity="4", net=8000)],
    )
    assert more.receipt == "part"


def test_more_than_was_ordered_is_over_though_the_price_is_right() -> None:
    found = match([ordered(received="12")], ways=3, net=24000, lines=[billed(quantity="12", net=24000)])
    assert found.price_over == 4000
    assert names(found) == {"more_than_ordered"}


def test_what_is_not_on_the_order_is_over() -> None:
    lines = [billed(), billed("Administration fee", "1", 1500)]
    found = match([ordered(received="10")], ways=3, net=21500, lines=lines)
    assert (found.price_over, found.receipt) == (1500, "full")
    assert names(found) == {"not_on_order"}
    assert found.lines[1].order_line is None


def test_a_discount_that_was_not_agreed_is_no_fault() -> None:
    lines = [billed(), Billed("Discount", None, None, -1000)]
    found = match([ordered(received="10")], ways=3, net=19000, lines=lines)
    assert (found.price_over, found.receipt) == (0, "full")
    assert names(found) == {"discount_given"}


def test_a_line_may_be_delivered_and_billed_in_two_lines() -> None:
    lines = [billed(quantity="6", net=12000), billed(quantity="4", net=8000)]
    found = match([ordered(received="10")], ways=3, net=20000, lines=lines)
    assert (found.price_over, found.receipt) == (0, "full")
    twice = match([ordered(received="10")], ways=3, net=40000, lines=[billed(), billed()])
    assert twice.price_over == 20000
    assert twice.receipt == "part"


def test_lines_that_do_not_make_the_whole_are_not_believed() -> None:
    found = match([ordered(received="10")], ways=3, net=20000, lines=[billed(net=12000, quantity="6")])
    assert not found.by_lines
    assert (found.price_over, found.receipt) == (0, "full")


def test_without_lines_the_total_is_held_against_what_is_left_and_what_came() -> None:
    half = [ordered(received="5")]
    assert match(half, ways=3, net=10000).receipt == "full"
    assert match(half, ways=3, net=10500).receipt == "part"
    assert match(half, ways=3, net=10000, invoiced_net=10000).receipt == "none"
    over = match([ordered(received="10")], ways=3, net=20300)
    assert (over.price_over, over.percent_over, over.receipt, over.value_left) == (300, 2, "full", True)
    assert (
        match([ordered(received="10", taken="10")], ways=3, net=20000, invoiced_net=20000).value_left is False
    )


def test_an_earlier_invoice_without_lines_uses_up_value_and_receipts() -> None:
    found = match([ordered(received="10")], ways=3, net=20000, invoiced_net=20000, lines=[billed()])
    assert (found.value_left, found.receipt) == (False, "none")


def test_a_price_that_was_accepted_earlier_uses_up_no_value() -> None:
    line = Ordered(1, 1, "Hire", Decimal(2), Decimal(100), 20000, Decimal(2), Decimal(0), Decimal(1), 10200)
    found = match([line], ways=3, net=10000, invoiced_net=10200, lines=[billed("Hire", "1", 10000)])
    assert (found.price_over, found.value_left, found.receipt) == (0, True, "full")


def test_an_amount_without_a_quantity_takes_what_it_pays_for() -> None:
    found = match([ordered(received="5")], ways=3, net=10000, lines=[billed(quantity=None, net=10000)])
    assert (found.lines[0].quantity, found.receipt, found.price_over) == (Decimal(5), "full", 0)


def test_pennies_of_rounding_are_named_and_not_over() -> None:
    line = Ordered(1, 1, "Screws", Decimal(3), Decimal("0.3333"), 100, Decimal(3))
    found = match([line], ways=3, net=101, lines=[Billed("Screws", Decimal(3), Decimal("0.34"), 101)])
    assert (found.price_over, names(found)) == (0, {"rounding"})


def test_goods_under_other_words_are_known_by_price_and_quantity() -> None:
    two = [
        ordered("A4 copier paper 80gsm white", received="10"),
        ordered("Ballpoint pens blue", "4", "7.25", key=2, received="4"),
    ]
    lines = [
        billed("Copier paper A4 80 gsm whlte"),
        Billed("BP PENS BLU PK", Decimal(4), Decimal("7.25"), 2900),
    ]
    found = match(two, ways=3, net=22900, lines=lines)
    assert [each.order_line for each in found.lines] == [1, 2]
    assert (found.price_over, found.receipt) == (0, "full")


def test_bills_under_an_agreement_may_be_its_tolerance_over() -> None:
    assert match_agreement(10000, Decimal(10), 11000).price_over == 0
    over = match_agreement(10000, Decimal(10), 11001)
    assert (over.price_over, over.percent_over, over.receipt) == (1, 11, "not_needed")
    assert match_agreement(10000, Decimal(10), 4000).variances[0].name == "under_expected"


@pytest.mark.parametrize(
    ("over", "agreed", "percent"), [(0, 0, 0), (1, 100, 1), (201, 10000, 3), (5, 0, 100_000), (-5, 10, 0)]
)
def test_shares_are_whole_and_rounded_up(over: int, agreed: int, percent: int) -> None:
    assert percent_over(over, agreed) == percent


def test_other_ways_are_refused() -> None:
    with pytest.raises(ValueError, match="5-way"):
        match([ordered()], ways=5, net=1)


QUANTITY = st.integers(0, 20).map(Decimal)


@st.composite
def orders(draw: st.DrawFn) -> list[Ordered]:
    """Orders of which something came and something was invoiced, all at the price agreed."""
    found = []
    for key in range(1, draw(st.integers(1, 4)) + 1):
        quantity, price = draw(st.integers(1, 20)), draw(st.integers(1, 50_000))
        came = draw(st.integers(0, quantity))
        right, taken = draw(st.integers(0, came)), draw(st.integers(0, quantity))
        found.append(
            Ordered(
                key, key, f"goods {'abcd'[key - 1] * 6}", Decimal(quantity), Decimal(price) / 100, quantity * price,
                Decimal(came), Decimal(right), Decimal(taken), taken * price,
            )
        )  # fmt: skip
    return found


@st.composite
def invoices(draw: st.DrawFn) -> tuple[list[Ordered], list[Billed]]:
    lines = draw(orders())
    sent = []
    for line in draw(st.lists(st.sampled_from(lines), min_size=1, max_size=5)):
        quantity = draw(st.integers(1, 25))
        price = line.unit_price + Decimal(draw(st.sampled_from([0, 0, 0, 1, -1, 500]))) / 100
        sent.append(Billed(line.description, Decimal(quantity), price, int(quantity * price * 100)))
    return lines, sent


@settings(max_examples=300, deadline=None)
@given(invoices(), st.sampled_from([3, 4]), st.integers(0, 100_000))
def test_never_full_unless_what_came_covers_what_was_invoiced_and_this(
    case: tuple[list[Ordered], list[Billed]], ways: int, unknown: int
) -> None:
    lines, sent = case
    known = sum(each.invoiced_net for each in lines)
    net = sum(each.net for each in sent)
    found = match(lines, ways=ways, net=net, lines=sent, invoiced_net=known + unknown)
    if found.receipt != "full":
        return
    for line in lines:
        came = line.accepted if ways == 4 else line.received
        this = sum((each.quantity for each in found.lines if each.order_line == line.key), Decimal(0))
        if this:
            assert came >= line.invoiced_quantity + this
    if unknown:
        came_worth = sum(
            int((each.accepted if ways == 4 else each.received) * each.unit_price * 100) for each in lines
        )
        assert came_worth + 2 * len(lines) >= known + unknown + net - found.price_over


@settings(max_examples=300, deadline=None)
@given(orders(), st.integers(-5_000, 3_000_000), st.sampled_from([2, 3, 4]), st.integers(0, 1_000_000))
def test_by_total_nothing_is_paid_beyond_what_is_left_or_came(
    lines: list[Ordered], net: int, ways: int, earlier: int
) -> None:
    earlier += sum(each.invoiced_net for each in lines)
    found = match(lines, ways=ways, net=net, invoiced_net=earlier)
    whole = sum(each.net for each in lines)
    if net > 0 and found.price_over == 0 and found.value_left:
        assert earlier + net <= whole + 1
    if net > 0 and found.receipt == "full":
        came = sum(
            int((each.accepted if ways == 4 else each.received) * each.unit_price * 100) for each in lines
        )
        assert earlier + net - found.price_over <= came + len(lines)


@settings(max_examples=300, deadline=None)
@given(invoices(), st.sampled_from([2, 3, 4]))
def test_what_is_over_is_never_less_than_the_total_over_the_order(
    case: tuple[list[Ordered], list[Billed]], ways: int
) -> None:
    lines, sent = case
    net, known = sum(each.net for each in sent), sum(each.invoiced_net for each in lines)
    found = match(lines, ways=ways, net=net, lines=sent, invoiced_net=known)
    left = sum(each.net for each in lines) - known
    assert found.price_over + len(sent) >= net - left
    assert 0 <= found.price_over <= max(0, sum(each.net for each in sent if each.net > 0))


@settings(max_examples=200, deadline=None)
@given(orders(), st.data())
def test_deliveries_invoiced_one_by_one_pass_to_the_last_and_not_beyond(
    lines: list[Ordered], data: st.DataObject
) -> None:
    fresh = [
        Ordered(
            each.key,
            each.position,
            each.description,
            each.quantity,
            each.unit_price,
            each.net,
            each.quantity,
            each.quantity,
        )
        for each in lines
    ]
    line = fresh[0]
    left = line.quantity
    while left > 0:
        share = Decimal(data.draw(st.integers(1, int(left))))
        net = int(share * line.unit_price * 100)
        held = Ordered(
            line.key, line.position, line.description, line.quantity, line.unit_price, line.net, line.received,
            line.accepted, line.quantity - left, int((line.quantity - left) * line.unit_price * 100),
        )  # fmt: skip
        whole = [held, *fresh[1:]]
        found = match(
            whole,
            ways=4,
            net=net,
            lines=[Billed(line.description, share, line.unit_price, net)],
            invoiced_net=held.invoiced_net,
        )
        assert (found.price_over, found.value_left, found.receipt) == (0, True, "full")
        left -= share
    again = Billed(line.description, Decimal(1), line.unit_price, int(line.unit_price * 100))
    done = Ordered(
        line.key, line.position, line.description, line.quantity, line.unit_price, line.net, line.received,
        line.accepted, line.quantity, line.net,
    )  # fmt: skip
    assert (
        match([done, *fresh[1:]], ways=3, net=again.net, lines=[again], invoiced_net=line.net).price_over
        >= again.net - 1
    )


def test_what_is_called_otherwise_is_the_same_by_its_amount_where_one_is_left_on_each_side() -> None:
    order = [ordered(received="10"), ordered("Carriage", "1", "6.95", key=2, received="1")]
    came = [billed(), Billed("Delivery charge", None, None, 695)]
    found = match(order, ways=3, net=20695, lines=came)
    assert (found.price_over, found.receipt, found.variances) == (0, "full", ())
    dearer = match(order, ways=3, net=20795, lines=[billed(), Billed("Delivery charge", None, None, 795)])
    assert dearer.price_over
    two = [
        ordered(received="10"),
        ordered("Carriage", "1", "6.95", key=2),
        ordered("Pallets", "1", "6.95", key=3),
    ]
    assert match(two, ways=2, net=20695, lines=came).price_over, "which of two it is, nobody can say"
