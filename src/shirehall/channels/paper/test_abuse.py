"""What strangers send: each file that is not read is refused or kept for a person, with a clear word, and nothing is lost."""

import struct
import zlib
from io import BytesIO

import pypdf
import pytest
from PIL import Image

from shirehall.capabilities.documents.api import content_of
from shirehall.channels.paper.conftest import CALL, MakeOfficer, Paper, sign_in
from shirehall.channels.paper.models import Scan, Sheet
from shirehall.channels.paper.words import why_not_read


def huge_png(side: int = 10_000) -> bytes:
    """A hundred megapixels in some kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * (side // 8)) * side, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf_with(width: float, height: float, pages: int = 1) -> bytes:
    """A PDF of blank pages."""
    writer = pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width, height)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb() -> bytes:
    """A PDF whose one picture unpacks to three gigabytes."""
    packed = zlib.compress(b"\0" * 30_000_000, 9)
    stream = (
        b"<</Type/XObject/Subtype/Image/Width 60000/Height 50000/BitsPerComponent 8/ColorSpace/DeviceGray"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    )
    draw = b"595 0 0 842 0 0 cm /I Do"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        stream, b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
    ]  # fmt: skip
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % each for each in places)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (huge_png(), "photo.png", "too_large"),
        (pdf_with(14_000, 14_000), "wall.pdf", "too_large"),
        (pdf_with(595, 842, 61), "book.pdf", "too_many_pages"),
        (b"%PDF-1.7\nnothing follows", "broken.pdf", "damaged"),
        (b"\xff\xd8\xff\xe0 not really", "broken.jpg", "damaged"),
    ],
    ids=["100-megapixel photo", "page as wide as a wall", "61 pages", "broken PDF", "broken photo"],
)  # fmt: skip
def test_what_cannot_be_read_is_kept_for_a_person_with_the_reason(
    paper: Paper, make_officer: MakeOfficer, content: bytes, name: str, why: str
) -> None:
    paper.give_in(content, name=name)
    scan = Scan.objects.get()
    assert (scan.state, scan.why) == ("refused", why)
    assert scan.document is not None
    assert content_of(scan.document) == content
    browser = sign_in(make_officer())
    page = browser.get("/desk/post-room/").content.decode()
    assert why_not_read(why) in page
    assert browser.post(f"/desk/post-room/file/{scan.pk}/close/", follow=True).status_code == 200
    assert why_not_read(why) not in browser.get("/desk/post-room/").content.decode()


def test_a_bomb_takes_neither_the_machine_nor_the_batch(paper: Paper) -> None:
    made = paper.print()
    sheet = paper.photo(paper.fill(made, CALL)[:1])
    batch = paper.give_in(bomb(), sheet)
    first, second = batch.scans.order_by("pk")
    # Either the limits stopped it, or the page was drawn within them and shows no form: a person looks in both cases.
    assert first.state == "refused" or [each.state for each in first.sheets.all()] == ["no_code"]
    assert first.document is not None
    assert second.state == "read"


def test_a_locked_pdf_is_refused_with_a_word_about_it(paper: Paper) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret")
    out = BytesIO()
    writer.write(out)
    paper.give_in(out.getvalue())
    scan = Scan.objects.get()
    assert scan.state == "refused"
    assert "locked with a password" in scan.why


def test_a_picture_of_something_else_waits_for_a_person(paper: Paper) -> None:
    out = BytesIO()
    Image.effect_noise((800, 1100), 60).save(out, "JPEG")
    paper.give_in(out.getvalue(), name="cat.jpg")
    assert Sheet.objects.get().state == "no_code"


def test_another_persons_sheet_lands_with_that_person_and_shows_nothing_to_others(
    paper: Paper, make_officer: MakeOfficer
) -> None:
    mine, theirs = paper.print(), paper.print(authority="north_dorset")
    paper.give_in(
        paper.photo(
            [*paper.fill(mine, CALL)[:1], *paper.fill(theirs, {**CALL, "authority": "north_dorset"})[:1]]
        )
    )
    assert set(Sheet.objects.values_list("form__code", flat=True)) == {mine.form.code, theirs.form.code}
    west = sign_in(make_officer(authority="west_dorset"))
    assert west.get(f"/desk/post-room/form/{mine.form.code}/").status_code == 200
    assert west.get(f"/desk/post-room/form/{theirs.form.code}/").status_code == 404
    hidden = Sheet.objects.get(form=theirs.form)
    assert west.get(f"/desk/post-room/sheet/{hidden.pk}/").status_code == 404
    assert west.get(f"/desk/post-room/sheet/{hidden.pk}/picture/").status_code == 404
    batch = west.get(f"/desk/post-room/batch/{hidden.scan.batch_id}/").content.decode()
    assert theirs.form.reference not in batch
    assert mine.form.reference in batch
