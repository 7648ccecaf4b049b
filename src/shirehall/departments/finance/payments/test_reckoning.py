"""Statutory interest, and what a run proposes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.departments.finance.payments import choosing
from shirehall.departments.finance.payments.choosing import Owing, Payee, choose
from shirehall.departments.finance.payments.interest import BaseRates, due_on, reckon

RATES = BaseRates.read()
PAY_ON = date(2026, 11, 27)


def test_interest_by_hand() -> None:
    # £1,000 for 73 days at 8 + 3.75 per cent: 1000 * 0.1175 * 73 / 365 = £23.50
    owed = reckon(100_000, due=date(2026, 1, 10), until=date(2026, 3, 24), rates=RATES)
    assert owed is not None
    assert (owed.days, owed.rate, owed.interest, owed.fixed_sum) == (73, Decimal("11.75"), 2350, 7_000)
    assert (owed.base_rate_on, owed.is_certain) == (date(2025, 12, 31), True)


@pytest.mark.parametrize(
    ("due", "rate"),
    [
        (date(2024, 12, 30), "13.25"),  # late from 31 December: the rate of 30 June
        (date(2024, 12, 31), "12.75"),  # late from 1 January: the rate of 31 December
        (date(2025, 6, 29), "12.75"),
        (date(2025, 6, 30), "12.25"),  # late from 1 July
    ],
)
def test_the_rate_is_that_before_the_half_year_in_which_it_became_late_and_stays(
    due: date, rate: str
) -> None:
    for days in (1, 400):
        owed = reckon(50_000, due=due, until=due + timedelta(days=days), rates=RATES)
        assert owed is not None
        assert owed.rate == Decimal(rate)


def test_part_payments_lower_what_interest_runs_on() -> None:
    due = date(2026, 1, 10)
    whole = reckon(100_000, due=due, until=date(2026, 3, 24), rates=RATES)
    part = reckon(
        100_000,
        due=due,
        until=date(2026, 3, 24),
        rates=RATES,
        paid=[(date(2026, 1, 10) + timedelta(days=73 // 2), 100_000)],
    )
    assert whole is not None
    assert part is not None
    assert (part.days, part.interest) == (36, 1159)
    assert reckon(100_000, due=due, until=date(2026, 3, 1), rates=RATES, paid=[(due, 100_000)]) is None


def test_nothing_is_owed_in_time_and_a_rate_that_is_missing_is_said() -> None:
    assert reckon(100_000, due=PAY_ON, until=PAY_ON, rates=RATES) is None
    late = reckon(99_999, due=date(2030, 1, 1), until=date(2030, 1, 2), rates=RATES)
    assert late is not None
    assert (late.is_certain, late.fixed_sum, late.interest) == (False, 4_000, 32)
    before = reckon(100, due=date(2001, 1, 1), until=date(2001, 1, 3), rates=RATES)
    assert before is not None
    assert not before.is_certain


@pytest.mark.parametrize(
    ("amount", "fixed"), [(99_999, 4_000), (100_000, 7_000), (999_999, 7_000), (1_000_000, 10_000)]
)
def test_fixed_sums(amount: int, fixed: int) -> None:
    owed = reckon(amount, due=date(2026, 1, 1), until=date(2026, 1, 2), rates=RATES)
    assert owed is not None
    assert owed.fixed_sum == fixed


def test_due_days() -> None:
    received = date(2026, 11, 2)
    assert due_on(received, 14, None) == date(2026, 11, 16)
    assert due_on(received, 60, None) == date(2026, 12, 2)
    assert due_on(received, 30, date(2026, 11, 3)) == date(2026, 12, 2)
    assert due_on(received, 30, date(2026, 12, 20)) == date(2026, 12, 20)


@pytest.mark.parametrize(
    "text", ["", "rates: {}", "rates: {2026-03-31: 4}\nover: 8\nfixed_sums: []\nsource: x", "- 1"]
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rates.yaml"
    file.write_text(text)
    with pytest.raises(ValueError):  # noqa: PT011 (each says something else)
        BaseRates.read(file)


def owing(invoice: int = 1, owed: int = 10_000, **changes: object) -> Owing:
    made = Owing(
        invoice, "S1", owed, due_on=date(2026, 11, 27), dated_on=date(2026, 11, 20), is_credit=owed < 0
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def chosen(
    *owings: Owing, payee: Payee | None = None, policy: choosing.Policy = "at_once", stopped: bool = False
) -> choosing.Proposal:
    payees = {"S1": payee or Payee("S1"), "S2": Payee("S2")}
    return choose(
        owings, payees, pay_on=PAY_ON, due_until=PAY_ON, policy=policy, largest=2_000_000_000, stopped=stopped
    )


def test_one_payment_a_supplier() -> None:
    proposal = chosen(owing(1), owing(2, 500), owing(3, 70, payee="S2"))
    assert [(each.payee, each.amount) for each in proposal.payments] == [("S1", 10_500), ("S2", 70)]
    assert proposal.total == 10_570


def test_policy() -> None:
    later = owing(2, due_on=PAY_ON + timedelta(days=1))
    assert chosen(owing(1), later, policy="when_due").left_out == {2: choosing.NOT_DUE}
    assert not chosen(owing(1), later).left_out


def test_a_discount_that_the_day_still_wins() -> None:
    payee = Payee("S1", discount_percent=Decimal("2.5"), discount_days=7)
    later = owing(1, 10_001, due_on=PAY_ON + timedelta(days=30))
    (plan,) = chosen(later, payee=payee, policy="when_due").payments
    assert plan.items == [choosing.Item(1, 9_751, "discount", 250)]
    over = replace(later, dated_on=date(2026, 11, 19))
    assert chosen(over, payee=payee, policy="when_due").left_out == {1: choosing.NOT_DUE}
    for never in (replace(later, partly_paid=True), replace(later, discount_taken=1)):
        (plan,) = chosen(never, payee=payee).payments
        assert plan.amount == 10_001


def test_credit_notes_come_off_and_never_below_nought() -> None:
    (plan,) = chosen(owing(1, 100), owing(2, -30), owing(3, -500), owing(4, -5)).payments
    assert [(each.invoice, each.amount) for each in plan.items] == [(1, 100), (2, -30), (3, -70)]
    assert plan.amount == 0
    proposal = chosen(owing(1, 100), owing(2, -100), owing(3, -1))
    assert proposal.left_out == {3: choosing.CREDIT_WAITS}
    alone = chosen(owing(1, 100, payee="S2"), owing(2, -30))
    assert [each.amount for each in alone.payments] == [100]
    assert alone.left_out == {2: choosing.CREDIT_WAITS}


@pytest.mark.parametrize(
    ("payee", "reason"),
    [
        (Payee("S1", standing="on_hold"), choosing.ON_HOLD),
        (Payee("S1", standing="closed"), choosing.CLOSED),
        (Payee("S1", paid_by="card"), choosing.PAID_OTHERWISE),
        (Payee("S1", bank_change_waiting=True), choosing.BANK_CHANGE),
        (Payee("S1", has_account=False), choosing.NO_ACCOUNT),
    ],
)
def test_what_a_supplier_holds_back(payee: Payee, reason: str) -> None:
    proposal = chosen(owing(1), owing(2, -5), payee=payee)
    assert (proposal.payments, proposal.left_out) == ([], {1: reason, 2: reason})


def test_what_else_holds_back() -> None:
    proposal = chosen(
        owing(1, currency="EUR"), owing(2, 0), owing(3, payee="S9"), owing(4, 2_000_000_001, payee="S2")
    )
    assert proposal.left_out == {
        1: choosing.FOREIGN, 2: choosing.NOTHING_OWED, 3: choosing.NO_SUPPLIER, 4: choosing.TOO_LARGE,
    }  # fmt: skip
    assert chosen(owing(1), stopped=True).left_out == {1: choosing.STOPPED}


def test_part_payments() -> None:
    (plan,) = chosen(owing(1, 100), owing(2, -30)).payments
    assert choosing.paid_in_part(plan, 1, 40).amount == 10
    for amount in (0, -1, 100, 29):
        with pytest.raises(ValueError, match=r"part payment|credit notes"):
            choosing.paid_in_part(plan, 1, amount)
    with pytest.raises(ValueError, match="part payment"):
        choosing.paid_in_part(plan, 2, 5)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-1000, 1000), st.sampled_from(["S1", "S2"]), st.integers(-40, 40)), max_size=12
    )
)
def test_nothing_is_lost_and_nothing_paid_below_nought(drawn: list[tuple[int, str, int]]) -> None:
    owings = [
        owing(number, owed, payee=payee, due_on=PAY_ON + timedelta(days=days))
        for number, (owed, payee, days) in enumerate(drawn)
    ]
    proposal = chosen(*owings, policy="when_due")
    paid = [item for plan in proposal.payments for item in plan.items]
    assert sorted([*(each.invoice for each in paid), *proposal.left_out]) == list(range(len(owings)))
    assert all(plan.amount >= 0 for plan in proposal.payments)
    owed = {each.invoice: each.owed for each in owings}
    assert all(
        0 < item.amount <= owed[item.invoice] or owed[item.invoice] <= item.amount < 0 for item in paid
    )
