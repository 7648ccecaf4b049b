"""What the text inside a PDF says and its pages do not show is never certain."""

import io
from collections.abc import Callable

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from shirehall.departments.finance.reading.api import ReadInvoice, read_invoice, read_safely
from shirehall.departments.finance.reading.test_file import LINES, UBL, bytes_of, drawn_page

TOTAL = next(line for line in LINES if line.startswith("Total"))
NUMBER = next(line for line in LINES if line.startswith("Invoice No"))
BANK = next(line for line in LINES if line.startswith("Sort"))


def shown(line: str, place: int, before: str = "", x: float = 50) -> str:
    return f"q {before} BT /F1 11 Tf {x} {790 - 22 * place} Td ({line}) Tj ET Q"


def page_of(drawn: list[str], *, picture: bytes = b"", to_unicode: bytes = b"") -> bytes:
    """A page of what is drawn, in Courier; `picture` may be drawn as /P, `to_unicode` says what its letters mean."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {
            NameObject(key): NameObject(value)
            for key, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Courier"))
        }
    )
    if to_unicode:
        meaning = DecodedStreamObject()
        meaning.set_data(to_unicode)
        font[NameObject("/ToUnicode")] = writer._add_object(meaning)
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    if picture:
        (image,) = pypdf.PdfReader(io.BytesIO(picture)).pages[0].images
        assert image.indirect_reference is not None
        kept = image.indirect_reference.get_object()
        assert kept is not None
        held = kept.clone(writer)
        resources[NameObject("/XObject")] = DictionaryObject({NameObject("/P"): held.indirect_reference})
    page[NameObject("/Resources")] = resources
    stream = DecodedStreamObject()
    stream.set_data("\n".join(drawn).encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    return bytes_of(writer)


def with_hidden(how: str, line: str = TOTAL) -> list[str]:
    """The lines, one of them hidden in some way."""
    return [shown(each, place, how if each == line else "") for place, each in enumerate(LINES)]


def as_pdf(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "PDF", resolution=200)
    return held.getvalue()


def another_total() -> bytes:
    """A whole page as a picture, with another total than the text has."""
    picture = drawn_page()
    pen = ImageDraw.Draw(picture)
    pen.rectangle((900, 660, 1650, 760), fill=255)
    pen.text((1100, 690), "GBP 9600.00", fill=0, font_size=36)
    return as_pdf(picture)


def covered(over: str) -> list[str]:
    y = 790 - 22 * LINES.index(TOTAL)
    return [
        *(shown(each, place) for place, each in enumerate(LINES)),
        f"q 1 g 40 {y - 4} 400 16 re f Q",
        f"q 0 g {over} Q",
    ]


def bars() -> str:
    """What looks like something, and is not drawn with letters."""
    y = 790 - 22 * LINES.index(TOTAL)
    return " ".join(f"{50 + 7 * place} {y} {2 + place % 3} {4 + place % 4} re f" for place in range(18))


def swapped() -> bytes:
    """A meaning of letters by which a drawn 9 is said to be a 6."""
    pairs = "".join(f"<{code:02x}> <{(0x36 if code == 0x39 else code):04x}>\n" for code in range(0x20, 0x7F))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"95 beginbfchar\n{pairs}endbfchar\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


ATTACKS: dict[str, Callable[[], bytes]] = {
    "not drawn": lambda: page_of(with_hidden("3 Tr")),
    "white": lambda: page_of(with_hidden("1 g")),
    "nearly white": lambda: page_of(with_hidden("0.97 g")),
    "clipped away": lambda: page_of(with_hidden("0 0 5 5 re W n")),
    "tiny": lambda: page_of(
        [shown(each, place).replace("/F1 11", "/F1 1") if each == TOTAL else shown(each, place) for place, each in enumerate(LINES)]
    ),
    "off the page": lambda: page_of(
        [shown(each, place, x=700 if each == TOTAL else 50) for place, each in enumerate(LINES)]
    ),
    "covered": lambda: page_of(covered("")),
    "covered by something else": lambda: page_of(covered(bars())),
    "the number not drawn": lambda: page_of(with_hidden("3 Tr", NUMBER)),
    "the bank white": lambda: page_of(with_hidden("1 g", BANK)),
    "under a picture": lambda: page_of(
        [*(shown(each, place) for place, each in enumerate(LINES)), "q 595 0 0 842 0 0 cm /P Do Q"],
        picture=another_total(),
    ),
    "over a picture, not drawn": lambda: page_of(
        ["q 595 0 0 842 0 0 cm /P Do Q", *(shown(each, place, "3 Tr") for place, each in enumerate(LINES))],
        picture=another_total(),
    ),
    "letters that mean others": lambda: page_of(
        [shown(each.replace("600.00", "900.00"), place) for place, each in enumerate(LINES)],
        to_unicode=swapped(),
    ),
}  # fmt: skip


def certain(found: ReadInvoice) -> list[str]:
    return [name for name, field in found.fields.items() if field.certain]


def test_an_honest_page_is_certain() -> None:
    found = read_invoice(page_of([shown(each, place) for place, each in enumerate(LINES)]))
    assert not found.contradicts
    assert {"invoice_number", "gross"} <= set(certain(found))


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_not_seen_is_never_certain(attack: str) -> None:
    found = read_invoice(ATTACKS[attack]())
    assert found.contradicts
    assert not certain(found)
    assert any("not what is seen" in each for each in found.problems)


@pytest.mark.parametrize("attack", [each for each in ATTACKS if each != "letters that mean others"])
def test_what_hides_is_found_without_reading_every_picture(attack: str) -> None:
    assert read_invoice(ATTACKS[attack](), compare=False).contradicts


def test_white_letters_on_a_dark_band_are_seen() -> None:
    y = 790 - 22 * LINES.index(TOTAL)
    found = read_invoice(page_of([f"0 g 40 {y - 5} 300 18 re f", *with_hidden("1 g")]))
    assert not found.contradicts
    assert "gross" in certain(found)


def test_a_scan_with_its_own_words_under_it_is_certain_where_both_agree() -> None:
    """As scanners make them: a picture of the page, and what was read of it as text that is not drawn."""
    drawn = []
    font = ImageFont.load_default(36)
    for place, line in enumerate(LINES):
        left, _blank, right = line.partition("   ")
        y = 842 - (150 + 90 * place + 34) * 72 / 200
        for text, x in ((left, 120), (right.strip(), 1100)):
            if text:
                wide = 100 * font.getlength(text) * 0.36 / (len(text) * 7.2)
                drawn.append(f"q 3 Tr BT /F1 12 Tf {wide:.1f} Tz {x * 0.36:.1f} {y:.1f} Td ({text}) Tj ET Q")
    content = page_of(["q 595 0 0 842 0 0 cm /P Do Q", *drawn], picture=as_pdf(drawn_page()))
    found = read_invoice(content)
    assert found.value("gross") == "600.00"
    assert not found.contradicts


def test_a_note_over_an_amount_is_looked_through() -> None:
    y = 790 - 22 * LINES.index(TOTAL)
    writer = pypdf.PdfWriter(
        clone_from=io.BytesIO(page_of([shown(each, place) for place, each in enumerate(LINES)]))
    )
    look = DecodedStreamObject()
    look.set_data(b"q 1 g 0 0 300 20 re f Q")
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(NumberObject(side) for side in (0, 0, 300, 20)),
        }
    )
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Square"),
            NameObject("/Rect"): ArrayObject(FloatObject(side) for side in (45, y - 5, 345, y + 15)),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
            NameObject("/Contents"): TextStringObject(""),
            NameObject("/F"): NumberObject(4),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    assert read_invoice(bytes_of(writer)).contradicts


def test_an_e_invoice_whose_page_hides_its_amount_contradicts() -> None:
    for hidden in ("3 Tr", "1 g"):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(page_of(with_hidden(hidden))))
        writer.add_attachment("factur-x.xml", UBL.format(number="INV-0142", gross="600.00").encode())
        found = read_invoice(bytes_of(writer))
        assert found.kind == "pdf-with-xml"
        assert found.contradicts
        assert not certain(found)


def test_it_is_found_in_the_limited_child_too() -> None:
    assert read_safely(ATTACKS["white"]()).contradicts
    assert not read_safely(ATTACKS["letters that mean others"](), compare=False).contradicts
