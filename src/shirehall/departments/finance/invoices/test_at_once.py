"""Many workers at once: no two of them pass on the same money, the same order, or two copies of one invoice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shirehall.casework.conftest import AT_ONCE, Everybody, many_at_once
from shirehall.casework.models import Case
from shirehall.departments.finance.invoices.actions import correct
from shirehall.departments.finance.invoices.conftest import LINES, MONDAY, Town, make_town
from shirehall.departments.finance.invoices.models import Invoice, InvoiceFile, PayingDay, Reservation
from shirehall.departments.finance.invoices.receiving import receive_file
from shirehall.departments.finance.invoices.taking_in import take_in
from shirehall.departments.finance.registers.models import BudgetCode
from shirehall.departments.finance.samples.bill import Line
from shirehall.departments.finance.samples.e_invoices import make_ubl


@pytest.fixture
def busy(transactional_db: None) -> Town:
    """A town whose rows every connection can see."""
    return make_town()


def arrived(town: Town, number: str, order: str, lines: tuple[Line, ...] = LINES) -> int:
    """An invoice that has come and is not read yet."""
    content = make_ubl(town.bill(number=number, order=order, lines=lines))
    received = receive_file(
        content=content, name="a.xml", channel="invoice_mail", by="shirehall", at=MONDAY, source_key=number
    )
    return received.file.pk


def all_at_once(tmp_path: Path, files: list[int]) -> tuple[Everybody, list[int]]:
    everybody = many_at_once(tmp_path / "shared.sqlite3")
    return everybody, everybody(
        lambda number: take_in(files[number % len(files)], at=MONDAY + timedelta(minutes=1))
    )


def test_a_budget_is_passed_on_once(busy: Town, tmp_path: Path) -> None:
    BudgetCode.objects.update(budget=200_000)  # enough for three of eight
    files = []
    for number in range(AT_ONCE):
        lines = (replace(LINES[0], price=2_000 + number), LINES[1])
        busy.another_order(f"WD-2{number:05d}", lines)
        files.append(arrived(busy, f"N{number * 7919}A", f"WD-2{number:05d}", lines))
    everybody, _read = all_at_once(tmp_path, files)

    def seen(_number: int) -> tuple[int, int, int, int, int]:
        passed = Invoice.objects.filter(state="approved")
        held = sum(Reservation.objects.values_list("amount", flat=True))
        day = PayingDay.objects.get(authority="west_dorset").amount
        gross = sum(each.gross or 0 for each in passed)
        return (
            passed.count(),
            BudgetCode.objects.get().reserved - held,
            day - gross,
            held,
            Invoice.objects.count(),
        )

    approved, reserved_else, paid_else, held, every = everybody(seen)[0]
    assert (approved, reserved_else, paid_else, every) == (3, 0, 0, AT_ONCE)
    assert held <= 200_000


def test_one_file_is_read_into_one_case(busy: Town, tmp_path: Path) -> None:
    files = [arrived(busy, "ONCE-1", busy.order.number)]
    everybody, read = all_at_once(tmp_path, files)
    assert read == [1] * AT_ONCE
    assert everybody(lambda _number: (Invoice.objects.count(), Case.objects.count()))[0] == (1, 1)


def test_of_two_copies_one_passes(busy: Town, tmp_path: Path) -> None:
    content = make_ubl(busy.bill(number="COPY-1"))
    files = [
        receive_file(
            content=content,
            name="a.xml",
            channel="invoice_mail",
            by="shirehall",
            at=MONDAY,
            source_key=f"copy {number}",
        ).file.pk
        for number in range(AT_ONCE)
    ]
    everybody, _read = all_at_once(tmp_path, files)
    states = everybody(lambda _number: sorted(Invoice.objects.values_list("state", flat=True)))[0]
    assert states.count("approved") == 1
    assert len(states) == AT_ONCE == everybody(lambda _number: InvoiceFile.objects.count())[0]


def test_who_corrects_and_who_decides_wait_for_each_other_in_one_order(busy: Town, tmp_path: Path) -> None:
    paid, files = [], []
    for number in range(AT_ONCE):
        for sort in ("A", "B"):
            lines = (replace(LINES[0], price=2_000 + 10 * number + (sort == "B")), LINES[1])
            order = busy.another_order(f"W{sort}-3{number:05d}", lines).number
            if sort == "A":
                paid.append(busy.send(busy.bill(number=f"A{number * 7919}", order=order, lines=lines)).pk)
            else:
                files.append(arrived(busy, f"B{number * 7919}", order, lines))
    everybody = many_at_once(tmp_path / "shared.sqlite3")

    def at_work(number: int) -> str:
        if number % 2:
            take_in(files[number], at=MONDAY)
            return "decided"
        for day in ("1 4 2026", "2 4 2026", "3 4 2026"):
            invoice = Invoice.objects.get(pk=paid[number])
            correct(invoice=invoice, values={"due_date": day}, by="gita", at=MONDAY, seen=invoice.version)
        return "put right"

    assert sorted(everybody(at_work)) == ["decided"] * (AT_ONCE // 2) + ["put right"] * (AT_ONCE // 2)
    states = everybody(lambda _number: list(Invoice.objects.values_list("state", flat=True)))[0]
    assert states.count("approved") == AT_ONCE + AT_ONCE // 2
