"""Several invoices in one file."""

import io
from collections.abc import Iterable
from pathlib import Path

import pypdf
import pytest

from shirehall.departments.finance.reading.api import ReadInvoice, read_each, read_each_safely, read_invoice
from shirehall.departments.finance.reading.conftest import laid
from shirehall.departments.finance.reading.shown import Shown
from shirehall.departments.finance.reading.splitting import parts_of
from shirehall.departments.finance.samples.api import half, make_samples

FIRST = """#Tidewell Drainage Ltd
INVOICE
Invoice No: {number}          Invoice Date: 3 March 2026
Bill to:
Marchwell Borough Council
"""
TOTAL = """                                        Subtotal      500.00
                                        VAT 20%       100.00
                                        Total         600.00
VAT No GB232153895   www.tidewell-drainage.example.org
"""
TERMS = """Terms and conditions of sale
1. Every invoice is payable within 30 days of its date, and goods stay ours until they are paid for.
2. Claims are made in writing within 7 days of delivery.
"""
ITEMS = """Invoice No: {number}                     Page 2 of 2
Clear blocked gully                                   100.00
"""


def parts(*pages: str) -> tuple[list[list[int]], bool]:
    sheets = tuple(laid(page, number) for number, page in enumerate(pages, 1))
    found, is_plain = parts_of(Shown("pdf-text", "text", sheets, len(sheets)))
    return [[sheet.number for sheet in part] for part in found], is_plain


def whole(number: str) -> str:
    return FIRST.format(number=number) + TOTAL


def test_pages_with_numbers_and_totals_of_their_own_are_invoices() -> None:
    assert parts(whole("INV-0142"), whole("INV-0143")) == ([[1], [2]], True)


def test_further_pages_and_terms_stay_with_their_invoice() -> None:
    first = FIRST.format(number="INV-0142") + "Page 1 of 2\n"
    pages = (first, ITEMS.format(number="INV-0142") + TOTAL, TERMS, whole("INV-0143"), TERMS)
    assert parts(*pages) == ([[1, 2, 3], [4, 5]], True)


def test_the_same_number_again_is_the_same_invoice() -> None:
    assert parts(whole("INV-0142"), whole("INV-0142")) == ([[1, 2]], True)


@pytest.mark.parametrize(
    "second",
    [
        "Invoice No: INV-0143\n" + TERMS,
        FIRST.format(number="INV-0143"),
        whole("INV-0143").replace("Invoice Date: 3 March 2026", "Page 2 of 2"),
    ],
)
def test_another_number_without_an_invoice_of_its_own_is_doubt(second: str) -> None:
    assert not parts(whole("INV-0142"), second)[1]


def joined(files: Iterable[bytes]) -> tuple[bytes, list[tuple[int, int]]]:
    """The files as one PDF, and the pages of each."""
    writer, places = pypdf.PdfWriter(), []
    for file in files:
        begins = len(writer.pages) + 1
        for page in pypdf.PdfReader(io.BytesIO(file)).pages:
            writer.add_page(page)
        places.append((begins, len(writer.pages)))
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue(), places


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("samples")
    made = make_samples(count=12, seed=4, folder=folder, kinds=("pdf-text",), names=half("dev"))
    return [(folder / sample.file).read_bytes() for sample in made]


def test_samples_that_were_joined_are_parted_again_or_nothing_is_certain(samples: list[bytes]) -> None:
    parted = 0
    for place in range(0, 12, 3):
        content, places = joined(samples[place : place + 3])
        found = read_each(content)
        if len(found) == 1:
            assert not any(each.certain for each in found[0].fields.values())
            assert not any(each.certain for each in found[0].lines)
            assert found[0].problems
            continue
        alone = [read_invoice(each) for each in samples[place : place + 3]]
        assert [each.part for each in found] == places
        for each, other in zip(found, alone, strict=True):
            assert numbers(each) == numbers(other)
        parted += 1
    assert parted >= 3


def numbers(found: ReadInvoice) -> tuple[str | None, str | None]:
    return found.value("invoice_number"), found.value("gross")


def test_a_file_with_one_invoice_is_one(samples: list[bytes]) -> None:
    for content in samples:
        (found,) = read_each(content)
        assert found.part == (1, found.pages) or found.pages == 1
        assert found.fields["gross"].certain == read_invoice(content).fields["gross"].certain


def test_each_is_read_apart_too(samples: list[bytes], tmp_path: Path) -> None:
    content, _places = joined(samples[:3])
    file = tmp_path / "joined.pdf"
    file.write_bytes(content)
    assert [each.to_json() for each in read_each_safely(file)] == [
        each.to_json() for each in read_each(content)
    ]


def test_what_is_no_invoice_is_said_once() -> None:
    assert [each.kind for each in read_each(b"")] == ["unreadable"]
    assert [each.kind for each in read_each_safely(b"%PDF-1.4 broken")] == ["unreadable"]
