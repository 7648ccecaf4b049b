"""Words from a picture, by Tesseract."""

import io
import sys
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageOps
from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level

from shirehall.departments.finance.reading.words import Sheet, Word, sheet_of

MOST_PIXELS = 60_000_000
WISHED_WIDTH = 1700
"""An A4 page at about 200 dots an inch."""


class PictureError(ValueError):
    """A picture that cannot be read. The message says why."""


def open_picture(content: bytes) -> list[Image.Image]:
    """The pages of a picture file (TIFF may hold several), upright and grey. Raises PictureError."""
    try:
        picture = Image.open(io.BytesIO(content))
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise PictureError(f"the picture has {width * height // 1_000_000} million points, which is too many")
        pages = []
        for frame in range(min(getattr(picture, "n_frames", 1), 6)):
            picture.seek(frame)
            pages.append(ImageOps.exif_transpose(picture).convert("L"))
    except PictureError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError) as error:
        raise PictureError("the picture cannot be opened") from error
    return pages


@lru_cache(maxsize=1)
def _reader() -> PyTessBaseAPI:
    return PyTessBaseAPI(path=_trained(), lang="eng", oem=OEM.LSTM_ONLY, psm=PSM.AUTO)


def _trained() -> str:
    """Where the package put what Tesseract knows."""
    found = [folder / "share" / "tessdata" for folder in (Path(sys.prefix), Path(sys.base_prefix))]
    return str(next((each for each in found if (each / "eng.traineddata").is_file()), found[0])) + "/"


def read_picture(number: int, scale: float, picture: Image.Image) -> Sheet:
    """The words of one page. `scale` is points of the picture a point of the page."""
    if picture.width < WISHED_WIDTH:
        times = min(3.0, WISHED_WIDTH / picture.width)
        picture = picture.resize((round(picture.width * times), round(picture.height * times)), Image.Resampling.LANCZOS)
        scale *= times
    reader = _reader()
    reader.SetImage(picture)
    reader.SetSourceResolution(round(72 * scale) if scale > 1 else 200)
    reader.Recognize()
    words = []
    found = reader.GetIterator()
    for each in iterate_level(found, RIL.WORD) if found else []:
        text = (each.GetUTF8Text(RIL.WORD) or "").strip()
        box = each.BoundingBox(RIL.WORD)
        if text and box:
            x0, y0, x1, y1 = (side / scale for side in box)
            words.append(Word(text, x0, y0, x1, y1, each.Confidence(RIL.WORD) / 100))
    reader.Clear()
    return sheet_of(number + 1, picture.width / scale, picture.height / scale, words)
