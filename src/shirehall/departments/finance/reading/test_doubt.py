"""What must not be certain: parts of names and numbers, and absence that nobody can vouch for."""

from collections.abc import Callable

import pytest

from shirehall.departments.finance.reading.conftest import laid
from shirehall.departments.finance.reading.document import read_document
from shirehall.departments.finance.reading.found import ReadInvoice

Read = Callable[..., ReadInvoice]
SUMS = """
Net                                    £500.00
VAT 20%                                £100.00
Total                                  £600.00
"""
HEAD = """
{name}
12 Quay Street                                   INVOICE
Bill to:                                         Invoice No: INV-0142
Marchwell Council                                Invoice Date: 3 March 2026
Town Hall                                        {more}
"""


def page(name: str, more: str = "", foot: str = "") -> str:
    return HEAD.format(name=name, more=more) + "Works as agreed  500.00\n" + SUMS + foot


@pytest.mark.parametrize(
    "name", ["Dunmallow Cloud\nHosting Ltd", "Dunmallow Lane\nHosting Ltd", "Dunmallow\nCloud\nHosting Ltd"]
)
def test_a_name_on_two_lines_is_not_read_in_half_and_certain(read_pages: Read, name: str) -> None:
    found = read_pages(page(name, foot="VAT No GB232153895 www.hosting.example.com")).fields["supplier_name"]
    assert found.value == " ".join(name.split()) or not found.certain


def test_a_name_that_stands_whole_elsewhere_is_certain(read_pages: Read) -> None:
    foot = "Dunmallow Cloud Hosting Ltd. Registered in England. VAT No GB232153895 www.dunmallowcloudhosting.example.com"
    found = read_pages(page("Dunmallow Cloud\nHosting Ltd", foot=foot)).fields["supplier_name"]
    assert found.value == "Dunmallow Cloud Hosting Ltd"
    assert found.certain


@pytest.mark.parametrize("more", ["Case: 1671598", "Q598 1671", "Job KX88120"])
def test_an_unexplained_code_leaves_the_order_open(read_pages: Read, more: str) -> None:
    assert not read_pages(page("Tidewell Drainage Ltd", more)).fields["po_number"].certain


def test_a_date_without_a_sense_leaves_the_due_date_open(read_pages: Read) -> None:
    assert not read_pages(page("Tidewell Drainage Ltd", "Completed 1 April 2026")).fields["due_date"].certain


def test_half_of_an_order_number_is_not_certain(read_pages: Read) -> None:
    found = read_pages(page("Tidewell Drainage Ltd", "Your PO: Q598 1671")).fields["po_number"]
    assert found.value in (None, "Q598 1671") or not found.certain


def test_a_due_date_before_the_invoice_is_not_certain(read_pages: Read) -> None:
    assert not read_pages(page("Tidewell Drainage Ltd", "Due date: 3 March 2025")).fields["due_date"].certain


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        ("Official order no: PO-55120", "po_number", "PO-55120"),
        ("Cust. order: 4500123456", "po_number", "4500123456"),
        ("Due for payment: 2 April 2026", "due_date", "2026-04-02"),
        ("VAT: GB 232 1538 95", "supplier_vat", "GB232153895"),
    ],
)
def test_further_labels_are_read(read_pages: Read, more: str, field: str, value: str) -> None:
    assert read_pages(page("Tidewell Drainage Ltd", more)).value(field) == value


def test_a_number_with_a_blank_inside_is_read_whole(read_pages: Read) -> None:
    text = page("Tidewell Drainage Ltd").replace("INV-0142", "Q598 1671")
    assert read_pages(text).value("invoice_number") == "Q598 1671"


def test_a_picture_with_half_of_its_words_gives_what_it_has_and_nothing_certain() -> None:
    text = "INVOICE\nTidewell Drainage Ltd\nInvoice No: INV-0142\nDate: 3 March 2026\nMarchwell Council\n"
    found = read_document("image", [laid(text)], "ocr", 1)
    assert found.kind == "image"
    assert found.value("invoice_number") == "INV-0142"
    assert not any(each.certain for each in found.fields.values())
    assert found.problems
    assert read_document("pdf-text", [laid(text)], "text", 1).kind == "not-an-invoice"


@pytest.mark.parametrize("label", ["Customer's VAT No: ", "Your VAT number: ", "Client VAT no.  "])
def test_the_number_of_the_customer_is_not_the_suppliers(read_pages: Read, label: str) -> None:
    found = read_pages(page("Tidewell Drainage Ltd", f"{label}GB 232 1538 95")).fields["supplier_vat"]
    assert found.value is None or not found.certain


def test_who_is_only_paid_is_not_certainly_the_supplier(read_pages: Read) -> None:
    foot = "Payable to: Fast Factors Ltd\nAccount name: Fast Factors Ltd"
    assert not read_pages(page("Tidewell Drainage Ltd", foot=foot)).fields["supplier_name"].certain


def test_a_name_that_begins_with_a_small_letter_is_not_cut_and_certain(read_pages: Read) -> None:
    foot = "VAT No GB232153895 www.cloudhosting.example.com"
    found = read_pages(page("eCloud Cloud Hosting Ltd", foot=foot)).fields["supplier_name"]
    assert not found.certain
