"""The forms of an invoice's page: fields put right, a correction undone, and what else can be done."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shirehall.departments.finance.desk.access import OpenInvoice, open_invoice
from shirehall.departments.finance.desk.doing import perform
from shirehall.departments.finance.desk.drawing import say_next
from shirehall.departments.finance.desk.fields import fields_of, withheld_typed
from shirehall.departments.finance.desk.listing import found_by, narrowed, next_after, wish_of
from shirehall.departments.finance.desk.offers import offers_for
from shirehall.departments.finance.desk.views.page import draw_invoice
from shirehall.departments.finance.invoices.api import InvoiceError, StaleInvoice, correct, undo_correction
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.partnership.api import authority, officer_required, scope

_MOST_SIGNS = 4000


@officer_required
@require_POST
def correct_fields(request: HttpRequest, reference: str) -> HttpResponse:
    """What was typed that differs from what stood there is put right, and what was ticked counts as looked at."""
    opened = open_invoice(request, reference)
    opened.need(opened.works)
    typed = _typed(request.POST)
    values = changes(opened.invoice, request.POST, typed)
    if not values:
        say_next(request, _("Nothing was changed."))
        return _onward(request, opened) if request.POST.get("then") == "next" else _back(request, opened)
    try:
        changed = correct(
            invoice=opened.invoice, values=values, by=opened.by, at=opened.at, seen=seen_of(request)
        )
    except InvoiceError as error:
        return _again(request, opened, "correct", typed, error)
    word = _("approved") if changed.state == Invoice.State.APPROVED else _("recorded")
    say_next(request, _("%(reference)s is %(word)s.") % {"reference": reference, "word": word})
    return _onward(request, opened) if request.POST.get("then") == "next" else _back(request, opened)


def changes(invoice: Invoice, data: QueryDict, typed: dict[str, str]) -> dict[str, str | None]:
    """What a correction holds: the fields whose text is other than it stood, and those that were looked at."""
    looked_at = set(data.getlist("right"))
    values: dict[str, str | None] = {
        field.name: typed[field.name]
        for field in fields_of(invoice, {})
        if field.name in typed and (typed[field.name] != field.typed or field.name in looked_at)
    }
    if supplier := typed.get("supplier", ""):
        values["supplier"] = supplier
    if authority(typed.get("council", "")) and typed["council"] != invoice.authority:
        values["authority"] = typed["council"]
    for name in ("is_credit", "construction"):
        if typed.get(name) in ("yes", "no") and (typed[name] == "yes") != getattr(invoice, name):
            values[name] = typed[name]
    if "withheld" in typed and typed["withheld"] != withheld_typed(invoice):
        values["withheld"] = typed["withheld"]
    return values


@officer_required
@require_POST
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    """What the machine read counts again for a field."""
    opened = open_invoice(request, reference)
    opened.need(opened.works)
    field = request.POST.get("field", "")[:40]
    try:
        undo_correction(
            invoice=opened.invoice, field=field, by=opened.by, at=opened.at, seen=seen_of(request)
        )
    except InvoiceError as error:
        return _again(request, opened, "correct", {}, error)
    say_next(request, _("What the machine read counts again."))
    return _back(request, opened)


@officer_required
@require_POST
def do(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One of the forms that the page offers."""
    opened = open_invoice(request, reference)
    offer = next((each for each in offers_for(opened) if each.name == name), None)
    typed = {
        each.partition("-")[2]: str(text)[:_MOST_SIGNS]
        for each, text in request.POST.items() if each.startswith(f"{name}-")
    }  # fmt: skip
    if offer is None:
        if not opened.answers:
            raise PermissionDenied
        gone = StaleInvoice(_("This cannot be done any more: the invoice has changed since you opened it."))
        return _again(request, opened, name, typed, gone)
    missing = {
        each.name: _("Fill in: %(what)s") % {"what": each.ask}
        for each in offer.wanted if each.needed and not typed.get(each.name, "").strip()
    }  # fmt: skip
    if missing:
        return _again(request, opened, name, typed, InvoiceError("", missing))
    try:
        said = perform(name, opened, typed, seen=seen_of(request), key=_key_of(request))
    except InvoiceError as error:
        return _again(request, opened, name, typed, error)
    say_next(request, said)
    fresh = open_invoice_or_none(request, reference)
    return _back(request, fresh) if fresh else redirect("finance_asked")


def open_invoice_or_none(request: HttpRequest, reference: str) -> OpenInvoice | None:
    """The invoice, where the officer may still see it: who answered and works elsewhere may not."""
    try:
        return open_invoice(request, reference)
    except Http404:
        return None


def _again(
    request: HttpRequest, opened: OpenInvoice, sent: str, typed: dict[str, str], error: InvoiceError
) -> HttpResponse:
    stale = isinstance(error, StaleInvoice)
    fresh = open_invoice(request, opened.invoice.case.reference) if stale else opened
    return draw_invoice(
        request, fresh, sent=sent, typed=typed, wrong=error.fields, sentence=str(error), stale=stale
    )


def _back(request: HttpRequest, opened: OpenInvoice) -> HttpResponse:
    query = wish_of(request.POST).query()
    address = reverse("finance_invoice", args=[opened.invoice.case.reference])
    return redirect(f"{address}?{query}" if query else address)


def _onward(request: HttpRequest, opened: OpenInvoice) -> HttpResponse:
    """The next invoice of the list that the officer came from; the list itself where there is no other."""
    wish = wish_of(request.POST)
    query = wish.query()
    if scope(opened.officer, "see_invoice").is_empty:
        return redirect("finance_asked")
    rows = narrowed(found_by(opened.officer, wish, opened.at, opened.on), wish)
    following = next_after(rows, opened.invoice)
    if following is None:
        return redirect(f"{reverse('finance_invoices')}?{query}" if query else "finance_invoices")
    address = reverse("finance_invoice", args=[following.case.reference])
    return redirect(f"{address}?{query}" if query else address)


def _typed(data: QueryDict) -> dict[str, str]:
    names = ("supplier", "council", "is_credit", "construction", "withheld")
    found = {name: " ".join(str(data[name]).split())[:_MOST_SIGNS] for name in names if name in data}
    fields = {
        name.removeprefix("field-"): " ".join(str(text).split())[:_MOST_SIGNS]
        for name, text in data.items() if name.startswith("field-")
    }  # fmt: skip
    return found | fields


def seen_of(request: HttpRequest) -> int:
    """The version of the invoice that the officer was shown; 0 where the form does not say."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _key_of(request: HttpRequest) -> str:
    key = request.POST.get("key", "")[:32]
    return key if key.isascii() and key.isalnum() and key else "none"
