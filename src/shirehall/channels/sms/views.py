"""The address that a provider calls when a text came in."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shirehall.capabilities.messages.api import Incoming, NotReceivedError, receiver_called
from shirehall.channels.sms.arriving import TooManyTextsError, take

_log = logging.getLogger("shirehall.sms")
_LONGEST = 20_000
_TOO_LONG, _LATER = 413, 503


@csrf_exempt
@require_POST
def inbound(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a text from a provider that proves itself. The answer is empty: it goes out as a text of its own. What is
    refused says why to the provider, and nothing of anybody."""
    receiver = receiver_called(provider)
    if receiver is None:
        raise Http404(provider)
    if _length(request) > _LONGEST:
        return HttpResponse(status=_TOO_LONG)
    incoming = Incoming(
        headers={name.lower(): value for name, value in request.headers.items()},
        query={name: request.GET[name] for name in request.GET},
        body=request.body,
    )
    try:
        received = receiver.read(incoming)
    except NotReceivedError as error:
        _log.warning("a text from %s was not taken: %s", provider, error)
        return HttpResponse(str(error), status=error.status, content_type="text/plain; charset=utf-8")
    try:
        take(provider=provider, received=received, at=timezone.now())
    except TooManyTextsError:
        return HttpResponse(status=_LATER, headers={"Retry-After": "600"})
    return HttpResponse(status=200)


def _length(request: HttpRequest) -> int:
    text = request.headers.get("Content-Length") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else _LONGEST + 1
