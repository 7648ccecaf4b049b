"""A supplier sees its own invoices, in plain words, and nobody else's."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.portal.conftest import AT, Browser, MakeInvoice, make_supplier
from shirehall.departments.finance.portal.queries import PAGE, invoices_page
from shirehall.departments.finance.portal.settings import SuppliersSettings
from shirehall.departments.finance.portal.states import pay_by, standing_of

pytestmark = pytest.mark.django_db


def test_by_address_and_by_code(invoice: MakeInvoice) -> None:
    supplier = make_supplier()
    paid = invoice(supplier, state="paid", paid_amount=120000, paid_on=date(2026, 3, 4))
    for who in ("Accounts@Hedgerow.example.org", " s-100 "):
        seen = Browser().enter("hp 1042", who)
        assert seen.url == "/suppliers/invoices/"
        assert "HP-1042" in seen.html
        assert "Paid" in seen.html
        seen.open(f"/suppliers/invoices/{paid.case.reference}/")
        assert "We paid £1,200.00, to reach your account on 4 March 2026." in seen.html
        assert "West Dorset" in seen.html


def test_no_bank_details_anywhere(invoice: MakeInvoice) -> None:
    each = invoice(make_supplier(), bank=["30963412345678"], queue="bank_details", failed_check="other_bank")
    seen = Browser().enter()
    pages = seen.html + seen.open(f"/suppliers/invoices/{each.case.reference}/").html
    for secret in ("309634", "30-96-34", "12345678", "HEDGEROW PAPER", "bank_details", "other_bank"):
        assert secret not in pages


@pytest.mark.parametrize(
    ("changed", "words", "never"),
    [
        ({"queue": "requesters", "failed_check": "not_received"}, "confirm the order, or that everything came", "Kit"),
        ({"queue": "requesters", "failed_check": "no_order"}, "ask the person who ordered from you", "requester"),
        ({"queue": "buyers", "failed_check": "over_amount"}, "checking the price", "tolerance"),
        ({"queue": "bank_details", "failed_check": "other_bank"}, "A colleague is checking it.", "bank"),
        ({"queue": "invoices", "failed_check": "looks_like"}, "A colleague is checking it.", "duplicate"),
        ({"queue": "budget_holders", "failed_check": "over_auto_limit"}, "waiting to be approved", "limit"),
        ({"queue": "accountants", "failed_check": "budget_short"}, "waiting to be approved", "budget"),
        ({"queue": "vat", "failed_check": "vat_other"}, "checking its VAT details", "register"),
        ({"state": "approved"}, "We pay it by 1 April 2026 at the latest.", "reserved"),
        ({"state": "approved", "due_date": date(2026, 4, 30)}, "We pay it by 30 April 2026", "reserved"),
        ({"state": "in_run"}, "in a payment that we are making now", "run"),
        ({"state": "part_paid", "paid_amount": 20000}, "We have paid £200.00 of it. £1,000.00 is still", "run"),
        ({"state": "rejected", "rejected_because": "We ordered ten, not twelve."}, "ten, not twelve", "refuse"),
        ({"state": "rejected", "failed_check": "is_a_duplicate", "rejected_because": "x"}, "Do not send it again", "x"),
        ({"state": "approved", "is_credit": True}, "We take it off what we pay you next.", "reserved"),
        ({"state": "paid", "is_credit": True, "paid_on": date(2026, 3, 4)}, "We took it off a payment.", "reserved"),
    ],
)  # fmt: skip
def test_every_state_in_plain_words(
    invoice: MakeInvoice, changed: dict[str, Any], words: str, never: str
) -> None:
    said = standing_of(invoice(make_supplier(), **changed))
    whole = f"{said.word} {said.text} {said.to_do}"
    assert words.lower() in whole.lower()
    assert f" {never.lower()} " not in f" {whole.lower()} "


def test_every_check_and_queue_says_something_fit(invoice: MakeInvoice) -> None:
    """No machine's word stands in what a supplier reads, whatever an invoice waits for."""
    row = invoice(make_supplier())
    for queue in ("invoices", "bank_details", "procurement", "vat", "requesters", "buyers", "budget_holders",
                  "accountants", "construction", ""):  # fmt: skip
        row.queue = queue
        said = standing_of(row)
        assert "_" not in f"{said.text}{said.to_do}"
        assert said.text.endswith(".")
        assert said.to_do.endswith(".")


def test_it_is_paid_within_30_days_or_when_due(invoice: MakeInvoice) -> None:
    assert pay_by(invoice(None, received_at=AT)) == date(2026, 4, 1)
    assert pay_by(invoice(None, received_at=AT, due_date=date(2026, 3, 9))) == date(2026, 4, 1)


def test_what_is_not_here_is_told_with_what_to_do(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    seen = Browser().enter("NEW-9")
    assert "We have no invoice of yours with the number NEW-9." in seen.html
    assert "look again tomorrow" in seen.html


def test_search_and_pages(invoice: MakeInvoice) -> None:
    supplier = make_supplier()
    for number in range(PAGE + 3):
        invoice(supplier, f"HP-{2000 + number}")
    seen = Browser().enter("HP-2000")
    assert "HP-2022" in seen.html
    assert "HP-2001" not in seen.html
    older = seen.html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "HP-2001" in seen.open(f"/suppliers/invoices/{older}").html
    seen.send("/suppliers/invoices/", number="hp 2001")
    assert "HP-2001" in seen.html
    assert "HP-2022" not in seen.html
    assert "2001" not in seen.url
    assert seen.send("/suppliers/invoices/", number="nothing").html.count("None of your invoices") == 1
    assert invoices_page([supplier.pk], number="HP-20", after=None).after is not None
    assert seen.client.get("/suppliers/invoices/?after=abc").status_code == 404


def test_remittance_says_why_that_much(invoice: MakeInvoice) -> None:
    each = invoice(
        make_supplier(),
        state="paid",
        paid_amount=118800,
        discount=2400,
        interest=1200,
        paid_on=date(2026, 3, 4),
    )
    html = Browser().enter().open(f"/suppliers/invoices/{each.case.reference}/").html
    for words in ("£1,200.00", "-£24.00", "£12.00", "£1,188.00", "4 March 2026"):
        assert words in html


def test_what_is_typed_wrong_is_said_and_kept() -> None:
    seen = Browser().ask(number="", who="somebody@example.org")
    assert "Error: " in seen.html
    assert "Enter the number of your invoice" in seen.html
    assert "somebody@example.org" in seen.html
    assert "Enter your email address" in Browser().ask(number="1", who="").html
    assert "Enter the number" in Browser().ask(number="9" * 400, who="x@example.org").html


def test_settings_are_read_and_refused() -> None:
    chosen = SuppliersSettings.from_env(
        {"SHIREHALL_SUPPLIERS_CODE_TRIES": "3", "SHIREHALL_SUPPLIERS_SEND_TO": "a@b"}
    )
    assert (chosen.code_tries, chosen.send_to, chosen.code_minutes) == (3, "a@b", 15)
    with pytest.raises(ValueError, match="SHIREHALL_SUPPLIERS_VISIT_MINUTES"):
        SuppliersSettings.from_env({"SHIREHALL_SUPPLIERS_VISIT_MINUTES": "0"})


def test_a_visit_is_short(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    with time_machine.travel(AT, tick=False) as clock:
        seen = Browser().enter()
        assert "HP-1042" in seen.html
        clock.shift(timedelta(minutes=21))
        assert seen.open("/suppliers/invoices/").status == 403
        again = Browser().enter()
        for _quarter in range(4):
            clock.shift(timedelta(minutes=14))
            assert again.open("/suppliers/invoices/").status == 200
        clock.shift(timedelta(minutes=6))
        assert again.open("/suppliers/invoices/").status == 403


def test_an_invoice_of_no_known_supplier_is_nobodys(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    orphan = invoice(None, "HP-1042")
    seen = Browser().enter()
    assert seen.client.get(f"/suppliers/invoices/{orphan.case.reference}/").status_code == 404
    assert Invoice.objects.count() == 2
