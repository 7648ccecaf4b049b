"""Pictures of pages and of places on them."""

import contextlib
import io

import pytest
from PIL import Image, ImageDraw
from pypdf.generic import DictionaryObject, NameObject, NumberObject, RectangleObject, TextStringObject

from shirehall.departments.finance.reading.api import (
    NoPictureError,
    page_count,
    page_count_safely,
    page_picture,
    page_picture_safely,
    picture_of_box,
    picture_of_box_safely,
    read_invoice,
)
from shirehall.departments.finance.reading.test_file import UBL, as_file, bomb, bytes_of, drawn_page, written

XML = UBL.format(number="INV-0142", gross="600.00").encode()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "PNG"
    return picture


def dark(picture: Image.Image) -> float:
    """The share of its points that are dark."""
    points = picture.convert("L").histogram()
    return sum(points[:128]) / sum(points)


def test_a_page_is_as_wide_as_it_was_asked_for() -> None:
    picture = opened(page_picture(bytes_of(written()), 1, 800))
    assert picture.width == pytest.approx(800, abs=1)
    assert picture.height == pytest.approx(800 * 842 / 595, abs=2)
    assert dark(picture) > 0.001


@pytest.mark.parametrize("content", [bytes_of(written()), as_file(drawn_page())])
def test_the_picture_of_a_box_shows_what_stands_there(content: bytes) -> None:
    found = read_invoice(content)
    box = found.fields["gross"].box
    assert box is not None
    near = opened(picture_of_box(content, box, 4))
    assert dark(near) > 0.02
    assert near.width < 200
    with pytest.raises(NoPictureError):
        picture_of_box(content, (1, 5000, 5000, 5100, 5100))


def test_a_picture_on_its_side_is_turned_by_what_the_camera_says() -> None:
    picture = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, 40, 200), fill="red")
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(held, "JPEG", exif=exif)
    shown = opened(page_picture(held.getvalue(), 1, 200))
    assert shown.size == (200, 400)
    assert shown.convert("RGB").getpixel((100, 5)) != (255, 255, 255)


def test_each_page_of_a_tiff_is_shown() -> None:
    pages = [Image.new("L", (200, 280), shade) for shade in (255, 0)]
    held = io.BytesIO()
    pages[0].save(held, "TIFF", save_all=True, append_images=pages[1:])
    assert page_count(held.getvalue()) == 2
    assert dark(opened(page_picture(held.getvalue(), 1, 100))) == 0
    assert dark(opened(page_picture(held.getvalue(), 2, 100))) == 1


def test_what_has_no_page_has_no_picture() -> None:
    for content in (XML, b"", b"%PDF-1.4 broken", b"\x89PNG broken"):
        assert page_count(content) == 0
        assert page_count_safely(content) == 0
        with pytest.raises(NoPictureError):
            page_picture(content, 1, 400)
    for page in (0, 2):
        with pytest.raises(NoPictureError):
            page_picture(bytes_of(written()), page, 400)


def test_a_script_does_not_run_and_the_page_is_shown() -> None:
    running = written()
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.launchURL('http://192.0.2.1/')"),
    }
    running.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    assert dark(opened(page_picture_safely(bytes_of(running), 1, 400))) > 0.001


def test_pictures_are_made_apart_and_within_limits() -> None:
    content = bytes_of(written())
    assert page_count_safely(content) == 1
    assert page_picture_safely(content, 1, 300) == page_picture(content, 1, 300)
    box = (1, 50.0, 50.0, 200.0, 80.0)
    assert picture_of_box_safely(content, box) == picture_of_box(content, box)
    with pytest.raises(NoPictureError):
        page_picture_safely(XML, 1, 300)
    with pytest.raises(NoPictureError):
        page_picture_safely(as_file(Image.new("1", (10_000, 10_000))), 1, 300)
    with contextlib.suppress(NoPictureError):
        page_picture_safely(bomb(), 1, 300)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("margin", [0, 30])
def test_a_page_that_is_turned_or_cut_is_read_as_it_is_shown(turned: int, margin: int) -> None:
    writer = written()
    page = writer.pages[0]
    if turned:
        page.rotate(-turned)
        page.transfer_rotation_to_content()
        page[NameObject("/Rotate")] = NumberObject(turned)
    box = page.mediabox
    page.mediabox = RectangleObject(
        (box.left - margin, box.bottom - margin, box.right + margin, box.top + margin)
    )
    page.cropbox = page.mediabox
    found = read_invoice(bytes_of(writer))
    place = found.fields["gross"].box
    assert found.value("gross") == "600.00"
    assert place is not None
    straight = read_invoice(bytes_of(written())).fields["gross"].box
    assert straight is not None
    assert place == pytest.approx((1, *(side + margin for side in straight[1:])), abs=0.1)
    assert dark(opened(picture_of_box(bytes_of(writer), place, 2))) > 0.02
