"""What the figures say of paid invoices, without a database."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from shirehall.capabilities.measures.api import as_csv
from shirehall.departments.finance.figures.drawing import FIGURES, Behind
from shirehall.departments.finance.figures.notice import as_older_table, as_table, notice_of, payable_on
from shirehall.departments.finance.figures.paid import PaidInvoice, tally
from shirehall.departments.finance.figures.periods import (
    half_year_of,
    half_years_back,
    months_back,
    quarter_of,
    quarters_back,
    year_of,
)
from shirehall.departments.finance.figures.persons import may_be_a_person, tells_of_a_person
from shirehall.departments.finance.figures.queries import Asked
from shirehall.departments.finance.figures.words import Words

CAME = date(2026, 3, 2)  # a Monday


def paid(days: int = 2, **changed: Any) -> PaidInvoice:
    """An invoice that was paid so many days after it came."""
    given: dict[str, Any] = {
        "authority": "west_dorset", "channel": "invoice_mail", "received_on": CAME, "approved_on": CAME, "due_on": None,
        "paid_on": CAME + timedelta(days=days), "by_machine": True, "handled_because": "", "amount": 120_000,
        "discount": 0, "interest": 0, **changed,
    }  # fmt: skip
    return PaidInvoice(**given)


def test_the_clock_of_a_tally() -> None:
    """Monday to Monday is five working days; Easter takes two more."""
    found = tally([paid(0), paid(7), paid(8), paid(30), paid(31), paid(60), paid(61)])
    assert (found.count, found.same_day, found.within_5, found.within_30, found.within_60) == (7, 1, 2, 4, 6)
    easter = paid(received_on=date(2026, 4, 1), paid_on=date(2026, 4, 9))
    assert easter.working_days == 4
    assert easter.days == 8
    assert found.mean_days == pytest.approx((0 + 7 + 8 + 30 + 31 + 60 + 61) / 7)


def test_every_figure_of_some_rows_and_of_none() -> None:
    rows = [
        paid(), paid(3, discount=500), paid(9, by_machine=False, handled_because="not_received", authority="north_dorset"),
        paid(40, by_machine=False, handled_because="other_bank", channel="invoice_api", interest=1234),
        paid(35, paid_on=date(2026, 4, 6)), paid(5, by_machine=False, handled_because="rejected"),
    ]  # fmt: skip
    asked = [Asked("requesters", 30.0), Asked("requesters", 50.0), Asked("bank_details", 200.0)]
    words = Words({"not_received": 9, "other_bank": 3})
    for figure in FIGURES:
        drawn = figure.draw(Behind(rows, asked, words))
        assert drawn.rows
        assert drawn.svg
        assert all(len(row.cells) == len(drawn.columns) for row in drawn.rows)
        assert as_csv(drawn).count("\n") == len(drawn.rows) + 1
        empty = figure.draw(Behind([]))
        assert empty.sentence
        assert not empty.rows
    untouched = {row.code: row.cells for row in FIGURES[1].draw(Behind(rows, asked, words)).rows}
    assert untouched["untouched"][1] == 3
    assert untouched["check_9"][0] == "9. Received"
    assert untouched["check_3"][1] == 1
    assert untouched["person"][1] == 1


def test_periods() -> None:
    assert months_back(date(2026, 1, 31), 3).first_on == date(2025, 11, 1)
    assert months_back(date(2026, 1, 31), 99).first_on == date(2025, 2, 1)
    assert [each.first_on for each in quarters_back(date(2026, 2, 3), 3)] == [
        date(2026, 1, 1), date(2025, 10, 1), date(2025, 7, 1),
    ]  # fmt: skip
    assert quarter_of(date(2025, 12, 31)).last_on == date(2025, 12, 31)
    for on, first, last in (
        (date(2025, 10, 1), date(2025, 10, 1), date(2026, 3, 31)), (date(2026, 3, 31), date(2025, 10, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 9, 30)), (date(2026, 1, 1), date(2025, 10, 1), date(2026, 3, 31)),
    ):  # fmt: skip
        assert (half_year_of(on).first_on, half_year_of(on).last_on) == (first, last)
    assert [each.first_on.month for each in half_years_back(date(2026, 5, 1), 3)] == [4, 10, 4]
    assert year_of(date(2026, 3, 31)).label == "2025-26"


def payable(received: date, *, due: date | None = None, paid_on: date | None = None) -> Any:
    """An invoice that may have become payable."""
    at = SimpleNamespace(astimezone=lambda _zone: SimpleNamespace(date=lambda: received))
    return SimpleNamespace(received_at=at, due_date=due, paid_on=paid_on, gross=100_00)


def test_the_notice_of_regulation_38() -> None:
    period = half_year_of(date(2025, 10, 1))
    rows = [paid(10), paid(30), paid(31), paid(45, due_on=CAME + timedelta(days=50)), paid(61), paid(90)]
    due = [
        payable(date(2025, 10, 1), paid_on=date(2025, 10, 20)),  # in time
        payable(date(2026, 2, 20), paid_on=date(2026, 4, 2)),  # payable in March, paid after the period
        payable(date(2026, 2, 20)),  # not paid at all
        payable(date(2026, 3, 15)),  # payable in the next period
        payable(date(2026, 1, 5), due=date(2026, 4, 10)),  # due in the next period
    ]
    notice = notice_of(period, rows, due, on=date(2026, 4, 2))
    assert (notice.within_30, notice.within_60, notice.later) == (2 / 6, 2 / 6, 2 / 6)
    assert (notice.payable, notice.unpaid, notice.unpaid_amount) == (3, 2, 200_00)
    assert notice.on_time == 3 / 6
    early = notice_of(period, rows, due, on=date(2025, 11, 1))
    assert (early.payable, early.unpaid) == (1, 0)
    assert notice.publish_by == date(2026, 4, 29)
    table = {row.code: row.cells for row in as_table(notice, "West Dorset District Council").rows}
    assert table["mean_days"] == ("38(2)(c)(i)", "Average number of days taken to pay", "44.5")
    assert table["unpaid"][2] == "66.7%"
    assert as_table(notice_of(period, [], [], on=date(2026, 4, 2)), "x").rows
    assert payable_on(CAME, None) == date(2026, 4, 1)
    older = as_older_table([(year_of(CAME), rows)])
    assert cast(float, older.rows[0].cells[2]) == 2 / 6


@pytest.mark.parametrize(
    ("name", "company", "person"),
    [
        ("Jane Marlow", "", True), ("Ms J. Marlow", "01234567", True), ("J Marlow t/a Marlow's Garden", "", True),
        ("Marlow", "", True), ("Ana María de Souza", "", True), ("Siân O’Dowd-Hughes", "", True),
        ("Jane Marlow", "01234567", False), ("Marlow & Sons", "", False), ("Hedgerow Paper Ltd", "", False),
        ("Sherborne Town Council", "", False), ("The Friends Of The Old Mill Of Sturminster Marshall", "", False),
        ("", "", True), ("Larkmere Plumbing", "", False), ("3M", "", False),
    ],
)  # fmt: skip
def test_names_of_persons_are_left_out(name: str, company: str, *, person: bool) -> None:
    assert may_be_a_person(name, company_number=company, is_person=False) is person
    assert may_be_a_person(name, company_number=company, is_person=True)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Care for Mrs Marlow in May", True), ("call 01632 960123", True), ("a.marlow@example.org", True),
        ("Adaptation, DT1 1AA", True), ("QQ 12 34 56 C", True), ("Transport of client Ada", True),
        ("A4 copier paper 80gsm", False), ("Grounds maintenance, July 2026", False), ("Order 4500012", False),
        ("Printing of ballot papers for 12 wards", False),
    ],
)  # fmt: skip
def test_purposes_that_tell_of_somebody(text: str, *, tells: bool) -> None:
    assert tells_of_a_person(text) is tells
