"""Words from a picture, by Tesseract. A page is read twice, of two sizes and in two ways: what both readings
say alike may be trusted, what only one says is marked as unsure."""

import io
import os
import re
import sys
import warnings
from functools import lru_cache
from math import atan2, cos, degrees, sin
from pathlib import Path
from statistics import median

from PIL import Image, ImageOps

from shirehall.departments.finance.reading.words import Sheet, Word, sheet_of

# More threads for one page are slower than one, and a reader is one of several processes.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level

MOST_PIXELS = 40_000_000
MOST_FRAMES = 6
FIRST_WIDTH, SECOND_WIDTH = 1800, 2250
"""How wide an upright A4 page is made for each of the readings: about 220 and 270 dots an inch."""
SHORT_SIDE = 595.0
"""A picture without a size of its own is taken for a page of this many points."""
FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")
LONE = 0.6
"""What the sureness of a word is multiplied by that only one reading has."""


class PictureError(ValueError):
    """A picture that cannot be read. The message says why."""


def open_picture(content: bytes) -> list[Image.Image]:
    """The pages of a picture file (TIFF may hold several), upright and grey. Raises PictureError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
        pages = []
        for frame in range(min(getattr(picture, "n_frames", 1), MOST_FRAMES)):
            picture.seek(frame)
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise PictureError(
                    f"the picture has {width * height // 1_000_000} million points, which is too many"
                )
            pages.append(_flat(ImageOps.exif_transpose(picture)))
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise PictureError("the picture has too many points") from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
        raise PictureError("the picture cannot be opened") from error
    return pages


def _flat(picture: Image.Image) -> Image.Image:
    """Grey, on white where it lets the ground through."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        ground = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(ground, whole).convert("L")
    return picture.convert("L")


def scale_of(picture: Image.Image) -> float:
    """Points of a picture to a point of the page, where nothing says how large the page was."""
    return min(picture.width, picture.height) / SHORT_SIDE


@lru_cache(maxsize=1)
def _reader() -> PyTessBaseAPI:
    return PyTessBaseAPI(path=_trained(), lang="eng", oem=OEM.LSTM_ONLY, psm=PSM.AUTO)


def make_ready() -> None:
    """Load what reading needs, before the first picture comes."""
    _reader()


def _trained() -> str:
    """Where the package put what Tesseract knows."""
    found = [folder / "share" / "tessdata" for folder in (Path(sys.prefix), Path(sys.base_prefix))]
    return str(next((each for each in found if (each / "eng.traineddata").is_file()), found[0])) + "/"


def read_picture(number: int, scale: float, picture: Image.Image) -> Sheet:
    """The words of one page. `number` from 0; `scale` is points of the picture a point of the page."""
    picture = ImageOps.autocontrast(picture)
    first, slope = _read(picture, scale, FIRST_WIDTH, PSM.AUTO, 0.0)
    second, _slope = _read(picture, scale, SECOND_WIDTH, PSM.SPARSE_TEXT, slope)
    size = (picture.width / scale, picture.height / scale)
    words = [
        each for each in agreed([_level(word, slope, size) for word in first], second) if not _is_speck(each)
    ]
    return sheet_of(number + 1, size[0], size[1], _with_euros(words))


def words_in(picture: Image.Image, scale: float, *, lone: bool) -> list[Word]:
    """One quick reading of a part of a page, as it is; `lone` where it is one line. Places are those of the part."""
    mode = PSM.SINGLE_LINE if lone else PSM.SPARSE_TEXT
    return _read(ImageOps.autocontrast(picture), scale, min(picture.size), mode, 0.0)[0]


def _read(
    picture: Image.Image, scale: float, width: int, mode: int, slope: float
) -> tuple[list[Word], float]:
    """One reading: its words in points of the page, and the slope of its lines."""
    if slope:
        picture = picture.rotate(degrees(atan2(slope, 1)), Image.Resampling.BICUBIC, fillcolor=255)
    times = max(0.5, min(4.0, width / min(picture.width, picture.height)))
    if abs(times - 1) > 0.05:
        new = (round(picture.width * times), round(picture.height * times))
        picture, scale = picture.resize(new, Image.Resampling.LANCZOS), scale * times
    reader = _reader()
    reader.SetPageSegMode(mode)
    reader.SetImage(picture)
    reader.SetSourceResolution(max(70, min(600, round(72 * scale))))
    reader.Recognize()
    words, slopes = [], []
    found = reader.GetIterator()
    for each in iterate_level(found, RIL.WORD) if found and not found.Empty(RIL.WORD) else []:
        text = (each.GetUTF8Text(RIL.WORD) or "").strip()
        box = each.BoundingBox(RIL.WORD)
        if not text or not box:
            continue
        line = each.Baseline(RIL.TEXTLINE)
        if line and line[1][0] - line[0][0] > 200:
            slopes.append((line[1][1] - line[0][1]) / (line[1][0] - line[0][0]))
        x0, y0, x1, y1 = (side / scale for side in box)
        words.append(Word(text, x0, y0, x1, y1, each.Confidence(RIL.WORD) / 100))
    reader.Clear()
    slope = median(slopes) if len(slopes) > 5 else 0.0
    return words, slope if 0.001 < abs(slope) < 0.1 else 0.0


def _level(word: Word, slope: float, size: tuple[float, float]) -> Word:
    """A word of a page that lies askew, where it would stand on a straight one: turned about the middle."""
    if not slope:
        return word
    angle = -atan2(slope, 1)
    middle = (size[0] / 2, size[1] / 2)
    x, y = (word.x0 + word.x1) / 2 - middle[0], (word.y0 + word.y1) / 2 - middle[1]
    dx = x * cos(angle) - y * sin(angle) + middle[0] - (word.x0 + word.x1) / 2
    dy = x * sin(angle) + y * cos(angle) + middle[1] - (word.y0 + word.y1) / 2
    return Word(word.text, word.x0 + dx, word.y0 + dy, word.x1 + dx, word.y1 + dy, word.sure)


def agreed(first: list[Word], second: list[Word]) -> list[Word]:
    """Two readings as one. A word that both have alike keeps the better sureness; where they differ the surer
    one stands, unsure; a word that one has alone is unsure too."""
    left = list(second)
    words = []
    for word in first:
        other = next((each for each in left if _same_place(word, each)), None)
        if other is None:
            words.append(_less(word))
            continue
        left.remove(other)
        if word.text == other.text:
            words.append(Word(word.text, word.x0, word.y0, word.x1, word.y1, max(word.sure, other.sure)))
        else:
            words.append(
                _less(max(word, other, key=lambda each: (each.sure > 0.5, _has_sense(each.text), each.sure)))
            )
    taken = [each for each in words if each.sure > 0.2]
    words += [_less(each) for each in left if not any(_overlap(each, other) > 0.3 for other in taken)]
    return words


def _with_euros(words: list[Word]) -> list[Word]:
    """The sign of the euro after an amount is often taken for a 6 or an e, where the page has it elsewhere.
    What is mended stays unsure."""
    if sum(word.text.endswith("€") for word in words) < 2:
        return words
    return [
        Word(f"{word.text[:-1]}€", word.x0, word.y0, word.x1, word.y1, word.sure * LONE)
        if re.fullmatch(r"\d[\d.,]*[.,]\d\d[6eEcC]", word.text) else word
        for word in words
    ]  # fmt: skip


def _is_speck(word: Word) -> bool:
    """Rules, dots and the drawing of a logo, read as letters. What has a figure in it is never thrown away."""
    if not any(sign.isalnum() or sign in "€£$/&#%" for sign in word.text):
        return True
    return word.sure < 0.3 and not any(sign.isdigit() for sign in word.text)


def _has_sense(text: str) -> bool:
    return any(each.isalnum() for each in text)


def _less(word: Word) -> Word:
    return Word(word.text, word.x0, word.y0, word.x1, word.y1, word.sure * LONE)


def _same_place(one: Word, other: Word) -> bool:
    return _overlap(one, other) > 0.5 and _overlap(other, one) > 0.4


def _overlap(one: Word, other: Word) -> float:
    """The part of a word's box that another one covers."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / (max(one.x1 - one.x0, 0.1) * max(one.y1 - one.y0, 0.1))
