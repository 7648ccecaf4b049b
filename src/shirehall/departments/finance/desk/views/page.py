"""The page of an invoice: its picture beside what was read, the twelve checks, what happened, and what can be done."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from shirehall.casework.api import label_of, local_date, record_view, timeline
from shirehall.departments.finance.desk.access import OpenInvoice, open_invoice
from shirehall.departments.finance.desk.drawing import draw
from shirehall.departments.finance.desk.fields import FieldShown, fields_of, unsure, withheld_typed
from shirehall.departments.finance.desk.listing import kept_of, wish_of
from shirehall.departments.finance.desk.offers import Offer, offers_for
from shirehall.departments.finance.desk.pages import PageSize, picture_of_page, size_of
from shirehall.departments.finance.desk.words import (
    STATE_WORDS,
    age_of,
    council_of,
    money_of,
    names_of,
    supplier_of,
    who_is_asked,
)
from shirehall.departments.finance.invoices.api import checks_of, invoice_service
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.telling.api import what_to_do
from shirehall.departments.finance.reading.api import NoPictureError
from shirehall.departments.finance.registers.api import search_suppliers
from shirehall.design.fields import Field, error_links, field_of
from shirehall.partnership.api import authorities, may, officer_required, scope

_MOST_SUGGESTED = 12
CASE = "/desk/case/{}/"
CHECK_WORDS: Mapping[str, tuple[Promise, str]] = {
    "passed": (gettext_lazy("passed"), "good"), "cleared": (gettext_lazy("cleared"), "done"),
    "failed": (gettext_lazy("stopped here"), "bad"), "not_reached": (gettext_lazy("not reached"), "neutral"),
}  # fmt: skip


@officer_required
@require_safe
def invoice(request: HttpRequest, reference: str) -> HttpResponse:
    """One invoice, whole."""
    opened = open_invoice(request, reference)
    _note_view(opened)
    return draw_invoice(request, opened)


@officer_required
@require_safe
def printed(request: HttpRequest, reference: str) -> HttpResponse:
    """The same on paper: every fact and check, and no button."""
    opened = open_invoice(request, reference)
    _note_view(opened)
    context = {
        **_told(opened, {}, {}),
        "pages": range(opened.invoice.first_page, opened.invoice.last_page + 1),
    }
    return draw(request, "print.html", context)


def draw_invoice(
    request: HttpRequest, opened: OpenInvoice, *, sent: str = "", typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None, sentence: str = "", stale: bool = False,
) -> HttpResponse:  # fmt: skip
    """The page; after a form that could not be taken, with that form (`sent`) as it was typed. `stale`: the invoice has
    changed since the officer was shown it."""
    typed, wrong = typed or {}, wrong or {}
    correcting = sent == "correct"
    told = _told(opened, typed if correcting else {}, wrong if correcting else {})
    offers = [_offered(each, typed, wrong, sent) for each in offers_for(opened)]
    errors: list[Any] = [
        {"text": f"{field.label}: {field.error}", "href": f"#field-{field.name}"}
        for field in told["fields"] if field.error
    ]  # fmt: skip
    errors += [link for each in offers for link in error_links(each["fields"])]
    if sentence and (stale or not errors):
        errors.insert(0, {"text": sentence, "href": "#fields" if correcting else f"#do-{sent}"})
    wish = wish_of(request.GET if request.method == "GET" else request.POST)
    context = {
        **told, **_picture(request, opened, told["fields"]), "errors": errors, "offers": offers, "stale": stale,
        "seen": opened.invoice.version, "key": secrets.token_hex(16), "kept": wish.query(), "wish_kept": kept_of(wish),
        "links": links_of(opened),
        "back_url": f"{reverse('finance_invoices')}?{wish.query()}", "may_correct": opened.works and opened.is_open,
        "may_code": opened.is_open and (opened.works or (opened.asked and opened.invoice.queue == "accountants")),
        "may_take_file": opened.works and opened.invoice.file.document is not None,
        "is_unsafe": opened.invoice.read.get("kind") == "unsafe",
        "suppliers": _suppliers(opened) if opened.works and opened.is_open else [],
        "typed_supplier": typed.get("supplier", ""), "wrong_supplier": wrong.get("supplier", ""),
        "typed_withheld": typed.get("withheld", withheld_typed(opened.invoice)),
        "wrong_withheld": wrong.get("withheld", ""),
        "councils": [(each.code, each.short_name) for each in authorities()],
    }  # fmt: skip
    return draw(request, "invoice.html", context, status=409 if stale else 422 if errors else 200)


def _told(opened: OpenInvoice, typed: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, Any]:
    """What is told of an invoice, on the page and on paper."""
    found, question = opened.invoice, opened.question
    happened = timeline(found.case, for_resident=False)
    earlier = list(found.exceptions.filter(ended_at__isnull=False).order_by("-ended_at")[:20])
    asked = [
        each for row in (question, *earlier) if row for each in (row.person, row.second_person, row.ended_by)
    ]
    correctors = [each["by"] for each in found.corrected.values()]
    people = names_of([*asked, *correctors, *(each.by for each in happened), found.checked_by])
    fields = fields_of(found, people, typed, wrong)
    word, kind = STATE_WORDS[Invoice.State(found.state)]
    return {
        "invoice": found, "reference": found.case.reference,
        "title": f"{supplier_of(found)}, {found.number or _('no number')}",
        "supplier": supplier_of(found), "council": council_of(found.authority), "word": str(word), "kind": kind,
        "age": age_of(found, opened.on), "amount": money_of(found.gross, found.currency), "wanted": question,
        "asked": who_is_asked(question, people),
        "to_do": what_to_do(question.queue, question.check_row) if question else "",
        "fields": fields, "unsure": unsure(fields) if opened.is_open else [], "checks": [
            {"number": each.number, "title": each.title, "on": each.on, "because": each.because,
             "word": str(CHECK_WORDS[each.state][0]), "kind": CHECK_WORDS[each.state][1]}
            for each in checks_of(found)
        ],
        "lines": list(found.lines.select_related("budget_code").order_by("position")),
        "events": [
            {
                "title": label_of(each.kind), "at": each.at, "by": people.get(each.by, each.by),
                "text": _said(each.payload),
            }
            for each in happened
        ][::-1],
        "earlier": [{"row": each, "asked": who_is_asked(each, people), "by": people.get(each.ended_by, each.ended_by)}
                    for each in earlier],
        "problems": found.read.get("problems", ()), "received_on": local_date(found.received_at),
        "checked_by": people.get(found.checked_by, found.checked_by),
    }  # fmt: skip


def _said(payload: Mapping[str, Any]) -> str:
    """What of an event is worth reading in a line."""
    for name in ("note", "reason", "finding", "subject"):
        if isinstance(text := payload.get(name), str) and text:
            return text
    return ", ".join(payload["fields"]).replace("_", " ") if isinstance(payload.get("fields"), list) else ""


def _picture(request: HttpRequest, opened: OpenInvoice, fields: list[FieldShown]) -> dict[str, Any]:
    """The page that is shown: the one that was asked for, else the first with something to look at."""
    found = opened.invoice
    pages = range(found.first_page, found.last_page + 1)
    wished = request.GET.get("page", "")
    page = int(wished) if wished.isascii() and wished.isdigit() and len(wished) < 6 else 0
    if page not in pages:
        doubtful = [field.page for field in unsure(fields) if field.page in pages]
        page = doubtful[0] if doubtful else found.first_page
    size: PageSize | None = None
    try:
        size = size_of(picture_of_page(found.file, page))
    except NoPictureError:
        page = 0
    places = (
        [field for field in fields if field.place and field.page == page] if size and size.has_places else []
    )
    return {"page": page, "pages": pages if page else (), "size": size, "places": places}


def _offered(offer: Offer, typed: Mapping[str, str], wrong: Mapping[str, str], sent: str) -> dict[str, Any]:
    ours = sent == offer.name
    fields: list[Field] = [
        field_of(
            id=f"{offer.name}-{each.name}", ask=each.ask, boxes=(each.box,), hint=each.hint, legend_is_heading=False,
            raw={"": [typed.get(each.name, "") if ours else each.start]},
            error=wrong.get(each.name, "") if ours else "",
        )
        for each in offer.wanted
    ]  # fmt: skip
    return {"offer": offer, "fields": fields, "open": ours or (offer.open and not sent)}


def links_of(opened: OpenInvoice) -> list[dict[str, str]]:
    """Where else the officer may look, and what else they may do."""
    found, officer = opened.invoice, opened.officer
    links = []
    if found.supplier and not scope(officer, "see_invoice").is_empty:
        links.append(
            {"text": _("The supplier’s page"), "href": reverse("finance_supplier", args=[found.supplier.pk])}
        )
        if found.queue == "bank_details" and not scope(officer, "change_bank_details").is_empty:
            ask = reverse("finance_bank_ask", args=[found.supplier.pk])
            links.append({"text": _("Ask for a change of bank details"), "href": ask})
    elif found.supplier is None and opened.waits and not scope(officer, "keep_registers").is_empty:
        links.append({"text": _("Add the supplier to the register"), "href": reverse("finance_supplier_add")})
    if found.order and (opened.works or opened.asked):
        links.append(
            {
                "text": _("The order, and what came of it"),
                "href": reverse("finance_order", args=[found.order.pk]),
            }
        )
    if may(officer, "see_case", team=invoice_service().owner, authority=found.authority):
        links.append({"text": _("The case’s own record"), "href": CASE.format(found.case.reference)})
    return links


def _suppliers(opened: OpenInvoice) -> list[tuple[str, str]]:
    """Suppliers whose names are like the one that was read, for who chooses one."""
    words = opened.invoice.supplier_name.split()
    found = search_suppliers(words[0])[:_MOST_SUGGESTED] if words else []
    return [(each.code, each.name) for each in found]


def _note_view(opened: OpenInvoice) -> None:
    """Put into the record that the officer looked, once a day."""
    case = opened.invoice.case
    if not case.events.filter(kind="viewed", by=opened.by, at__date=opened.on).exists():
        record_view(case=case, by=opened.by, at=opened.at)
