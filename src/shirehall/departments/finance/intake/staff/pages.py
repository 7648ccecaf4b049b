"""What came in: the list with trouble first, one message, and what an officer does with it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shirehall.capabilities.documents.api import ScannerSilentError, response
from shirehall.departments.finance.intake.access import WORK, Clerk, clerk_of, open_message
from shirehall.departments.finance.intake.dealing import NothingToTryError, deal_with, try_again
from shirehall.departments.finance.intake.models import IncomingFile, IncomingMessage
from shirehall.departments.finance.intake.staff.drawing import draw, say_next
from shirehall.departments.finance.intake.staff.showing import (
    authentication_of,
    council_of,
    files_of,
    mailboxes,
    row_of,
)
from shirehall.departments.finance.intake.words import ANSWERS, CHANNELS, KINDS, STATES, why_left_out
from shirehall.partnership.api import officer_required

_SHOWN = 25
_TROUBLE_SHOWN = 10
_MOST_FOUND = 50
_SHORTEST = 3


@never_cache
@officer_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What came, the newest first; above it what needs a person."""
    clerk = clerk_of(request)
    state = request.GET.get("state", "")
    state = state if state in IncomingMessage.State.values else ""
    kind = request.GET.get("kind", "")
    kind = kind if kind in IncomingMessage.Kind.values else ""
    rows = _visible(clerk).filter(**{k: v for k, v in (("state", state), ("kind", kind)) if v})
    found, older = _page(rows, request.GET.get("before", ""))
    trouble = _visible(clerk).filter(state=IncomingMessage.State.TROUBLE)
    is_first = not (state or kind or request.GET.get("before"))
    context = {
        "rows": _rows(found), "older": _older(older, state, kind),
        "state_chosen": state, "kind_chosen": kind,
        "trouble": _rows(trouble[:_TROUBLE_SHOWN]) if is_first else [],
        "is_first": is_first, "mailboxes": mailboxes(clerk.at) if is_first else [],
        "states": [("", _("Any state")), *((name, str(words)) for name, (words, _kind) in STATES.items())],
        "kinds": [("", _("Any kind")), *((name, str(words)) for name, words in KINDS.items())],
        "may_work": bool(clerk.councils(WORK)),
    }  # fmt: skip
    return draw(request, "incoming.html", context)


@never_cache
@officer_required
def find(request: HttpRequest) -> HttpResponse:
    """Messages by sender, subject or the name of a file. What is looked for is in no address."""
    clerk = clerk_of(request)
    words = request.POST.get("q", "").strip()[:100]
    found: list[IncomingMessage] = []
    if len(words) >= _SHORTEST:
        match = Q(sender__icontains=words) | Q(subject__icontains=words)
        match |= Q(pk__in=_with_file(words).values("message"))
        found = list(_visible(clerk).filter(match)[:_MOST_FOUND])
    context = {
        "rows": _rows(found),
        "words": words,
        "shortest": _SHORTEST,
    }
    return draw(request, "find.html", context)


def _with_file(words: str) -> QuerySet[IncomingFile]:
    return IncomingFile.objects.filter(name__icontains=words)


def _visible(clerk: Clerk) -> QuerySet[IncomingMessage]:
    return IncomingMessage.objects.filter(clerk.rows()).order_by("-received_at", "-pk")


def _rows(found: Iterable[IncomingMessage]) -> list[dict[str, Any]]:
    """Lines of the list, with how many files of each are with the invoices: counted for these alone."""
    messages = list(found)
    given = IncomingFile.objects.filter(message__in=messages, file__isnull=False).order_by()
    counts = dict(given.values_list("message").annotate(Count("pk")))
    return [row_of(each, counts.get(each.pk, 0)) for each in messages]


def _page(rows: QuerySet[IncomingMessage], before: str) -> tuple[list[IncomingMessage], int]:
    """A page of the list before a message, and the number of its last where more follow."""
    if before.isascii() and before.isdigit() and len(before) < 15:
        last = IncomingMessage.objects.filter(pk=int(before)).values_list("received_at", "pk").first()
        if last is not None:
            rows = rows.filter(Q(received_at__lt=last[0]) | Q(received_at=last[0], pk__lt=last[1]))
    found = list(rows[: _SHOWN + 1])
    return found[:_SHOWN], found[_SHOWN - 1].pk if len(found) > _SHOWN else 0


def _older(number: int, state: str, kind: str) -> str:
    if not number:
        return ""
    query = "&".join(
        f"{name}={value}" for name, value in (("before", number), ("state", state), ("kind", kind)) if value
    )
    return f"{reverse('finance_incoming')}?{query}"


@never_cache
@officer_required
@require_safe
def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message, and what became of its files."""
    clerk, found = open_message(request, number)
    word, kind = STATES[found.state]
    files = files_of(found)
    context: dict[str, Any] = {
        "message": found, "word": word, "kind": kind, "what": KINDS[found.kind],
        "channel": CHANNELS.get(found.channel, ""),
        "council": council_of(found), "files": files, "authentication": authentication_of(found),
        "problems": [why_left_out(each) for each in found.problems], "may_work": clerk.may(WORK, found),
        "can_try": found.document is not None and found.state == IncomingMessage.State.TROUBLE,
        "is_open": found.state == IncomingMessage.State.TROUBLE, "answer": ANSWERS.get(found.answer, ""),
        "reading": any(each["kind"] == "working" for each in files), "is_mail": found.channel == "invoice_mail",
    }  # fmt: skip
    return draw(request, "message.html", context)


@officer_required  # type: ignore[arg-type]  # a file's response is one of its own kind
@require_safe
def original(request: HttpRequest, number: int) -> HttpResponseBase:
    """The mail as it came, to be saved: never shown, since anything may be in it."""
    _clerk, found = open_message(request, number, WORK)
    if found.document is None:
        raise Http404
    return response(found.document, attachment=True)


@officer_required
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Try once more what could not be taken."""
    clerk, found = open_message(request, number, WORK)
    try:
        try_again(message=found, by=clerk.by, at=clerk.at)
    except (NothingToTryError, ScannerSilentError) as error:
        say_next(request, str(error))
    else:
        taken = found.state == IncomingMessage.State.TAKEN
        say_next(
            request, _("It is taken in now.") if taken else _("It was tried again. It still needs a person.")
        )
    return redirect("finance_incoming_message", found.pk)


@officer_required
@require_POST
def dealt_with(request: HttpRequest, number: int) -> HttpResponse:
    """A person has dealt with it."""
    clerk, found = open_message(request, number, WORK)
    deal_with(message=found, by=clerk.by, at=clerk.at)
    say_next(request, _("It is off the list."))
    return redirect("finance_incoming")
