"""A call of a supplier's program: whose key it is, whether it may, and an answer in JSON whatever happens."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django_ratelimit import ALL
from django_ratelimit.core import is_ratelimited

from shirehall.departments.finance.intake.e_invoices.problem import Problem
from shirehall.departments.finance.intake.keys import count_call, find_key
from shirehall.departments.finance.intake.models import SupplierKey
from shirehall.departments.finance.intake.settings import intake_settings

NO_KEY = {"WWW-Authenticate": 'Bearer realm="shirehall invoices"'}
_LONGEST_KEY = 200
Handler = Callable[..., HttpResponse]


def answer(
    body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """An answer in JSON."""
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=status,
        headers=dict(headers or {}),
        content_type="application/json",
    )


def resource(method: str) -> Callable[[Handler], Handler]:
    """A view of one address that takes one method, with a key. The handler is given the request and the key."""

    def make(handler: Handler) -> Handler:
        @csrf_exempt  # a key in a header is nothing that a browser adds by itself
        @wraps(handler)
        def view(request: HttpRequest, **named: str) -> HttpResponse:
            try:
                if request.method != method:
                    raise Problem(
                        405,
                        "method",
                        _("This address takes %(method)s.") % {"method": method},
                        {"Allow": method},
                    )
                key = _key_of(request)
                if wait := count_call(key, at=timezone.now()):
                    raise Problem(
                        429, "too-many", _("Wait %(seconds)s seconds, then go on.") % {"seconds": wait},
                        {"Retry-After": str(wait)},
                    )  # fmt: skip
                response = handler(request, key, **named)
            except Problem as problem:
                response = problem.response()
            response.headers["Cache-Control"] = "no-store"
            return response

        return view

    return make


def _key_of(request: HttpRequest) -> SupplierKey:
    scheme, _blank, given = request.headers.get("Authorization", "").partition(" ")
    key = find_key(given.strip(), at=timezone.now()) if scheme.lower() == "bearer" else None
    if key is not None:
        return key
    if _too_many_wrong_keys(request):
        raise Problem(
            429,
            "too-many",
            _("Too many wrong keys came from here. Try again in an hour."),
            {"Retry-After": "3600"},
        )
    raise Problem(401, "no-key", _("Send a header Authorization: Bearer, and your key."), NO_KEY)


def _too_many_wrong_keys(request: HttpRequest) -> bool:
    found = is_ratelimited(
        request, group="shirehall-invoices-wrong-key", key=_place, method=ALL, increment=True,
        rate=f"{intake_settings().api_wrong_keys_an_hour}/h",
    )  # fmt: skip
    return bool(found)


def _place(_group: str, request: HttpRequest) -> str:
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))


def idempotency_hash(request: HttpRequest) -> str:
    """What is kept of the key that the program gave this call. Raises Problem where there is none."""
    given = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not given or len(given) > _LONGEST_KEY or not given.isprintable():
        raise Problem(
            400,
            "bad-request",
            _("Send a header Idempotency-Key, at most 200 signs, another for each thing you send."),
        )
    return hashlib.sha256(given.encode()).hexdigest()
