"""Pictures of boxes, cut out of the picture of their sheet. Pillow alone: nothing heavy is loaded for a page."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PIL import Image

from shirehall.capabilities.documents.api import content_of
from shirehall.channels.paper.models import PrintedForm, Sheet
from shirehall.channels.paper.printing.keys import Key
from shirehall.channels.paper.proposing import question_key

_DOTS_A_MM = 200 / 25.4
_ROOM = 3.0


def boxes_of(form: PrintedForm, key: Key) -> list[Mapping[str, Any]]:
    """The printed boxes of a question."""
    return [box for box in form.layout["boxes"] if question_key(box["key"]) == key]


def picture_of(sheet: Sheet, boxes: Iterable[Mapping[str, Any]]) -> bytes | None:
    """The part of a sheet on which the boxes lie, as PNG; None where its picture is gone or has none of them."""
    here = [box for box in boxes if box["sheet"] == sheet.number]
    if not here or sheet.document is None:
        return None
    try:
        content = content_of(sheet.document)
    except FileNotFoundError:
        return None
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        part = picture.crop(_area(here, picture.size))
        out = io.BytesIO()
        part.save(out, "PNG")
    return out.getvalue()


def _area(boxes: Sequence[Mapping[str, Any]], size: tuple[int, int]) -> tuple[int, int, int, int]:
    left = min(box["x"] for box in boxes) - _ROOM
    top = min(box["y"] for box in boxes) - _ROOM
    right = max(box["x"] + box["width"] for box in boxes) + _ROOM
    bottom = max(box["y"] + box["height"] for box in boxes) + _ROOM
    if all(box["kind"] == "tick" for box in boxes):
        right = 200.0  # the words beside the ticks
    scaled = [round(each * _DOTS_A_MM) for each in (left, top, right, bottom)]
    return max(0, scaled[0]), max(0, scaled[1]), min(size[0], scaled[2]), min(size[1], scaled[3])
