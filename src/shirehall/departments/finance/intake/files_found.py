"""What a file is by its first bytes, as far as it matters to where it goes, and a name that is safe to show. Pure."""

import struct
import unicodedata
from typing import Literal

Kind = Literal["pdf", "xml", "picture", "zip", "mail", "office", "web_page", "winmail", "sealed", "other"]
READABLE: frozenset[str] = frozenset({"pdf", "xml", "picture"})
"""What may be an invoice."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a", b"BM")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TNEF = b"\x78\x9f\x3e\x22"
_IN_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/vnd.")
_LONGEST_NAME = 120
_NOT_IN_NAMES = frozenset('<>:"|?*')
_ENDINGS: dict[str, str] = {"pdf": ".pdf", "xml": ".xml", "picture": ".png", "zip": ".zip", "mail": ".eml"}


def kind_of(content: bytes, *, name: str = "", content_type: str = "") -> Kind:
    """By its bytes; its name and the type that the sender gave it count only where the bytes say nothing."""
    head = content[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "office" if any(sign in content[:4096] for sign in _IN_OFFICE) else "zip"
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    if head.startswith(_OLD_OFFICE):
        return "office"
    if head.startswith(_TNEF) or "ms-tnef" in content_type or name.lower() == "winmail.dat":
        return "winmail"
    if "pkcs7-mime" in content_type or "pgp-encrypted" in content_type or name.lower().endswith(".p7m"):
        return "sealed"
    if _is_marked_up(head):
        return "web_page" if _is_web_page(head) else "xml"
    return "mail" if name.lower().endswith(".eml") else "other"


def _is_marked_up(head: bytes) -> bool:
    return _plain(head).startswith(b"<") and len(_plain(head)) > 1


def _is_web_page(head: bytes) -> bool:
    text = _plain(head).lower()
    return text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<svg")) or b"<html" in text


def _plain(head: bytes) -> bytes:
    """Without marks of byte order, blanks, and the noughts of UTF-16."""
    return head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")


def safe_name(given: str, kind: str, *, instead: str) -> str:
    """The last part of a path, without signs that hide, steer or turn the line round; `instead` is the stem where
    nothing is left."""
    last = unicodedata.normalize("NFC", given[:1000]).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in _NOT_IN_NAMES
    )
    stem, dot, ending = " ".join(kept.split()).strip(". ").rpartition(".")
    if not dot or not 1 <= len(ending) <= 5 or not ending.isalnum():
        stem, ending = f"{stem}{dot}{ending}", _ENDINGS.get(kind, ".bin")[1:]
    return f"{stem[:_LONGEST_NAME].strip(' .') or instead}.{ending}"


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as the head of a picture says them, nothing decoded; None where it does not say."""
    try:
        if content.startswith(b"\x89PNG"):
            return _two(">II", content, 16)
        if content.startswith(b"GIF8"):
            return _two("<HH", content, 6)
        if content.startswith(b"BM"):
            width, height = _two("<ii", content, 18)
            return abs(width), abs(height)
        if content.startswith(b"\xff\xd8"):
            return _of_jpeg(content)
    except struct.error:
        return None
    return None


def _two(form: str, content: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, content, at)
    return int(first), int(second)


_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MOST_SEGMENTS = 200


def _of_jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    for _segment in range(_MOST_SEGMENTS):
        if content[at : at + 1] != b"\xff":
            return None
        marker, length = struct.unpack_from(">BH", content, at + 1)
        if marker in _FRAMES:
            height, width = _two(">HH", content, at + 5)
            return width, height
        at += 2 + int(length)
    return None
