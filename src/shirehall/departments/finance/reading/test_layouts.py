"""What must not be held for certain, and what must not be taken for the invoice."""

from collections.abc import Callable

import pytest

from shirehall.departments.finance.reading.found import ReadInvoice

Read = Callable[..., ReadInvoice]
HEAD = """
Tidewell Drainage Ltd                        INVOICE
Invoice No: 55012        {date}
Bill to:
Marchwell Council
"""


def test_a_date_that_may_be_read_in_two_ways_is_not_certain(read_pages: Read) -> None:
    found = read_pages(HEAD.format(date="Invoice Date: 03/04/2026") + "Work   100.00\nTotal   100.00\n")
    assert found.value("invoice_date") == "2026-04-03"
    assert not found.fields["invoice_date"].certain


@pytest.mark.parametrize(
    ("foot", "wanted"),
    [
        ("Delivered 25/03/2026", "2026-04-03"),
        ("Delivered 03/25/2026", "2026-03-04"),
        ("Registered in England No. 123456", "2026-04-03"),
    ],
)
def test_the_document_itself_settles_which_comes_first(read_pages: Read, foot: str, wanted: str) -> None:
    found = read_pages(
        HEAD.format(date="Invoice Date: 03/04/2026") + f"Work   100.00\nTotal   100.00\n{foot}\n"
    )
    assert found.value("invoice_date") == wanted
    assert found.fields["invoice_date"].certain


def test_the_days_to_pay_settle_it_too(read_pages: Read) -> None:
    dates = "Invoice Date: 03/04/2026    Due Date: 05/04/2026"
    found = read_pages(HEAD.format(date=dates) + "Terms: 30 days\nWork   100.00\nTotal   100.00\n")
    assert not found.fields["invoice_date"].certain
    dates = "Invoice Date: 04/05/2026    Due Date: 05/05/2026"
    found = read_pages(HEAD.format(date=dates) + "Terms: 30 days\nWork   100.00\nTotal   100.00\n")
    assert not found.fields["due_date"].certain or found.value("due_date") == "2026-05-05"


def test_an_old_balance_is_not_the_invoice(read_pages: Read) -> None:
    found = read_pages(
        HEAD.format(date="Date: 25 April 2026")
        + "Subtotal   £100.00\nVAT 20%   £20.00\nTotal   £120.00\nPrevious balance   £500.00\nTotal due   £620.00\n"
    )
    assert (found.value("gross"), found.fields["gross"].certain) == ("120.00", True)


def test_amounts_that_do_not_add_up_are_not_certain(read_pages: Read) -> None:
    found = read_pages(
        HEAD.format(date="Date: 25 April 2026") + "Subtotal   £100.00\nVAT 20%   £8.00\nTotal   £110.00\n"
    )
    assert [found.value(name) for name in ("net", "vat", "gross")] == ["100.00", "8.00", "110.00"]
    assert not any(found.fields[name].certain for name in ("net", "vat", "gross"))


def test_the_buyers_vat_number_is_never_the_suppliers(read_pages: Read) -> None:
    found = read_pages(
        "Tidewell Drainage Ltd       INVOICE\nInvoice No: 55012     Date: 25 April 2026\n\n"
        "Marchwell District Council\nTown Hall\nVAT No: GB232153895\n\nSubtotal   £100.00\nVAT 20%   £20.00\nTotal   £120.00\n"
    )
    assert found.value("supplier_vat") is None
    assert not found.fields["supplier_vat"].certain
    found = read_pages(
        HEAD.format(date="Date: 25 April 2026") + "Your VAT No: GB232153895\nTotal   £120.00\n"
    )
    assert found.value("supplier_vat") is None


def test_a_vat_number_with_wrong_check_digits_is_not_certain(read_pages: Read) -> None:
    found = read_pages(
        HEAD.format(date="Date: 25 April 2026") + "\nOur VAT No: GB 123 4567 89\nTotal   £120.00\n"
    )
    assert found.value("supplier_vat") == "GB123456789"
    assert not found.fields["supplier_vat"].certain


def test_two_numbers_with_sure_labels_leave_it_open(read_pages: Read) -> None:
    found = read_pages(HEAD.format(date="Date: 25 April 2026") + "\nInvoice number: 99120\nTotal   £120.00\n")
    assert not found.fields["invoice_number"].certain


def test_several_invoices_in_one_file_are_said_and_nothing_is_certain(read_pages: Read) -> None:
    page = HEAD.format(date="Date: 25 April 2026") + "Subtotal   £100.00\nVAT 20%   £20.00\nTotal   £120.00\n"
    found = read_pages(page, page.replace("55012", "55013"))
    assert any("several invoices" in each for each in found.problems)
    assert not any(each.certain for each in found.fields.values())


def test_a_total_on_the_last_page_is_found(read_pages: Read) -> None:
    first = HEAD.format(date="Date: 25 April 2026") + "Work A   £60.00\nCarried forward   £60.00\n"
    last = "Invoice No: 55012\nBrought forward   £60.00\nWork B   £40.00\nNet total   £100.00\nVAT   £20.00\nInvoice total   £120.00\n"
    found = read_pages(first, last)
    assert [found.value(name) for name in ("net", "vat", "gross")] == ["100.00", "20.00", "120.00"]
    assert found.fields["gross"].box is not None
    assert found.fields["gross"].box[0] == 2


def test_a_letter_is_not_an_invoice(read_pages: Read) -> None:
    found = read_pages(
        "Dear colleague,\nthank you for the meeting on 3 May 2026 about the new library.\nYours, Ada Penrose\n"
    )
    assert found.kind == "not-an-invoice"


def test_hardly_any_words_are_unreadable(read_pages: Read) -> None:
    assert read_pages("INVOICE 12").kind == "unreadable"
