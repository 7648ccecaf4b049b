"""A window to take pictures in, and the pictures: each light enough for a page of documentation."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import WIDE

FOLDER = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 150_000
TALLEST = 1700


def window(browser: Browser, width: int) -> Page:
    """A window of its own, with nobody signed in."""
    height = 900 if width == WIDE else 740
    page = browser.new_context(viewport=ViewportSize(width=width, height=height), locale="en-GB").new_page()
    page.set_default_timeout(60_000)
    return page


def take(page: Page, name: str, *, whole: bool = True) -> None:
    """One picture of a page."""
    page.mouse.move(0, 0)
    taken = Image.open(BytesIO(page.screenshot(full_page=whole))).convert("RGB")
    keep(taken.crop((0, 0, taken.width, min(taken.height, TALLEST))), name)


def keep(taken: Image.Image, name: str) -> None:
    """Write a picture, with as many colours as its weight allows."""
    for colours in (128, 64, 32, 16):
        kept = BytesIO()
        taken.quantize(colours, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if kept.tell() < MOST_BYTES:
            break
    (FOLDER / f"{name}.png").write_bytes(kept.getvalue())
    print(f"{name}.png  {kept.tell() // 1000} kB")
