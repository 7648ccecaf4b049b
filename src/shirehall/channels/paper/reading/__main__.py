"""The process that opens what strangers sent: `python -m shirehall.channels.paper.reading`. It has its own limits, no
database and no settings, and talks in lines of JSON: it says what it sees, and is told where the boxes lie.

In: {"file", "folder", "geometry", "memory", "seconds"}. For each page, out: {"page", "codes", "words"}, in: {"sheets":
[{"code": text or "", "word": number, "boxes": [...], "layout": {...}}]}, out: {"read": [{"picture", "boxes"}]}. Last,
out: {"end": true} or {"error": code}.
"""

import json
import resource
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from shirehall.channels.paper.reading.finding import Code, codes_of, straighten
from shirehall.channels.paper.reading.pages import PageError, pages_of
from shirehall.channels.paper.reading.sheet import read_sheet
from shirehall.channels.paper.reading.words import turned

Picture = NDArray[np.uint8]
_QUALITY = 82


def main() -> None:
    """Read one file."""
    asked = _heard()
    resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"] + 2))
    cv2.setNumThreads(1)
    try:
        content = Path(asked["file"]).read_bytes()
        for number, picture in enumerate(pages_of(content), start=1):
            _read_page(number, picture, asked["geometry"], Path(asked["folder"]))
        _say({"end": True})
    except PageError as error:
        _say({"error": error.code})
    except MemoryError:
        _say({"error": "too_large"})


def _read_page(number: int, picture: Picture, geometry: Mapping[str, Any], folder: Path) -> None:
    codes = codes_of(picture)
    lying = [] if codes else turned(picture, geometry)
    _say(
        {"page": number, "codes": [each.text for each in codes], "words": [words for words, _sheet in lying]}
    )
    read: list[dict[str, Any]] = []
    for place, sheet_asked in enumerate(_heard()["sheets"]):
        sheet = _straight(picture, sheet_asked, codes, lying)
        if sheet is None:
            read.append({"picture": "", "boxes": []})
            continue
        path = folder / f"{number}-{place}.jpg"
        cv2.imwrite(str(path), sheet, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        read.append({"picture": str(path), "boxes": read_sheet(sheet, sheet_asked["boxes"])})
    _say({"read": read})


def _straight(
    picture: Picture, asked: Mapping[str, Any], codes: Sequence[Code], lying: Sequence[tuple[str, Picture]]
) -> Picture | None:
    if not asked["code"]:
        sheet: Picture = lying[asked["word"]][1]
        return sheet
    code = next(each for each in codes if each.text == asked["code"])
    return straighten(picture, asked["layout"], code.corners)


def _heard() -> Any:
    return json.loads(sys.stdin.readline())


def _say(said: Mapping[str, Any]) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
