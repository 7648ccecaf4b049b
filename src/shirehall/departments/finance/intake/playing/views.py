"""The built-in mailbox: a page on which anybody plays a supplier. Only in a demonstration."""

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_ratelimit import ALL
from django_ratelimit.core import is_ratelimited

from shirehall.departments.finance.intake.composing import FileToSend, compose
from shirehall.departments.finance.intake.models import IncomingMessage
from shirehall.departments.finance.intake.playing.ready import Ready, ready
from shirehall.departments.finance.intake.settings import DEMONSTRATION_SERVER
from shirehall.departments.finance.intake.staff.showing import authentication_of, files_of
from shirehall.departments.finance.intake.taking import MAIL, Box, take_in_mail
from shirehall.departments.finance.intake.words import ANSWERS, KINDS, PLANTED, STATES, why_left_out
from shirehall.design.fields import field_of
from shirehall.kernel.questions import Box as FieldBox
from shirehall.partnership.api import is_demonstration

BOX = Box(MAIL, "demonstration")
_TO = "invoices@dorset-councils.example.org"
_MOST_FILES, _MOST_BYTES, _AN_HOUR = 10, 20_000_000, 120
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,24}")
_RESULTS = {
    "pass": "spf=pass; dkim=pass; dmarc=pass", "fail": "spf=fail; dkim=none; dmarc=fail", "none": "",
}  # fmt: skip
View = Callable[..., HttpResponse]


def _in_demonstration(view: View) -> View:
    """Nothing is there outside a demonstration, as if it had never been."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not is_demonstration():
            raise Http404
        return view(request, *args, **named)

    return guarded


@never_cache
@_in_demonstration
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest) -> HttpResponse:
    """Write a mail as a supplier, or send a sample."""
    given = {"sender": "accounts@quay-supplies.example.org", "subject": "", "results": "pass"}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip()[:200] for name in given}
        files = request.FILES.getlist("files")
        wrong = _wrong(given, sum(each.size or 0 for each in files), len(files))
        if not wrong and _too_often(request):
            wrong = {"files": _("Very many mails were sent from here. Wait a little.")}
        if not wrong:
            attached = [FileToSend(each.name or "file", each.read()) for each in files]
            return _send(given["sender"], given["subject"] or _("Invoice"), attached, given["results"])
    return _draw(request, given, wrong)


def _wrong(given: dict[str, str], size: int, count: int) -> dict[str, str]:
    wrong = {}
    if not _ADDRESS.fullmatch(given["sender"]):
        wrong["sender"] = _("Enter an email address, like accounts@example.org")
    if count > _MOST_FILES or size > _MOST_BYTES:
        wrong["files"] = _("Attach at most %(most)d files, %(size)d MB together") % {
            "most": _MOST_FILES,
            "size": _MOST_BYTES // 1_000_000,
        }
    return wrong


def _draw(request: HttpRequest, given: dict[str, str], wrong: dict[str, str]) -> HttpResponse:
    field = field_of(
        id="files", ask=_("Files"), hint=_("An invoice as PDF, XML, picture or ZIP. Or none."),
        boxes=(FieldBox("", "file"),), error=wrong.get("files", ""), legend_is_heading=False,
    )  # fmt: skip
    errors = [{"text": text, "href": f"#{name}"} for name, text in wrong.items()]
    context = {
        "given": given, "wrong": wrong, "field": field, "errors": errors, "to": _TO,
        "samples": [_sample_row(each) for each in ready()],
        "lately": [_lately(each) for each in IncomingMessage.objects.filter(box=BOX.name)[:10]],
        "results": [
            ("pass", _("It comes from where it says")),
            ("fail", _("The sender is forged")),
            ("none", _("Nobody looked")),
        ],
    }  # fmt: skip
    return render(request, "shirehall_finance_intake/mailbox.html", context, status=422 if wrong else 200)


def _sample_row(sample: Ready) -> dict[str, Any]:
    words = " · ".join(
        filter(None, [sample.supplier or _("Nobody known"), sample.number, sample.path.suffix[1:].upper()])
    )
    return {"name": sample.name, "words": words, "planted": PLANTED.get(sample.planted, "")}


def _lately(message: IncomingMessage) -> dict[str, Any]:
    word, kind = STATES[message.state]
    return {
        "href": reverse("invoice_mailbox_sent", args=[message.key[:32]]),
        "title": message.subject or str(KINDS[message.kind]), "word": str(word), "kind": kind,
        "at": message.received_at,
    }  # fmt: skip


@_in_demonstration
@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """Send a sample in one click."""
    found = next((each for each in ready() if each.name == request.POST.get("name")), None)
    if found is None or _too_often(request):
        return redirect("invoice_mailbox")
    content = found.path.read_bytes()
    subject = _("Invoice %(number)s") % {"number": found.number} if found.number else _("For your attention")
    return _send(found.address, subject, [FileToSend(found.path.name, content)], "pass")


def _send(sender: str, subject: str, files: list[FileToSend], results: str) -> HttpResponse:
    """Make a real mail of it and take it in, as if it had been fetched."""
    at = timezone.now()
    said = _RESULTS.get(results, "")
    raw = compose(
        sender=sender, to=_TO, subject=" ".join(subject.split()), text=_("Please find our invoice attached."), at=at,
        message_id=f"<{secrets.token_hex(12)}@{sender.rpartition('@')[2]}>", files=files,
        authentication=f"{DEMONSTRATION_SERVER}; {said}" if said else "",
    )  # fmt: skip
    message = take_in_mail(raw=raw, box=BOX, at=at).message
    return redirect("invoice_mailbox_sent", message.key[:32])


def _too_often(request: HttpRequest) -> bool:
    found = is_ratelimited(
        request,
        group="shirehall-invoice-mailbox",
        key=_place,
        rate=f"{_AN_HOUR}/h",
        increment=True,
        method=ALL,
    )
    return bool(found)


def _place(_group: str, request: HttpRequest) -> str:
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))


@never_cache
@_in_demonstration
@require_safe
def sent(request: HttpRequest, key: str) -> HttpResponse:
    """What became of a mail that was sent here."""
    message = (
        IncomingMessage.objects.filter(box=BOX.name, key__startswith=key).first() if len(key) == 32 else None
    )
    if message is None:
        raise Http404
    word, kind = STATES[message.state]
    files = files_of(message)
    context = {
        "message": message, "word": word, "kind": kind, "what": KINDS[message.kind], "files": files,
        "authentication": authentication_of(message), "problems": [why_left_out(each) for each in message.problems],
        "reading": any(each["kind"] == "working" for each in files), "answer": ANSWERS.get(message.answer, ""),
        "key": key,
        "staff": reverse("finance_incoming_message", args=[message.pk]),
    }  # fmt: skip
    return render(request, "shirehall_finance_intake/sent.html", context)
