"""The pages of a file that somebody sent, as grey pictures. Nothing is unpacked before its size is known."""

import io
from collections.abc import Iterator

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

Picture = NDArray[np.uint8]
MOST_PAGES = 60
MOST_DOTS = 45_000_000
"""A page of A4 at 600 dots an inch has 35 million."""
DOTS_AN_INCH = 200
_LARGEST_SHEET = 1200
"""The longer side of an A3 sheet, in points, with some room."""


class PageError(Exception):
    """A file that is not read. `code` says why in a word that the post room has a sentence for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def pages_of(content: bytes) -> Iterator[Picture]:
    """Each page. Raises PageError: locked, too_many_pages, too_large, damaged, not_a_picture."""
    if content.startswith(b"%PDF-"):
        yield from _of_pdf(content)
    else:
        yield from _of_picture(content)


def _of_pdf(content: bytes) -> Iterator[Picture]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise PageError("locked" if "password" in str(error).lower() else "damaged") from error
    with document:
        if len(document) > MOST_PAGES:
            raise PageError("too_many_pages")
        for number in range(len(document)):
            try:
                page = document[number]
                width, height = page.get_size()
                if min(width, height) <= 0 or max(width, height) > _LARGEST_SHEET:
                    raise PageError("too_large")
                picture = page.render(scale=DOTS_AN_INCH / 72, grayscale=True).to_numpy()
            except pypdfium2.PdfiumError as error:
                raise PageError("damaged") from error
            yield np.ascontiguousarray(picture[:, :, 0] if picture.ndim == 3 else picture)


def _of_picture(content: bytes) -> Iterator[Picture]:
    # Sizes are looked at here, before a dot is unpacked; Pillow's own limit would only warn.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "TIFF", "WEBP")) as picture:
            if getattr(picture, "n_frames", 1) > MOST_PAGES:
                raise PageError("too_many_pages")
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > MOST_DOTS:
                    raise PageError("too_large")
                upright = ImageOps.exif_transpose(frame)
                yield np.array(upright.convert("L"))
    except UnidentifiedImageError as error:
        raise PageError("not_a_picture") from error
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise PageError("damaged") from error
