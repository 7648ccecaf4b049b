"""Files made to harm: none is opened further than is safe, none raises, none takes the machine, and the next is read."""

import contextlib
import io
import random
import struct
import time
import zlib
from collections.abc import Callable

import pypdf
import pytest
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from shirehall.departments.finance.reading.api import (
    KINDS,
    Limits,
    NoPictureError,
    page_picture_safely,
    read_each_safely,
    read_invoice,
    read_safely,
)
from shirehall.departments.finance.reading.test_file import UBL, as_file, bomb, bytes_of, drawn_page, written

GOOD = UBL.format(number="INV-0142", gross="600.00").encode()
RUNS = DictionaryObject(
    {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
)


def action(kind: str) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("calc.exe")}
    )


def of_root(key: str, value: DictionaryObject) -> Callable[[pypdf.PdfWriter], None]:
    def put(writer: pypdf.PdfWriter) -> None:
        writer.root_object[NameObject(key)] = writer._add_object(value)

    return put


def of_note(key: str, value: PdfObject, kind: str = "/Link") -> Callable[[pypdf.PdfWriter], None]:
    def put(writer: pypdf.PdfWriter) -> None:
        note = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject(kind),
                NameObject("/Rect"): ArrayObject(NumberObject(side) for side in (0, 0, 10, 10)),
                NameObject(key): value,
            }
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return put


def named(writer: pypdf.PdfWriter) -> None:
    names = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), RUNS])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): names})


def carrying(name: str) -> Callable[[pypdf.PdfWriter], None]:
    def put(writer: pypdf.PdfWriter) -> None:
        writer.add_attachment(name, b"MZ")

    return put


def broken_before(writer: pypdf.PdfWriter) -> None:
    """A harmful action, after an attachment at which reading attachments fails."""
    writer.add_attachment("factur-x.xml", b"x")
    files = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]
    files[1] = NullObject()
    writer.root_object[NameObject("/OpenAction")] = RUNS


ACTIVE: dict[str, Callable[[pypdf.PdfWriter], None]] = {
    "when opened": of_root("/OpenAction", RUNS),
    "when closed": of_root("/AA", DictionaryObject({NameObject("/WC"): RUNS})),
    "named": named,
    "launches": of_root("/OpenAction", action("/Launch")),
    "sends": of_note("/A", action("/SubmitForm")),
    "imports": of_note("/A", action("/ImportData")),
    "opens what is embedded": of_note("/A", action("/GoToE")),
    "after another": of_note(
        "/A",
        DictionaryObject(
            {NameObject("/S"): NameObject("/GoTo"), NameObject("/Next"): ArrayObject([action("/Launch")])}
        ),
    ),
    "when looked at": of_note("/AA", DictionaryObject({NameObject("/PV"): RUNS}), "/Widget"),
    "a film": of_note("/T", TextStringObject("x"), "/RichMedia"),
    "of an outline": of_root(
        "/Outlines",
        DictionaryObject({NameObject("/First"): DictionaryObject({NameObject("/A"): action("/Launch")})}),
    ),
    "a form that computes": of_root(
        "/AcroForm", DictionaryObject({NameObject("/XFA"): TextStringObject("x")})
    ),
    "a program": carrying("invoice.pdf.EXE"),
    "a program of words": carrying("invoice.docm"),
    "behind what is broken": broken_before,
}


@pytest.mark.parametrize("attack", ACTIVE)
def test_a_pdf_that_does_something_by_itself_is_unsafe_and_can_be_looked_at(attack: str) -> None:
    writer = written()
    ACTIVE[attack](writer)
    content = bytes_of(writer)
    found = read_invoice(content)
    assert found.kind == "unsafe"
    assert found.problems
    assert not found.fields
    assert page_picture_safely(content, 1, 200).startswith(b"\x89PNG")


def test_links_and_files_that_do_nothing_are_safe() -> None:
    writer = written()
    link = DictionaryObject(
        {
            NameObject("/S"): NameObject("/URI"),
            NameObject("/URI"): TextStringObject("https://supplier.example.org/"),
        }
    )
    of_note("/A", link)(writer)
    writer.add_attachment("timesheet.xlsx", b"PK")
    assert read_invoice(bytes_of(writer)).kind == "pdf-text"


def many_pages(count: int) -> bytes:
    body = [b"%PDF-1.4", b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj"]
    kids = b" ".join(b"3 0 R" for _page in range(count))
    body.append(b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj" % (count, kids))
    body.append(b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj")
    return b"\n".join([*body, b"trailer<</Root 1 0 R>>", b"%%EOF"])


def nested_pages() -> bytes:
    """Ten to the ninth pages, said in a few hundred bytes."""
    body = [b"%PDF-1.4", b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj"]
    for number in range(2, 11):
        kids = b" ".join(b"%d 0 R" % (number + 1) for _kid in range(10))
        body.append(b"%d 0 obj<</Type/Pages/Count 1/Kids[%s]>>endobj" % (number, kids))
    body.append(b"11 0 obj<</Type/Page/MediaBox[0 0 595 842]>>endobj")
    return b"\n".join([*body, b"trailer<</Root 1 0 R>>", b"%%EOF"])


def drawn_again() -> bytes:
    """A page that draws a form that draws ten forms that draw ten forms, to the ninth."""
    body = [
        b"%PDF-1.4",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj",
    ]
    draws = b"/F Do " * 10
    body.append(
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj"
    )
    body.append(b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj" % (len(draws), draws))
    for number in range(5, 14):
        inside = draws if number < 13 else b"0 0 10 10 re f " * 10
        body.append(
            b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>/Length %d>>"
            b"stream\n%s\nendstream endobj" % (number, number + 1, len(inside), inside)
        )
    return b"\n".join([*body, b"trailer<</Root 1 0 R>>", b"%%EOF"])


def huge_picture() -> bytes:
    """A page with a picture of 40,000 by 40,000 points, which is nothing when it is packed."""
    packed = zlib.compress(b"\x00" * (40_000 // 8 * 2_000), 9)
    draw = b"q 595 0 0 842 0 0 cm /P Do Q"
    body = [
        b"%PDF-1.4",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>endobj",
        b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj" % (len(draw), draw),
        b"5 0 obj<</Type/XObject/Subtype/Image/Width 40000/Height 40000/BitsPerComponent 1/ColorSpace/DeviceGray"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj" % (len(packed), packed),
    ]
    return b"\n".join([*body, b"trailer<</Root 1 0 R>>", b"%%EOF"])


def huge_page() -> bytes:
    return many_pages(1).replace(b"[0 0 595 842]", b"[0 0 9e8 9e8]")


def huge_png() -> bytes:
    """A picture that says it is 60,000 by 60,000 points."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\x00" * 100_000)) + part(b"IEND", b"")


def packed_attachment() -> bytes:
    """An e-invoice inside that unfolds to more than there is memory."""
    writer = written()
    writer.add_attachment("factur-x.xml", b"x")
    content = bytes_of(writer)
    packer, blanks = zlib.compressobj(9), b" " * 10_000_000
    first, again = (packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH) for _time in range(2))
    whole = first + again * 150 + packer.flush()
    held = io.BytesIO()
    reader = pypdf.PdfReader(io.BytesIO(content))
    clone = pypdf.PdfWriter(clone_from=reader)
    names = clone.root_object["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]
    stream = DecodedStreamObject()
    stream.set_data(whole)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    names[1].get_object()["/EF"][NameObject("/F")] = clone._add_object(stream)
    clone.write(held)
    return held.getvalue()


def deep_xml() -> bytes:
    return b"<Invoice>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</Invoice>"


def wide_xml() -> bytes:
    return GOOD.replace(b"</Invoice>", b"<x>" + b"y" * 12_000_000 + b"</x></Invoice>")


def many_lines() -> bytes:
    return GOOD.replace(
        b"</Invoice>", b"<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>" * 100_000 + b"</Invoice>"
    )


def nested_tiff() -> bytes:
    """A picture whose pages lead back to its first."""
    held = io.BytesIO()
    Image.new("L", (50, 50), 255).save(
        held, "TIFF", save_all=True, append_images=[Image.new("L", (50, 50))] * 40
    )
    return held.getvalue()


HUGE: dict[str, Callable[[], bytes]] = {
    "10,000 pages": lambda: many_pages(10_000),
    "pages in pages": nested_pages,
    "drawn again and again": drawn_again,
    "a huge picture in a PDF": huge_picture,
    "a huge page": huge_page,
    "a huge picture": huge_png,
    "a packed stream": bomb,
    "a packed attachment": packed_attachment,
    "deep XML": deep_xml,
    "wide XML": wide_xml,
    "XML of many lines": many_lines,
    "a picture of many pages": nested_tiff,
}


@pytest.mark.parametrize("attack", HUGE)
def test_what_would_take_the_machine_ends_and_the_next_is_read(attack: str) -> None:
    content = HUGE[attack]()
    limits = Limits(seconds=3, megabytes=512)
    begun = time.monotonic()
    (found, *_more) = read_each_safely(content, "a.pdf", limits=limits)
    assert time.monotonic() - begun < 5
    assert found.kind in KINDS
    assert not any(field.certain for field in found.fields.values()) or attack.startswith(
        ("XML", "a packed att")
    )
    begun = time.monotonic()
    with contextlib.suppress(NoPictureError):
        page_picture_safely(content, 1, 400, limits=limits)
    assert time.monotonic() - begun < 5
    assert read_safely(GOOD, "a.xml").kind == "xml"


def test_10000_pages_are_refused_at_once() -> None:
    begun = time.monotonic()
    found = read_invoice(many_pages(10_000))
    assert found.kind == "unreadable"
    assert "10000 pages" in found.problems[0]
    assert time.monotonic() - begun < 2


WHOLE = {"pdf": bytes_of(written()), "xml": GOOD, "png": as_file(drawn_page().resize((330, 466)))}


@pytest.mark.parametrize("kind", WHOLE)
def test_no_damage_raises(kind: str) -> None:
    """Bytes changed, cut and doubled by chance, the same ones each time."""
    chance = random.Random(kind)
    for _time in range(12 if kind == "png" else 60):
        content = bytearray(WHOLE[kind])
        for _change in range(chance.randint(1, 20)):
            place = chance.randrange(len(content))
            match chance.randrange(3):
                case 0:
                    content[place] = chance.randrange(256)
                case 1:
                    del content[place : place + chance.randrange(40)]
                case _:
                    content[place:place] = content[place : place + chance.randrange(40)]
            if not content:
                break
        found = read_invoice(bytes(content), "a")
        assert found.kind in KINDS
        assert found.fields or found.problems
