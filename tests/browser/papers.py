"""Papers that residents send: a real picture and a real PDF, made when they are wanted."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload


def _payslip() -> Any:
    paper = Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(paper).text((40, 40), "Invented payslip: 300.00 a week", fill="black")
    return paper


def picture(name: str = "payslip.png") -> FilePayload:
    """A PNG."""
    kept = BytesIO()
    _payslip().save(kept, "PNG")
    return FilePayload(name=name, mimeType="image/png", buffer=kept.getvalue())


def pdf(name: str = "payslip.pdf") -> FilePayload:
    """A PDF of one page."""
    kept = BytesIO()
    _payslip().save(kept, "PDF")
    return FilePayload(name=name, mimeType="application/pdf", buffer=kept.getvalue())


def not_a_picture(name: str = "payslip.png") -> FilePayload:
    """A program that says it is a picture."""
    return FilePayload(name=name, mimeType="image/png", buffer=b"MZ\x90\x00" + b"\x00" * 400)
