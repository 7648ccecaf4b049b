"""The keypad simulator of a demonstration: a telephone on a page. It rings the same webhook that a provider does."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from secrets import token_hex
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shirehall.channels.keypad.aloud import council_name
from shirehall.channels.keypad.calling import take
from shirehall.channels.keypad.models import Call
from shirehall.channels.keypad.offering import services_by_key
from shirehall.channels.keypad.providers.base import Incoming, NotTakenError
from shirehall.channels.keypad.providers.twiml import PROVIDER
from shirehall.channels.keypad.ringing import Heard, RingingError, Telephone
from shirehall.channels.keypad.voice import can_speak, speak
from shirehall.kernel.api import AnswerError
from shirehall.kernel.questions import TYPES, Asked
from shirehall.partnership.api import authorities, is_demonstration

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
MOST_KEYS = 60
_View = Callable[..., HttpResponse]
# The decorator's own type allows for no part of the address.
_plays_ours: Callable[[_View], _View] = cast("Any", csp_update({"media-src": [SELF]}))
_RUN = re.compile(r"[0-9*#]{0,60}")


def _in_demonstration(view: _View) -> _View:
    @wraps(view)
    def guarded(request: HttpRequest, **place: str) -> HttpResponse:
        if not is_demonstration():
            raise Http404
        answer = view(request, **place)
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@_in_demonstration
@_plays_ours
def ring(request: HttpRequest) -> HttpResponse:
    """Pick a service and call it."""
    error = ""
    typed = request.POST.get("caller", "")
    if request.method == "POST":
        caller, error = _caller(typed)
        if not error:
            call = f"simulated-{token_hex(8)}"
            telephone = _telephone(request, call, caller)
            try:
                heard = telephone.ring(
                    service=request.POST.get("service", ""), council=request.POST.get("council", "")
                )
            except RingingError:
                raise Http404 from None
            if heard.most:
                return HttpResponseRedirect(reverse("keypad_call", args=[call]))
            return _phone(request, call, heard)
    context = {
        "services": [(each.name, each.title) for each in services_by_key()],
        "councils": [(each.code, council_name(each.code)) for each in authorities()],
        "typed": typed,
        "errors": [{"text": error, "href": "#caller"}] if error else [],
    }
    return render(request, "shirehall_keypad/ring.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_in_demonstration
@_plays_ours
def in_call(request: HttpRequest, call: str) -> HttpResponse:
    """What is said now, and the keys."""
    telephone, heard = _standing(request, call)
    if request.method != "POST" or not heard.most:
        return _phone(request, call, heard)
    pressed, typed = request.POST.get("key", ""), request.POST.get("keys", "")
    if request.POST.get("do") == "wait":
        telephone.press(heard, "")
        return HttpResponseRedirect(reverse("keypad_call", args=[call]))
    run = f"{typed}{pressed}"
    if not _RUN.fullmatch(run):
        return _phone(request, call, heard, error=_("Use the numbers, star and hash only"))
    if heard.most > 1 and pressed and pressed != "#":
        return _phone(request, call, heard, typed=run)
    if run:
        telephone.press(heard, run[:1] if heard.most == 1 else run.removesuffix("#"))
    return HttpResponseRedirect(reverse("keypad_call", args=[call]))


@require_safe
@_in_demonstration
def speech(request: HttpRequest, call: str) -> HttpResponse:
    """What is said now, spoken."""
    _telephone_there, heard = _standing(request, call)
    sound = speak(heard.text)
    if sound is None:
        raise Http404
    return HttpResponse(sound, content_type="audio/wav")


def _phone(
    request: HttpRequest, call: str, heard: Heard, *, typed: str = "", error: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "heard": heard,
        "keys": KEYS,
        "typed": typed,
        "speech_url": reverse("keypad_speech", args=[call]) if can_speak() else "",
        "here": reverse("keypad_call", args=[call]),
        "errors": [{"text": error, "href": "#keys"}] if error else [],
    }
    return render(request, "shirehall_keypad/call.html", context)


def _standing(request: HttpRequest, call: str) -> tuple[Telephone, Heard]:
    """The call and what was said last. Raises Http404 for one that the simulator did not begin."""
    found = Call.objects.filter(provider=PROVIDER.name, provider_id=call).first()
    if found is None or not call.startswith("simulated-"):
        raise Http404(call)
    telephone = _telephone(request, call, found.caller)
    try:
        return telephone, telephone.ring()
    except RingingError as error:
        raise Http404(call) from error


def _telephone(request: HttpRequest, call: str, caller: str) -> Telephone:
    path = reverse("keypad_webhook", args=[PROVIDER.name])

    def carry(url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> str:
        query = QueryDict(url.partition("?")[2])
        incoming = Incoming(
            url=url, headers=headers, form={name: [value] for name, value in form.items()}, query=query.dict()
        )  # fmt: skip
        try:
            return take(PROVIDER, incoming, path=path, at=timezone.now()).body
        except NotTakenError as error:
            raise RingingError(str(error)) from error

    return Telephone(request.build_absolute_uri(path), call, caller, carry)


def _caller(typed: str) -> tuple[str, str]:
    """The number to call from, or what is wrong with it. None is a number that is withheld."""
    if not typed.strip():
        return "", ""
    try:
        asked = Asked("caller", "", _("the number you call from"))
        return str(TYPES["telephone"].read(asked, {"": [typed]}, on=timezone.localdate())), ""
    except AnswerError as error:
        return "", error.message
