"""What becomes of a page on a scanner or before a telephone."""

import io
import random
import time
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

DPI = 200
SKEW = 1.5
QUALITY = 60
_WHEN = time.gmtime(0)
Grey = NDArray[np.uint8]


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def scan(pdf: bytes, given: random.Random) -> bytes:
    """A PDF of pictures alone: 200 dpi grey, askew by up to 1.5 degrees, blurred, with noise, JPEG of quality 60."""
    pages = [Image.fromarray(_scanned(page, given)) for page in _drawn(pdf)]
    out = io.BytesIO()
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=DPI,
        quality=QUALITY,
        creationDate=_WHEN,
        modDate=_WHEN,
    )
    return out.getvalue()


def photograph(pdf: bytes, given: random.Random) -> bytes:
    """A JPEG of the first page on a table: seen from a little aside, in uneven light."""
    page = _drawn(pdf)[0]
    high, wide = page.shape
    edge = 90
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    moved = (
        corners
        + edge
        + np.array([[given.uniform(-45, 45) for _axis in "xy"] for _corner in corners], np.float32)
    )
    turn = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    seen = cv2.warpPerspective(
        page, turn, (wide + 2 * edge, high + 2 * edge), flags=cv2.INTER_AREA, borderValue=(95,)
    )
    rows, columns = np.mgrid[0 : seen.shape[0], 0 : seen.shape[1]]
    across, down = given.uniform(-0.22, 0.22), given.uniform(-0.22, 0.22)
    light = 0.86 + across * (columns / seen.shape[1] - 0.5) + down * (rows / seen.shape[0] - 0.5)
    lit = _noisy(cv2.GaussianBlur(seen, (0, 0), 0.6) * light, given, 4.0)
    out = io.BytesIO()
    Image.fromarray(lit).save(out, "JPEG", quality=80, dpi=(DPI, DPI))
    return out.getvalue()


def _drawn(pdf: bytes) -> list[Grey]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            np.asarray(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")) for page in document
        ]
    finally:
        document.close()


def _scanned(page: Grey, given: random.Random) -> Grey:
    high, wide = page.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), given.uniform(-SKEW, SKEW), 1.0)
    turned = cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(250,))
    return _noisy(cv2.GaussianBlur(turned, (0, 0), given.uniform(0.5, 0.9)), given, 6.0)


def _noisy(page: NDArray[Any], given: random.Random, strength: float) -> Grey:
    noise = np.random.default_rng(given.getrandbits(32)).standard_normal(page.shape, np.float32) * strength
    mixed: Grey = np.clip(page + noise, 0, 255).astype(np.uint8)
    return mixed
