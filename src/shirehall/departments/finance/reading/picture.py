"""Pictures of the pages of a file, for people: nobody has to open a stranger's file. Only what is drawn on a page is
drawn: no form is filled in, no program is run, nothing is fetched. Made in the limited child, as reading is."""

import io
import warnings

import pypdfium2
from PIL import Image, ImageOps

from shirehall.departments.finance.reading import ocr, pdf
from shirehall.departments.finance.reading.found import Box

NARROWEST, WIDEST = 40, 2400
MOST_POINTS = 12_000_000
BOX_DPI = 150
LARGEST_PICTURE = 12_000_000


class NoPictureError(ValueError):
    """There is no picture of that. The message says why."""


def page_count(content: bytes) -> int:
    """How many pages a file shows: 0 for XML, for other files, and for what cannot be opened."""
    try:
        if is_pdf(content):
            with pdf.opened(content) as document:
                return len(document)
        return _frames(_opened(content)) if is_picture(content) else 0
    except (NoPictureError, pdf.UnreadablePdfError, pdf.EncryptedPdfError):
        return 0


def page_picture(content: bytes, page: int, width: int) -> bytes:
    """A page (from 1) as a PNG that is so many dots wide. Raises NoPictureError."""
    return _png(_drawn(content, page, max(NARROWEST, min(WIDEST, width))))


def picture_of_box(content: bytes, box: Box, margin: float = 12.0) -> bytes:
    """The part of a page around a box, with a margin in points, as a PNG of 150 dots an inch. Raises NoPictureError."""
    page, left, top, right, bottom = box
    whole = _drawn(content, page, None)
    scale = whole.width / _width_in_points(content, page, whole)
    part = (
        max(0, int((left - margin) * scale)),
        max(0, int((top - margin) * scale)),
        min(whole.width, int((right + margin) * scale) + 1),
        min(whole.height, int((bottom + margin) * scale) + 1),
    )
    if part[2] <= part[0] or part[3] <= part[1]:
        raise NoPictureError("the place does not lie on the page")
    return _png(whole.crop(part))


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF by its first bytes."""
    return b"%PDF-" in content[:1024]


PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"RIFF")


def is_picture(content: bytes) -> bool:
    """Whether a file is a picture by its first bytes."""
    return content.startswith(PICTURES)


def _drawn(content: bytes, page: int, width: int | None) -> Image.Image:
    """A page, so many dots wide, or at BOX_DPI."""
    if is_pdf(content):
        return _of_pdf(content, page, width)
    if is_picture(content):
        return _of_file(content, page, width)
    raise NoPictureError("the file has no pages to look at")


def _of_pdf(content: bytes, page: int, width: int | None) -> Image.Image:
    try:
        with pdf.opened(content) as document:
            if not 1 <= page <= len(document):
                raise NoPictureError(f"there is no page {page}")
            shown = document[page - 1]
            wide, high = shown.get_size()
            scale = width / wide if width else BOX_DPI / 72
            scale = min(scale, (MOST_POINTS / (wide * high)) ** 0.5)
            # The document has no form environment, so neither fields nor scripts come to life.
            drawn: Image.Image = shown.render(scale=scale, may_draw_forms=False).to_pil()
            return drawn.convert("RGB")
    except (pdf.UnreadablePdfError, pdf.EncryptedPdfError, pypdfium2.PdfiumError, ZeroDivisionError) as error:
        raise NoPictureError(str(error)) from error


def _of_file(content: bytes, page: int, width: int | None) -> Image.Image:
    picture = _opened(content)
    if not 1 <= page <= _frames(picture):
        raise NoPictureError(f"there is no page {page}")
    try:
        picture.seek(page - 1)
        if picture.width * picture.height > ocr.MOST_PIXELS:
            raise NoPictureError("the picture has too many points")
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        ground = Image.new("RGBA", upright.size, "white")
        flat = Image.alpha_composite(ground, upright).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
        raise NoPictureError("the picture cannot be opened") from error
    times = (width or round(ocr.SHORT_SIDE * BOX_DPI / 72 * flat.width / min(flat.size))) / flat.width
    times = min(times, (MOST_POINTS / (flat.width * flat.height)) ** 0.5)
    return flat.resize(
        (max(1, round(flat.width * times)), max(1, round(flat.height * times))), Image.Resampling.LANCZOS
    )


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at by itself
            return Image.open(io.BytesIO(content), formats=ocr.FORMATS)
    except Image.DecompressionBombError as error:
        raise NoPictureError("the picture has too many points") from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
        raise NoPictureError("the picture cannot be opened") from error


def _frames(picture: Image.Image) -> int:
    return min(getattr(picture, "n_frames", 1), ocr.MOST_FRAMES)


def _width_in_points(content: bytes, page: int, whole: Image.Image) -> float:
    """How wide the page is by which boxes are told: a picture without a size of its own has a short side of 595."""
    if not is_pdf(content):
        return whole.width * ocr.SHORT_SIDE / min(whole.size)
    with pdf.opened(content) as document:
        return float(document[page - 1].get_size()[0])


def _png(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    if not _has_colour(picture):
        picture = picture.convert("L")
    picture.save(held, "PNG", compress_level=6)
    if held.tell() > LARGEST_PICTURE:
        raise NoPictureError("the picture would be too large")
    return held.getvalue()


def _has_colour(picture: Image.Image) -> bool:
    """Whether any of its parts is more than a shade of grey."""
    _hue, saturation, _value = picture.resize((120, 120)).convert("HSV").split()
    return sum(saturation.histogram()[49:]) > 0
