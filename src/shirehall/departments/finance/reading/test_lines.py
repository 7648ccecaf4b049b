"""What was supplied, line by line, and what else stands on an invoice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shirehall.departments.finance.reading.api import ReadInvoice, from_json, read_invoice
from shirehall.departments.finance.reading.test_file import UBL
from shirehall.departments.finance.samples.api import half, make_samples

Read = Callable[..., ReadInvoice]
HEAD = """#Tidewell Drainage Ltd
Invoice No: INV-0142          Invoice Date: 3 March 2026
Bill to:
Marchwell Borough Council
1 Specimen Way

"""
FOOT = """
                                        Subtotal      500.00
                                        VAT 20%       100.00
                                        Total         600.00
VAT No GB232153895   www.tidewell-drainage.example.org
"""


def said(found: ReadInvoice) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(each.description, each.quantity, each.unit_price, each.amount) for each in found.lines]


def test_a_table_is_read_down_to_its_totals(read_pages: Read) -> None:
    table = """Description                 Qty      Unit price    VAT    Amount
Clear blocked gully          4           50.00   20%    200.00
Jet main sewer               2.5        120.00   20%    300.00
and survey by camera
"""
    found = read_pages(HEAD + table + FOOT)
    assert said(found) == [
        ("Clear blocked gully", "4", "50.00", "200.00"),
        ("Jet main sewer and survey by camera", "2.5", "120.00", "300.00"),
    ]
    assert [each.vat_rate for each in found.lines] == ["20", "20"]
    assert all(each.certain for each in found.lines)
    assert all(each.box and each.box[0] == 1 for each in found.lines)


def test_a_line_that_does_not_multiply_is_not_certain(read_pages: Read) -> None:
    table = """Description                 Qty      Unit price    Amount
Clear blocked gully          4           50.00   200.00
Jet main sewer               2          120.00   300.00
"""
    assert [each.certain for each in read_pages(HEAD + table + FOOT).lines] == [True, False]


def test_no_line_is_certain_where_they_do_not_make_the_net_total(read_pages: Read) -> None:
    table = """Description                 Qty      Unit price    Amount
Clear blocked gully          4           50.00   200.00
"""
    found = read_pages(HEAD + table + FOOT)
    assert len(found.lines) == 1
    assert not any(each.certain for each in found.lines)


def test_carriage_and_discount_below_the_table_are_lines(read_pages: Read) -> None:
    table = """Qty     Details                  Price     Net
4       Clear blocked gully      50.00     200.00
3       Jet main sewer          100.00     300.00

                                 Carriage    15.00
                                 Discount   -15.00
"""
    found = read_pages(HEAD + table.replace("-15.00", "-20.00") + FOOT.replace("500.00", "495.00"))
    assert [each.amount for each in found.lines] == ["200.00", "300.00", "15.00", "-20.00"]


def test_headings_of_two_lines_and_amounts_with_and_without_vat(read_pages: Read) -> None:
    table = """                            No of     Unit      Net       Gross
Description                 units     price     amount    amount
Clear blocked gully         4         50.00     200.00    240.00
Jet main sewer              3        100.00     300.00    360.00
"""
    found = read_pages(HEAD + table + FOOT)
    assert [each.amount for each in found.lines] == ["200.00", "300.00"]
    assert all(each.certain for each in found.lines)


def test_a_table_goes_on_over_pages(read_pages: Read) -> None:
    head = "Description                 Qty      Unit price    Amount\n"
    first = HEAD + head + "Clear blocked gully          4           50.00   200.00\n\nPage 1 of 2\n"
    second = (
        "Tidewell Drainage Ltd\n\n"
        + head
        + "Jet main sewer               3          100.00   300.00\n"
        + FOOT
    )
    found = read_pages(first, second)
    assert [each.amount for each in found.lines] == ["200.00", "300.00"]
    assert all(each.certain for each in found.lines)
    assert [each.box and each.box[0] for each in found.lines] == [1, 2]


def test_sentences_with_a_quantity_and_a_price_are_lines(read_pages: Read) -> None:
    letter = """To site visit and report, 4 each at £50.00 .....................  £200.00
To professional services, 3 hours at £100.00 ......................  £300.00
"""
    found = read_pages(HEAD + letter + FOOT)
    assert [(each.quantity, each.unit_price, each.amount) for each in found.lines] == [
        ("4", "50.00", "200.00"), ("3", "100.00", "300.00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        "Call-outs in March  -4  -50.00   200.00\nJet main sewer  -3  -100.00   300.00\n",
        "04/03  Gully at Wharf Road   A7   4    50.00     200.00\n05/03  Jet main sewer        B2   3   100.00     300.00\n",
        "Was      Rate     Came to\nClear gully  4 hrs   50.00   200.00\nJet sewer  3 hrs   100.00   300.00\n",
    ],
)
def test_rows_under_unknown_headings_are_found_by_what_multiplies(read_pages: Read, rows: str) -> None:
    found = read_pages(HEAD + rows + FOOT)
    assert [(each.quantity, each.unit_price, each.amount) for each in found.lines] == [
        ("4", "50.00", "200.00"), ("3", "100.00", "300.00"),
    ]  # fmt: skip
    assert all(each.certain for each in found.lines)


def test_amounts_that_only_add_up_are_lines_and_not_certain(read_pages: Read) -> None:
    rows = "".join(
        f"{text:<54}{amount}\n" for text, amount in (("Gully at Wharf Road", "200.00"), ("Jetting", "300.00"))
    )
    found = read_pages(HEAD + rows + FOOT)
    assert said(found) == [("Gully at Wharf Road", None, None, "200.00"), ("Jetting", None, None, "300.00")]
    assert not any(each.certain for each in found.lines)


def test_what_is_carried_forward_is_no_line(read_pages: Read) -> None:
    head = "Description                 Qty      Unit price    Amount\n"
    first = (
        HEAD
        + head
        + "Clear blocked gully          4           50.00   200.00\nCarried forward                              200.00\n"
    )
    second = (
        head
        + "Brought forward                              200.00\nJet main sewer               3          100.00   300.00\n"
    )
    found = read_pages(first, second + FOOT)
    assert [each.amount for each in found.lines] == ["200.00", "300.00"]
    assert all(each.certain for each in found.lines)


def test_whom_it_is_for_is_said(read_pages: Read) -> None:
    assert "Marchwell Borough Council" in read_pages(HEAD + FOOT).addressed_to
    letter = HEAD.replace("Bill to:\n", "") + FOOT
    assert read_pages(letter).addressed_to == ("Marchwell Borough Council",)


@pytest.mark.parametrize("title", ["CREDIT NOTE", "Credit Note CN-12", "Credit memo"])
def test_a_credit_note_is_known_by_its_title(read_pages: Read, title: str) -> None:
    assert read_pages(f"{title}\n{HEAD}{FOOT}").is_credit
    assert not read_pages(HEAD + FOOT + "\nPlease ask for a credit note within 7 days.").is_credit


def test_a_title_below_the_addresses_says_that_it_is_a_credit_note(read_pages: Read) -> None:
    addresses = "\n".join(f"{number} Pattern Quay" for number in range(1, 20))
    assert read_pages(f"{addresses}\nCREDIT NOTE\n{HEAD}{FOOT}").is_credit
    assert not read_pages(f"{addresses}\nCredit note to follow, please ask\n{HEAD}{FOOT}").is_credit


@pytest.mark.parametrize(
    "words",
    ["Less CIS tax 20% on labour", "Domestic reverse charge applies: customer to pay the VAT to HMRC"],
)
def test_construction_is_known_by_its_words(read_pages: Read, words: str) -> None:
    assert read_pages(HEAD + FOOT + words).construction
    assert not read_pages(HEAD + FOOT).construction


LINE = """<cac:InvoiceLine><cbc:ID>{id}</cbc:ID><cbc:InvoicedQuantity unitCode="C62">{quantity}</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="GBP">{amount}</cbc:LineExtensionAmount><cac:Item><cbc:Name>Gully {id}</cbc:Name>
<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="GBP">50.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>"""
BUYER = """<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Marchwell Council</cbc:Name></cac:PartyName>
<cac:Contact><cbc:Name>A Person</cbc:Name></cac:Contact></cac:Party></cac:AccountingCustomerParty>"""


def e_invoice(*more: str) -> bytes:
    whole = UBL.format(number="INV-0142", gross="600.00")
    return whole.replace("</Invoice>", "".join(more) + "</Invoice>").encode()


def test_every_line_of_an_e_invoice_is_read() -> None:
    lines = [
        LINE.format(id=1, quantity="4", amount="200.00"),
        LINE.format(id=2, quantity="6", amount="300.00"),
    ]
    found = read_invoice(e_invoice(BUYER, *lines))
    assert said(found) == [("Gully 1", "4", "50.00", "200.00"), ("Gully 2", "6", "50.00", "300.00")]
    assert all(each.certain for each in found.lines)
    assert found.addressed_to == ("Marchwell Council",)
    wrong = read_invoice(e_invoice(lines[0], LINE.format(id=2, quantity="5", amount="300.00")))
    assert [each.certain for each in wrong.lines] == [True, False]
    assert not any(each.certain for each in read_invoice(e_invoice(lines[0])).lines)


def test_an_e_invoice_of_type_381_is_a_credit_note() -> None:
    code = "<cbc:InvoiceTypeCode>{}</cbc:InvoiceTypeCode>"
    assert read_invoice(e_invoice(code.format(381))).is_credit
    assert not read_invoice(e_invoice(code.format(380))).is_credit


def test_what_was_read_goes_to_json_and_back(read_pages: Read) -> None:
    table = "Description                 Qty      Unit price    Amount\nGully clearing     10      50.00   500.00\n"
    found = read_pages(HEAD + table + FOOT)
    assert from_json(found.to_json()).to_json() == found.to_json()
    old = {
        name: value
        for name, value in found.to_json().items()
        if name in ("kind", "fields", "problems", "pages", "bank")
    }
    assert from_json(old).lines == ()


@pytest.mark.parametrize("kinds", [("pdf-text",), ("xml",), ("pdf-with-xml",)])
def test_the_lines_of_samples_are_right_where_they_are_certain(
    tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    """Of layouts of our own; a wrong line must never be certain."""
    names = half("dev")
    certain = whole = 0
    for sample in make_samples(count=len(names), seed=11, folder=tmp_path, kinds=kinds, names=names):
        assert sample.bill is not None
        found = read_invoice((tmp_path / sample.file).read_bytes(), sample.file)
        printed = {
            (str(each.quantity), f"{each.price / 100:.2f}", f"{each.net / 100:.2f}")
            for each in sample.bill.lines
        }
        read = {
            (each.quantity, each.unit_price, each.amount)
            for each in found.lines
            if each.certain and each.quantity
        }
        assert read <= printed
        certain, whole = certain + len(read), whole + len(printed)
    assert certain / whole > 0.9
