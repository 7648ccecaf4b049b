"""What is done to a run from its page. Each form carries the version and the fingerprint that the page showed."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shirehall.departments.finance.payments import approving, ending, proposing
from shirehall.departments.finance.payments.access import Payer, open_run
from shirehall.departments.finance.payments.drawing import draw, say_next
from shirehall.departments.finance.payments.fields import read_amount, read_day, read_whole
from shirehall.departments.finance.payments.models import Payment, PaymentRun
from shirehall.departments.finance.payments.problems import RefusedRun, RunError
from shirehall.departments.finance.payments.releasing import release
from shirehall.departments.finance.payments.run_page import page_of
from shirehall.partnership.api import officer_required


@officer_required
@require_POST
def act(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Approve, release, send back, cancel, recall, say that the bank took it, or move it to another day."""
    payer, run = open_run(request, number)
    if name not in _ACTS:
        raise Http404
    done, says = _ACTS[name]
    return _do(request, payer, run, lambda: done(request, _given(request, payer, run)), says())


@officer_required
@require_POST
def change(request: HttpRequest, number: int, invoice: int) -> HttpResponse:
    """Leave an invoice out of a proposed run, put it back, or pay it in part."""
    payer, run = open_run(request, number)
    given = {**_given(request, payer, run), "invoice": invoice}
    because = request.POST.get("because", "")
    what = request.POST.get("what", "")
    if what == "put_back":
        return _do(
            request, payer, run, lambda: proposing.put_back(**given), _("The invoice is in the run again.")
        )
    if what == "part":
        amount = read_amount(request.POST.get("amount", "")) or 0
        return _do(
            request, payer, run, lambda: proposing.pay_in_part(**given, amount=amount, because=because),
            _("The invoice is paid in part."),
        )  # fmt: skip
    return _do(
        request,
        payer,
        run,
        lambda: proposing.leave_out(**given, because=because),
        _("The invoice is left out."),
    )


@officer_required
@require_POST
def came_back(request: HttpRequest, number: int, payment: int) -> HttpResponse:
    """The bank sent a payment back."""
    payer, run = open_run(request, number)
    found = get_object_or_404(Payment, pk=payment, run=run)
    because = request.POST.get("because", "")
    seen = read_whole(request.POST, "seen")
    return _do(
        request, payer, run,
        lambda: ending.mark_failed(payment=found, because=because, by=payer.officer, at=payer.at, seen=seen),
        _("The payment came back. Its invoices can be paid again."),
    )  # fmt: skip


def _do(
    request: HttpRequest, payer: Payer, run: PaymentRun, done: Callable[[], object], says: str
) -> HttpResponse:
    try:
        done()
    except RunError as error:
        run.refresh_from_db()
        errors = [
            {"text": str(error), "href": "#next"},
            *({"text": each, "href": "#next"} for each in error.reasons),
        ]
        status = 403 if isinstance(error, RefusedRun) else 422
        return draw(request, "run.html", page_of(payer, run), status=status, errors=errors)
    say_next(request, says)
    return redirect("finance_run", run.pk)


def _given(request: HttpRequest, payer: Payer, run: PaymentRun) -> dict[str, Any]:
    return {"run": run, "by": payer.officer, "at": payer.at, "seen": read_whole(request.POST, "seen")}


def _fingerprint(request: HttpRequest) -> str:
    return request.POST.get("fingerprint", "")


def _because(request: HttpRequest) -> str:
    return request.POST.get("because", "")


def _move_day(request: HttpRequest, given: dict[str, Any]) -> object:
    pay_on = read_day(request.POST.get("pay_on", ""))
    if pay_on is None:
        raise RunError(_("Give a day, like 27/3/2026"))
    return proposing.move_day(pay_on=pay_on, **given)


_ACTS: dict[str, tuple[Callable[[HttpRequest, dict[str, Any]], object], Callable[[], str]]] = {
    "approve": (
        lambda request, given: approving.approve(fingerprint=_fingerprint(request), **given),
        lambda: _("The run is approved. A third person releases it."),
    ),
    "release": (
        lambda request, given: release(fingerprint=_fingerprint(request), **given),
        lambda: _("The run is released. Take its file to the bank."),
    ),
    "send_back": (
        lambda request, given: approving.send_back(because=_because(request), **given),
        lambda: _("The run is sent back, and can be changed."),
    ),
    "cancel": (
        lambda request, given: ending.cancel(because=_because(request), **given),
        lambda: _("The run is cancelled."),
    ),
    "recall": (
        lambda request, given: ending.recall(because=_because(request), **given),
        lambda: _("The run is recalled. Tell the bank too, where it has the file."),
    ),
    "sent": (
        lambda request, given: ending.mark_sent(note=request.POST.get("because", ""), **given),
        lambda: _("It is kept that the bank took the run."),
    ),
    "move_day": (_move_day, lambda: _("The run pays on another day now.")),
}
