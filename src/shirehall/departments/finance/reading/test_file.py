import io
import time
import zlib

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from shirehall.departments.finance.reading.api import ReadInvoice, read_invoice
from shirehall.departments.finance.reading.ocr import agreed
from shirehall.departments.finance.reading.words import Word

LINES = (
    "Tidewell Drainage Ltd                     INVOICE", "Invoice No: INV-0142", "Invoice Date: 3 March 2026",
    "Bill to: Marchwell Council", "Subtotal  GBP 500.00", "VAT 20%  GBP 100.00", "Total  GBP 600.00",
    "VAT No GB232153895", "Sort Code: 12-34-56 Account No: 12345678",
)  # fmt: skip
UBL = """<?xml version="1.0"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-03-03</cbc:IssueDate><cbc:DocumentCurrencyCode>GBP</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Tidewell Drainage Ltd</cbc:Name></cac:PartyName>
</cac:Party></cac:AccountingSupplierParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="GBP">100.00</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="GBP">500.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="GBP">{gross}</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal></Invoice>"""
EXPECTED = {
    "supplier_name": "Tidewell Drainage Ltd", "invoice_number": "INV-0142", "invoice_date": "2026-03-03", "currency": "GBP",
    "net": "500.00", "vat": "100.00", "gross": "600.00", "supplier_vat": "GB232153895", "due_date": None, "po_number": None,
}  # fmt: skip


def written() -> pypdf.PdfWriter:
    """A PDF of one page with the lines as text."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    drawn = [f"BT /F1 11 Tf 50 {790 - 22 * place} Td ({line}) Tj ET" for place, line in enumerate(LINES)]
    stream = DecodedStreamObject()
    stream.set_data("\n".join(drawn).encode())
    font = DictionaryObject(
        {
            NameObject(key): NameObject(value)
            for key, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Courier"))
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    page[NameObject("/Contents")] = writer._add_object(stream)
    return writer


def bytes_of(writer: pypdf.PdfWriter) -> bytes:
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def drawn_page() -> Image.Image:
    """The lines as a picture, about 200 dots an inch."""
    picture = Image.new("L", (1650, 2330), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(36)
    for place, line in enumerate(LINES):
        left, _blank, right = line.partition("   ")
        pen.text((120, 150 + 90 * place), left, fill=0, font=font)
        pen.text((1100, 150 + 90 * place), right.strip(), fill=0, font=font)
    return picture


def as_file(picture: Image.Image, kind: str = "PNG") -> bytes:
    held = io.BytesIO()
    picture.save(held, kind)
    return held.getvalue()


def values(found: ReadInvoice) -> dict[str, str | None]:
    return {name: found.value(name) for name in EXPECTED}


def test_the_text_of_a_pdf_is_read_with_the_place_of_each_field() -> None:
    found = read_invoice(bytes_of(written()), "a.pdf")
    assert found.kind == "pdf-text"
    assert values(found) == EXPECTED
    assert found.bank == ("12-34-56 12345678",)
    page, x0, y0, x1, y1 = found.fields["invoice_number"].box or (0, 0, 0, 0, 0)
    assert page == 1
    assert 50 < x0 < x1 < 300
    assert 50 < y0 < y1 < 90
    assert found.fields["gross"].certain
    assert found.fields["invoice_number"].certain


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_read(kind: str) -> None:
    found = read_invoice(as_file(drawn_page(), kind))
    assert found.kind == "image"
    wrong = {name: value for name, value in values(found).items() if value != EXPECTED[name]}
    assert not wrong
    assert found.fields["gross"].certain


def test_a_scan_that_lies_askew_is_read() -> None:
    askew = drawn_page().rotate(1.4, fillcolor=255)
    held = io.BytesIO()
    askew.save(held, "PDF", resolution=200)
    found = read_invoice(held.getvalue())
    assert found.kind == "pdf-scan"
    assert found.value("gross") == "600.00"
    assert found.value("invoice_number") == "INV-0142"


def test_an_e_invoice_is_read_whole_and_certain() -> None:
    found = read_invoice(UBL.format(number="INV-0142", gross="600.00").encode())
    assert found.kind == "xml"
    assert found.value("gross") == "600.00"
    assert all(each.certain for each in found.fields.values())


def test_sums_of_an_e_invoice_that_do_not_agree_are_not_certain() -> None:
    found = read_invoice(UBL.format(number="INV-0142", gross="700.00").encode())
    assert not found.fields["gross"].certain
    assert found.problems


@pytest.mark.parametrize(
    ("number", "gross", "wrong"), [("INV-0142", "600.00", None), ("INV-9999", "600.00", "invoice_number")]
)
def test_the_e_invoice_in_a_pdf_is_held_against_the_page(number: str, gross: str, wrong: str | None) -> None:
    writer = written()
    writer.add_attachment("factur-x.xml", UBL.format(number=number, gross=gross).encode())
    found = read_invoice(bytes_of(writer))
    assert found.kind == "pdf-with-xml"
    assert found.value("invoice_number") == number
    assert bool(found.problems) is (wrong is not None)
    if wrong:
        assert not found.fields[wrong].certain


def test_an_amount_on_the_page_that_is_not_the_e_invoices_is_said() -> None:
    writer = written()
    other = UBL.format(number="INV-0142", gross="9600.00").replace(">500.00", ">9500.00")
    writer.add_attachment("factur-x.xml", other.encode())
    found = read_invoice(bytes_of(writer))
    assert not found.fields["gross"].certain
    assert "does not stand on the page" in " ".join(found.problems)


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><Invoice>&c;</Invoice>'


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE Invoice SYSTEM "file:///etc/passwd"><Invoice/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://192.0.2.1/">]><Invoice>&x;</Invoice>',
        BOMB.encode(), BOMB.encode("utf-16"), b"\xef\xbb\xbf" + BOMB.encode(),
    ],
)  # fmt: skip
def test_a_document_type_is_refused(content: bytes) -> None:
    begun = time.perf_counter()
    assert read_invoice(content).kind == "unsafe"
    assert time.perf_counter() - begun < 1


def test_a_document_type_inside_a_pdf_is_refused() -> None:
    writer = written()
    writer.add_attachment("factur-x.xml", b"<!DOCTYPE a><CrossIndustryInvoice/>")
    assert read_invoice(bytes_of(writer)).kind == "unsafe"


def test_a_pdf_with_a_program_or_a_password_is_unsafe() -> None:
    running = written()
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    running.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    assert read_invoice(bytes_of(running)).kind == "unsafe"
    locked = written()
    locked.encrypt("secret", algorithm="RC4-128")
    assert read_invoice(bytes_of(locked)).kind == "unsafe"
    launching = written()
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc")}
    )
    launching.root_object[NameObject("/OpenAction")] = action
    assert read_invoice(bytes_of(launching)).kind == "unsafe"
    carrying = written()
    carrying.add_attachment("invoice.pdf.exe", b"MZ")
    assert read_invoice(bytes_of(carrying)).kind == "unsafe"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"%PDF-1.4\nbroken",
        b"%PDF-1.7\n" + b"\x00" * 5000,
        b"\x89PNG\r\n\x1a\nbroken",
        b"<Invoice",
        b"\xff\xd8\xff\xe0broken",
    ],
)
def test_what_is_broken_is_unreadable(content: bytes) -> None:
    found = read_invoice(content)
    assert found.kind == "unreadable"
    assert found.problems


def test_every_part_of_a_pdf_may_be_missing() -> None:
    whole = bytes_of(written())
    for end in range(0, len(whole), 211):
        assert read_invoice(whole[:end]).kind in ("unreadable", "pdf-text", "not-an-invoice")


def test_other_files_are_no_invoice() -> None:
    assert read_invoice(b"MZ\x90\x00 a program", "invoice.exe").kind == "not-an-invoice"
    assert read_invoice(b"<html><body>Pay me</body></html>", "invoice.pdf").kind == "not-an-invoice"
    assert read_invoice(b"PK\x03\x04", "invoice.zip").kind == "not-an-invoice"


def test_a_picture_of_100_million_points_is_refused_unopened() -> None:
    begun = time.perf_counter()
    found = read_invoice(as_file(Image.new("1", (10_000, 10_000))))
    assert found.kind == "unsafe"
    assert time.perf_counter() - begun < 2


def test_a_pdf_of_ten_thousand_pages_is_not_read() -> None:
    writer = pypdf.PdfWriter()
    for _page in range(400):
        writer.add_blank_page(100, 100)
    assert read_invoice(bytes_of(writer)).kind == "unreadable"


def test_a_blank_page_is_unreadable() -> None:
    assert read_invoice(as_file(Image.new("L", (800, 1100), 255))).kind == "unreadable"


def bomb() -> bytes:
    """A PDF whose page unfolds to two thousand million bytes."""
    packer, blanks = zlib.compressobj(9), b" " * 10_000_000
    # After a full flush the next part stands for itself, so it can be said again.
    first, again = (packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH) for _time in range(2))
    squeezed = first + again * 199 + packer.flush()
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    body += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    body += (
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(squeezed)
        + squeezed
        + b"\nendstream endobj\n"
    )
    return body + b"trailer<</Root 1 0 R>>\n%%EOF"


def word(text: str, x: float, sure: float) -> Word:
    return Word(text, x, 0, x + 10, 10, sure)


def test_what_two_readings_say_alike_is_sure_and_the_rest_is_not() -> None:
    first = [word("INV-100", 0, 0.95), word("1O0.00", 20, 0.9), word("lone", 40, 0.96)]
    second = [word("INV-100", 0, 0.9), word("100.00", 20, 0.9), word("other", 60, 0.96)]
    found = {each.text: each.sure for each in agreed(first, second)}
    assert found["INV-100"] == pytest.approx(0.95)
    assert all(sure < 0.6 for text, sure in found.items() if text != "INV-100")
    assert len(found) == 4
