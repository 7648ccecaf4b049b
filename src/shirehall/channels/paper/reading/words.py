"""Printed words, read by Tesseract: the reference at the foot of a sheet whose code cannot be read."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tesserocr
from numpy.typing import NDArray
from PIL import Image

from shirehall.channels.paper.reading.finding import DOTS_A_MM, straighten

Picture = NDArray[np.uint8]


def foot_of(sheet: Picture, layout: Mapping[str, Any]) -> str:
    """The words at the foot of a straightened sheet, as they were read, parted by bars: the reference by itself, which
    has few signs to choose from, in several looks (its check tells the right one), then the whole line."""
    reference, foot = _strip(sheet, layout["reference"]), _strip(sheet, layout["foot"])
    looks = [read_line(reference, times, layout.get("signs", "")) for times in (1.0, 1.5, 2.0, 3.0)]
    return " | ".join(dict.fromkeys((*looks, read_line(foot))))


def _strip(sheet: Picture, place: Sequence[float]) -> Picture:
    left, top, width, height = (round(each * DOTS_A_MM) for each in place)
    return sheet[top : top + height, left : left + width]


def read_line(strip: Picture, times: float = 2.0, signs: str = "") -> str:
    """A line of print, made so many times larger first; of these signs alone where some are given."""
    larger = cv2.resize(strip, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)
    with tesserocr.PyTessBaseAPI(path=_data(), lang="eng", psm=tesserocr.PSM.SINGLE_LINE) as reader:
        if signs:
            reader.SetVariable("tessedit_char_whitelist", signs + "-")
        reader.SetImage(Image.fromarray(larger))
        return str(reader.GetUTF8Text()).strip()


def turned(picture: Picture, layout: Mapping[str, Any]) -> list[tuple[str, Picture]]:
    """For a sheet without a readable code: each way up in which its marks are found, with the words at its foot."""
    found = []
    for turns in range(4):
        upright = np.ascontiguousarray(np.rot90(picture, turns))
        if upright.shape[0] < upright.shape[1]:
            continue
        sheet = straighten(upright, layout, None)
        if sheet is not None:
            found.append((foot_of(sheet, layout), sheet))
    return found


@cache
def _data() -> str:
    """The folder of Tesseract's data: beside the interpreter, where its package put it, or the system's own."""
    here = Path(tesserocr.__file__).resolve()
    for folder in (*here.parents, Path("/usr/share/tesseract-ocr/5")):
        for inside in ("share/tessdata", "tessdata"):
            if (folder / inside / "eng.traineddata").is_file():
                return str(folder / inside)
    return ""
