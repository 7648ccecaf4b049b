"""A call: who calls, what the key may do, and an answer in JSON whatever happens."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from shirehall.casework.api import ChannelClosedError, IdempotencyError, SubmissionError, UnknownService
from shirehall.channels.api import limits
from shirehall.channels.api.counting import Left, count_call
from shirehall.channels.api.keys import find_key
from shirehall.channels.api.models import ApiKey, Partner
from shirehall.channels.api.problem import Problem, not_found
from shirehall.channels.api.settings import api_settings
from shirehall.kernel.api import AnswersError
from shirehall.partnership.api import is_demonstration

LOG = logging.getLogger("shirehall.api")
NO_KEY = {"WWW-Authenticate": 'Bearer realm="shirehall"'}
_PRIVATE = {"Cache-Control": "no-store", "Vary": "Authorization"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call with a key that may be used. `at` is now."""

    request: HttpRequest
    key: ApiKey
    at: datetime

    @property
    def partner(self) -> Partner:
        """Whose key it is."""
        return self.key.partner

    def need(self, action: str, *, service: str = "", authority: str = "") -> None:
        """Raise Problem where the key may not."""
        if not self.key.may(action, service=service, authority=authority):
            about = ", ".join(each for each in (action, service, authority) if each)
            detail = _("This key does not go as far as: %(about)s. Ask the council for one that does.")
            raise Problem(403, "scope", detail % {"about": about})


Handler = Callable[..., HttpResponse]


def answer(
    body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """An answer in JSON."""
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, headers=dict(headers or {}),
        content_type="application/json",
    )  # fmt: skip


def resource(**handlers: Handler) -> Callable[..., HttpResponse]:
    """A view of one address: a handler of (call, ...) for each method, in small letters."""
    methods = {name.upper(): handler for name, handler in handlers.items()}
    if "GET" in methods:
        methods["HEAD"] = methods["GET"]

    @csrf_exempt  # a key in a header is nothing that a browser adds by itself
    def view(request: HttpRequest, **named: str) -> HttpResponse:
        at, left = timezone.now(), None
        try:
            handler = methods.get(request.method or "")
            if handler is None:
                raise Problem(
                    405, "method", _("This address takes %(methods)s.") % {"methods": ", ".join(methods)},
                    headers={"Allow": ", ".join(methods)},
                )  # fmt: skip
            key = _key_of(request, at)
            left = count_call(key, at=at)
            if left.too_many:
                raise Problem(
                    429, "too-many", _("Wait %(seconds)s seconds, then go on.") % {"seconds": left.reset}
                )
            response = _told(handler, Call(request, key, at), named)
        except Problem as problem:
            response = problem.response()
        return _finish(response, left)

    return view


def _finish(response: HttpResponse, left: Left | None) -> HttpResponse:
    for name, value in {**_PRIVATE, **(left.headers if left else {})}.items():
        response.headers[name] = value
    return response


def _told(handler: Handler, call: Call, named: Mapping[str, str]) -> HttpResponse:
    """The handler's answer, what it refuses turned into a problem. Raises Problem."""
    try:
        return handler(call, **named)
    except (UnknownService, ChannelClosedError) as error:
        raise not_found(_("There is no such service for programs.")) from error
    except AnswersError as error:
        detail = _("Nothing was sent. Mend what is named, and send it again.")
        raise Problem(422, "answers", detail, problems=error.problems) from error
    except IdempotencyError as error:
        raise Problem(422, "key-reused", str(error)) from error
    except SubmissionError as error:
        raise Problem(409, "conflict", str(error)) from error
    except DatabaseError as error:
        LOG.exception("the database did not take a call of key %s", call.key.prefix)
        detail = _("We could not store this. Send it again with the same idempotency key: it is done once.")
        raise Problem(503, "fault", detail, headers={"Retry-After": "30"}) from error
    except Problem:
        raise
    except Exception as error:
        # Whatever it is, a program is told in the form it reads; what it was stands in the log.
        LOG.exception("a call of key %s failed", call.key.prefix)
        raise Problem(500, "fault", _("Something went wrong here, and nothing was sent.")) from error


def _key_of(request: HttpRequest, at: datetime) -> ApiKey:
    """The key that a request came with. Raises Problem; which of the things was wrong is not told."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        detail = _("Send your key in the header: Authorization: Bearer shk_...")
        raise Problem(401, "no-key", detail, headers=NO_KEY)
    key = find_key(given.strip()[:200])
    if key is None or not _is_usable(key, at):
        if limits.too_many_wrong_keys(request, api_settings().wrong_keys_an_hour):
            detail = _("Too many wrong keys came from your address. Wait an hour.")
            raise Problem(429, "too-many", detail, headers={"Retry-After": "3600"})
        detail = _("The key is wrong, has expired or was revoked. Ask the council for a new one.")
        raise Problem(401, "no-key", detail, headers=NO_KEY)
    return key


def _is_usable(key: ApiKey, at: datetime) -> bool:
    ended = key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= at)
    return not ended and (is_demonstration() or not key.demonstration)


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A public address in JSON: anybody may read it, from any site, and keep it for some minutes."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            if request.method not in ("GET", "HEAD", "OPTIONS"):
                raise Problem(405, "method", _("This address takes GET."), headers={"Allow": "GET"})
            response = view(request, **named)
        except Problem as problem:
            response = problem.response()
        except (UnknownService, ChannelClosedError):
            response = not_found(_("There is no such service for programs.")).response()
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers.setdefault("Cache-Control", "public, max-age=300")
        return response

    return guarded
