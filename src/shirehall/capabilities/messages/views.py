"""The outbox page. Open in a demonstration, which answers on this machine alone; else for officers who audit."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from shirehall.capabilities.documents.api import response
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.queries import message_called, outbox_page
from shirehall.partnership.api import is_demonstration, may, officer_of, officer_required

_View = Callable[..., HttpResponseBase]
# The decorator's own type allows for no part of the address.
_frames_ours: Callable[[_View], _View] = cast("Any", csp_update({"frame-src": [SELF]}))
_EMAIL_POLICY = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "base-uri 'none'"
)


_MAY_LOOK = 204


@officer_required
def _auditors_only(request: HttpRequest, /) -> HttpResponse:
    if not may(officer_of(request), "see_audit", team=None, authority=None):
        raise PermissionDenied
    return HttpResponse(status=_MAY_LOOK)


def _may_look(view: _View) -> _View:
    @wraps(view)
    def guarded(request: HttpRequest, **place: str) -> HttpResponseBase:
        answer: HttpResponseBase = HttpResponse(status=_MAY_LOOK)
        if not is_demonstration():
            answer = _auditors_only(request)
        if answer.status_code == _MAY_LOOK:
            answer = view(request, **place)
            answer.headers["Cache-Control"] = "no-store, private"
        return answer

    return guarded


@require_safe
@_may_look
def outbox(request: HttpRequest) -> HttpResponse:
    """All messages, newest first."""
    page = outbox_page(before=_place(request, "before"), after=_place(request, "after"))
    return render(request, "shirehall_messages/outbox.html", {"page": page})


@require_safe
@_may_look
@_frames_ours
def message_page(request: HttpRequest, key: str) -> HttpResponse:
    """One message, an email in a frame where nothing of it can run."""
    return render(request, "shirehall_messages/message.html", {"message": _found(key)})


@require_safe
@_may_look
@xframe_options_sameorigin
def email_as_it_arrives(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML of an email and nothing else."""
    message = _found(key)
    if not message.html:
        raise Http404
    return HttpResponse(message.html, headers={"Content-Security-Policy": _EMAIL_POLICY})


@require_safe
@_may_look
def letter(request: HttpRequest, key: str) -> FileResponse:
    """The PDF of a letter."""
    message = _found(key)
    if message.document is None:
        raise Http404
    return response(message.document)


def _found(key: str) -> Message:
    message = message_called(key)
    if message is None or message.disposed_at is not None:
        raise Http404
    return message


def _place(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
