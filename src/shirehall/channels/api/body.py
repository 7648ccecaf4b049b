"""Reads the body of a call: bounded in size and depth, numbers exact, and a fault says where it is."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shirehall.channels.api.problem import Problem
from shirehall.channels.api.settings import api_settings
from shirehall.kernel.problems import nearest

DEEPEST = 12
_LONGEST_NUMBER = 40
_TORN = re.compile(r"[\ud800-\udfff]")
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


def read_object(request: HttpRequest, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    """The JSON object that was sent, with no keys but these. Raises Problem."""
    if request.content_type not in ("application/json", ""):
        raise Problem(415, "media-type", _("Send JSON, with Content-Type: application/json."))
    given = parse(_content(request))
    if not isinstance(given, dict):
        raise Problem(400, "bad-json", _("The body must be a JSON object."))
    unknown = [
        (
            name,
            _("There is no “%(name)s” here. %(hint)s") % {"name": name[:80], "hint": nearest(name, allowed)},
        )
        for name in given
        if name not in allowed
    ]
    if unknown:
        raise Problem(400, "bad-request", _("The body has parts that do not belong there."), problems=unknown)
    return given


def _content(request: HttpRequest) -> bytes:
    most = api_settings().body_kilobytes * 1024
    content = bytes(request.read(most + 1))
    if len(content) > most:
        raise Problem(413, "too-large", _("The body may be at most %(most)s kB.") % {"most": most // 1024})
    return content


def parse(content: bytes) -> Any:
    """The value that JSON text says; numbers are int or Decimal, never a float. Raises Problem, which says where."""
    if not content.strip():
        return {}
    _refuse_deep(content)
    try:
        return json.loads(
            content.decode("utf-8"), parse_float=_number, parse_int=_whole, parse_constant=_no_constant,
            object_pairs_hook=_once,
        )  # fmt: skip
    except UnicodeDecodeError as error:
        detail = _("The body must be UTF-8; byte %(place)s is not.") % {"place": error.start + 1}
        raise Problem(400, "bad-json", detail) from error
    except json.JSONDecodeError as error:
        detail = _("Line %(line)s, column %(column)s: %(fault)s.") % {
            "line": error.lineno, "column": error.colno, "fault": error.msg
        }  # fmt: skip
        raise Problem(400, "bad-json", detail) from error


def _refuse_deep(content: bytes) -> None:
    """Before anything is built of it, since reading deep JSON takes the stack of the process."""
    depth = 0
    for match in _STRUCTURE.finditer(content):
        sign = match[0]
        depth += (sign in (b"[", b"{")) - (sign in (b"]", b"}"))
        if depth > DEEPEST:
            line = content.count(b"\n", 0, match.start()) + 1
            detail = _("Line %(line)s: nothing here is more than %(most)s levels deep.") % {
                "line": line, "most": DEEPEST
            }  # fmt: skip
            raise Problem(400, "bad-json", detail)


def _number(text: str) -> Decimal:
    if len(text) > _LONGEST_NUMBER:
        raise Problem(400, "bad-json", _("A number is too long."))
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Problem(400, "bad-json", _("A number is too large.")) from error


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise Problem(400, "bad-json", _("A number is too long."))
    return int(text)


def _no_constant(text: str) -> NoReturn:
    raise Problem(400, "bad-json", _("“%(text)s” is not JSON.") % {"text": text})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem(400, "bad-json", _("“%(name)s” stands there twice.") % {"name": twice[:80]})
    if any(_TORN.search(name) for name in found):
        raise Problem(400, "bad-json", _("A name has half of a sign in it, like \\ud800 alone."))
    return found
