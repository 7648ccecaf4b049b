"""What a reading process is asked, and what it answers: a request is a line of JSON and then the file; an answer is
bytes, JSON or a PNG."""

import json
from collections.abc import Mapping
from typing import Any

from shirehall.departments.finance.reading.file import read_invoice
from shirehall.departments.finance.reading.hints import Hint, Layout, hint_from_json
from shirehall.departments.finance.reading.learning import teach_from
from shirehall.departments.finance.reading.picture import (
    NoPictureError,
    page_count,
    page_picture,
    picture_of_box,
)
from shirehall.departments.finance.reading.splitting import read_each

DONE, NONE = b"+", b"-"
"""The first byte of an answer: what was asked for, or a sentence why there is none."""


def asked(request: Mapping[str, Any], content: bytes) -> bytes:
    """A request and its file as they are sent."""
    return json.dumps(request).encode() + b"\n" + content


def answered(sent: bytes) -> bytes:
    """The answer to what `asked` made."""
    line, _end, content = sent.partition(b"\n")
    request = json.loads(line)
    try:
        return DONE + _WORK[request["do"]](request, content)
    except NoPictureError as error:
        return NONE + str(error).encode()


def _read(request: Mapping[str, Any], content: bytes) -> bytes:
    found = read_invoice(content, request["name"], hints=_hints(request), compare=bool(request["compare"]))
    return _json(found.to_json())


def _each(request: Mapping[str, Any], content: bytes) -> bytes:
    each = read_each(content, request["name"], hints=_hints(request), compare=bool(request["compare"]))
    return _json([found.to_json() for found in each])


def _page(request: Mapping[str, Any], content: bytes) -> bytes:
    return page_picture(content, int(request["page"]), int(request["width"]))


def _box(request: Mapping[str, Any], content: bytes) -> bytes:
    page, left, top, right, bottom = request["box"]
    return picture_of_box(content, (int(page), left, top, right, bottom), float(request["margin"]))


def _count(_request: Mapping[str, Any], content: bytes) -> bytes:
    return _json(page_count(content))


def _teach(request: Mapping[str, Any], content: bytes) -> bytes:
    part = request["part"]
    taught = teach_from(Layout(_hints(request)), content, request["values"], tuple(part) if part else None)
    return _json(taught.to_json())


def _hints(request: Mapping[str, Any]) -> tuple[Hint, ...]:
    return tuple(hint_from_json(each) for each in request["hints"])


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


_WORK = {"read": _read, "each": _each, "page": _page, "box": _box, "count": _count, "teach": _teach}
