"""The pocket phone of a demonstration: anybody plays a resident with a mobile telephone.

It shows what was texted to an invented number, and takes what is texted from it by the way that every provider's texts
go. Outside a demonstration it does not exist.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shirehall.capabilities.messages.api import Message, ReceivedText, mobile_number, texts_to
from shirehall.channels.sms.arriving import TooManyTextsError, take
from shirehall.channels.sms.models import ArrivedText
from shirehall.channels.sms.offering import offers
from shirehall.channels.sms.settings import sms_settings
from shirehall.design.fields import field_of
from shirehall.kernel.questions import Box
from shirehall.partnership.api import brand_for, is_demonstration

PROVIDER = "pocket"
INVENTED = "+447700900"
"""Numbers that Ofcom keeps for invented people."""
_HELD = "sms_pocket_number"
_LONGEST, _SHOWN, _WAIT_SECONDS = 500, 300, 2.0


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text as a telephone shows it. `ours` is what the council sent, with its length and its parts; `waits` where
    it has not gone out yet, `failed` where it never will."""

    key: str
    text: str
    at: datetime
    ours: bool
    length: int = 0
    parts: int = 0
    waits: bool = False
    failed: bool = False


def _demonstration(view: Any) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not is_demonstration():
            raise Http404
        answer: HttpResponse = view(request)
        return answer

    return never_cache(guarded)


@require_safe
@_demonstration
def phone(request: HttpRequest) -> HttpResponse:
    """The telephone, or which number it has."""
    return _draw(request)


@require_POST
@_demonstration
def choose(request: HttpRequest) -> HttpResponse:
    """Take a telephone with an invented number."""
    typed = request.POST.get("number", "")
    number = mobile_number(typed[:30])
    if not number.startswith(INVENTED):
        wrong = _("Enter an invented number: 07700 900 and three more digits")
        return _draw(request, typed=typed, error=wrong)
    request.session[_HELD] = number
    return HttpResponseRedirect(reverse("sms_phone"))


@require_POST
@_demonstration
def put_away(request: HttpRequest) -> HttpResponse:
    """Put the telephone away, to take another."""
    request.session.pop(_HELD, None)
    return HttpResponseRedirect(reverse("sms_phone"))


@require_POST
@_demonstration
def text(request: HttpRequest) -> HttpResponse:
    """Text something, and wait a moment for what comes back."""
    number = request.session.get(_HELD)
    if not number:
        return HttpResponseRedirect(reverse("sms_phone"))
    words = request.POST.get("text", "").strip()
    if not words or len(words) > _LONGEST:
        wrong = (
            _("Write a text first")
            if not words
            else _("Write at most %(most)s characters") % {"most": _LONGEST}
        )
        return _draw(request, words=words, error=wrong)
    received = ReceivedText(secrets.token_hex(16), number, words)
    try:
        take(provider=PROVIDER, received=received, at=timezone.now())
    except TooManyTextsError:
        return _draw(
            request,
            words=words,
            error=_("Too many texts come in just now. Wait a little, then send it again"),
        )
    _wait_for_answer(number)
    return HttpResponseRedirect(reverse("sms_phone") + "#latest")


def _wait_for_answer(number: str) -> None:
    """Until the worker has sent what was said back: a demonstration has time for that."""
    end = time.monotonic() + _WAIT_SECONDS
    waiting = Message.objects.filter(channel="sms", to=number, state=Message.State.QUEUED)
    while waiting.exists() and time.monotonic() < end:
        time.sleep(0.05)


def _draw(request: HttpRequest, *, typed: str = "", words: str = "", error: str = "") -> HttpResponse:
    number = request.session.get(_HELD, "")
    shown = _text_field(words, error) if number else _number_field(typed, error)
    context = {
        "brand": brand_for(None), "number": _written(number), "field": shown,
        "bubbles": _bubbles(number) if number else [],
        "errors": [shown.error_link] if shown.error_link else [], "offers": offers(), "council": sms_settings().number,
    }  # fmt: skip
    return render(request, "shirehall_sms/phone.html", context, status=422 if error else 200)


def _number_field(typed: str, error: str) -> Any:
    box = Box("", "text", width=20, inputmode="tel", autocomplete="off", spellcheck=False)
    return field_of(
        id="number", ask=_("Which number has the telephone?"), boxes=(box,), error=error,
        hint=_("Numbers from 07700 900000 to 07700 900999 belong to nobody."),
        raw={"": [typed or "07700 900101"]}, legend_is_heading=False,
    )  # fmt: skip


def _text_field(words: str, error: str) -> Any:
    box = Box("", "text", autocomplete="off")
    return field_of(
        id="text", ask=_("Your text"), boxes=(box,), error=error, raw={"": [words]}, legend_is_heading=False
    )


def _written(number: str) -> str:
    return f"0{number[3:7]} {number[7:]}" if number else ""


def _bubbles(number: str) -> list[Bubble]:
    """What was texted to and from a number, the oldest first."""
    ours = [
        Bubble(
            each.key, each.text, each.created_at, True, each.sms_length, each.sms_parts,
            waits=each.state == Message.State.QUEUED, failed=each.state == Message.State.FAILED,
        )
        for each in texts_to(number, limit=_SHOWN)
    ]  # fmt: skip
    rows = ArrivedText.objects.filter(number=number).exclude(text="").order_by("-id")[:_SHOWN]
    theirs = [Bubble(f"in{each.pk}", each.text, each.at, False) for each in rows]
    return sorted([*ours, *theirs], key=lambda each: (each.at, each.ours))[-_SHOWN:]
