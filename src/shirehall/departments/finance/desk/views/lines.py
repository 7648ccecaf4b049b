"""Splitting an invoice between budgets: lines with a cost centre and a VAT code, which must make the invoice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shirehall.departments.finance.desk.access import OpenInvoice, open_invoice
from shirehall.departments.finance.desk.drawing import draw, say_next
from shirehall.departments.finance.desk.fields import as_typed
from shirehall.departments.finance.desk.views.acting import seen_of
from shirehall.departments.finance.desk.words import money_of, supplier_of
from shirehall.departments.finance.invoices.api import (
    VAT_CODES,
    InvoiceError,
    LineCoding,
    StaleInvoice,
    code_lines,
)
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.registers.api import budget_year
from shirehall.departments.finance.registers.models import BudgetCode
from shirehall.partnership.api import officer_required

MOST_ROWS = 100
_MOST_POUNDS = Decimal(10_000_000)
VAT_WORDS: Mapping[str, Promise] = {
    "S": gettext_lazy("Standard"), "R": gettext_lazy("Reduced"), "Z": gettext_lazy("Zero"), "E": gettext_lazy("Exempt"),
    "O": gettext_lazy("Outside"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it was typed, and what is wrong with it."""

    description: str = ""
    net: str = ""
    vat: str = ""
    vat_code: str = "S"
    code: str = ""
    errors: Mapping[str, str] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into it."""
        return not (self.description or self.net or self.vat or self.code)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, reference: str) -> HttpResponse:
    """Give shares of an invoice to budgets."""
    opened = open_invoice(request, reference)
    coder = opened.works or (opened.asked and opened.invoice.queue == "accountants")
    opened.need(coder and opened.is_open)
    if request.method != "POST":
        return _page(request, opened, _standing(opened.invoice))
    rows = _typed(request.POST)
    if "more" in request.POST:
        return _page(request, opened, [*rows, Row(code=rows[-1].code if rows else "")], status=200)
    given = [row for row in rows if not row.is_empty]
    checked = [_checked(row) for row in given]
    if any(row.errors for row, _line in checked):
        return _page(
            request, opened, [row for row, _line in checked], sentence=_("Some lines are not whole.")
        )
    try:
        code_lines(
            invoice=opened.invoice, lines=[line for _row, line in checked if line], by=opened.by, at=opened.at,
            seen=seen_of(request),
        )  # fmt: skip
    except InvoiceError as error:
        stale = isinstance(error, StaleInvoice)
        fresh = open_invoice(request, reference) if stale else opened
        return _page(request, fresh, given, sentence=str(error), status=409 if stale else 422)
    say_next(request, _("The lines are coded."))
    return redirect("finance_invoice", reference)


def _page(
    request: HttpRequest, opened: OpenInvoice, rows: Sequence[Row], *, sentence: str = "", status: int = 422
) -> HttpResponse:
    found = opened.invoice
    net, vat = found.net if found.net is not None else found.gross or 0, found.vat or 0
    errors: list[dict[str, Any]] = [
        {"text": text, "href": f"#{name}-{place}"}
        for place, row in enumerate(rows, 1) for name, text in (row.errors or {}).items()
    ]  # fmt: skip
    if sentence and not errors:
        errors = [{"text": sentence, "href": "#net-1"}]
    given_net, given_vat = (sum(_pence(getattr(row, name)) or 0 for row in rows) for name in ("net", "vat"))
    context = {
        "invoice": found, "reference": found.case.reference, "rows": rows, "errors": errors,
        "supplier": supplier_of(found), "net": money_of(net), "vat": money_of(vat),
        "left_net": money_of(net - given_net), "left_vat": money_of(vat - given_vat),
        "is_whole": (net, vat) == (given_net, given_vat),
        "codes": _codes(opened), "vat_codes": [(code, str(VAT_WORDS[code])) for code in VAT_CODES],
        "seen": found.version, "may_add": len(rows) < MOST_ROWS,
    }  # fmt: skip
    return draw(request, "lines.html", context, status=status if errors else 200)


def _standing(invoice: Invoice) -> list[Row]:
    """The lines as they stand, else the whole of it as one."""
    lines = [
        Row(
            each.description, as_typed("net", each.net), as_typed("vat", each.vat), each.vat_code,
            str(each.budget_code_id or ""),
        )
        for each in invoice.lines.order_by("position")[:MOST_ROWS]
    ]  # fmt: skip
    if lines:
        return lines
    bought = invoice.order or invoice.agreement
    code = str(bought.budget_code_id or "") if bought else ""
    net = invoice.net if invoice.net is not None else invoice.gross
    return [Row("", as_typed("net", net), as_typed("vat", invoice.vat or 0), "S", code)]


def _typed(data: QueryDict) -> list[Row]:
    names = ("description", "net", "vat", "vat_code", "code")
    columns = [
        [" ".join(str(each).split())[:300] for each in data.getlist(name)[:MOST_ROWS]] for name in names
    ]
    return [
        Row(description, net, vat, vat_code, code)
        for description, net, vat, vat_code, code in zip(*columns, strict=False)
    ]


def _checked(row: Row) -> tuple[Row, LineCoding | None]:
    net, vat = _pence(row.net), _pence(row.vat or "0")
    errors = {}
    if net is None:
        errors["net"] = _("Enter the net of each line in pounds and pence, such as 1,204.50.")
    if vat is None:
        errors["vat"] = _("Enter the VAT of each line in pounds and pence, such as 240.90.")
    if not (row.code.isascii() and row.code.isdigit() and len(row.code) < 18):
        errors["code"] = _("Choose a budget code for each line.")
    if errors or net is None or vat is None:
        return Row(row.description, row.net, row.vat, row.vat_code, row.code, errors), None
    return row, LineCoding(row.description, net, vat, row.vat_code, int(row.code))


def _pence(text: str) -> int | None:
    try:
        amount = Decimal(text.replace("£", "").replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    if not amount.is_finite() or abs(amount) > _MOST_POUNDS or amount != round(amount, 2):
        return None
    return int(amount * 100)


def _codes(opened: OpenInvoice) -> list[tuple[str, str]]:
    """The open budgets of the council in this year, and whatever stands on the lines."""
    year = budget_year(opened.on)
    found = BudgetCode.objects.filter(authority=opened.invoice.authority, is_open=True, year__gte=year - 1)
    return [
        (str(each.pk), f"{each.code} {each.title} ({each.year})") for each in found.order_by("-year", "code")
    ]
