"""The fields of an invoice as they are shown and put right: value, how sure, by which checks, and where on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shirehall.departments.finance.invoices.api import believed
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.reading.api import FIELDS

AMOUNTS, DAYS = ("net", "vat", "gross"), ("invoice_date", "due_date")
LABELS: Mapping[str, Promise] = {
    "supplier_name": gettext_lazy("Supplier’s name"),
    "supplier_vat": gettext_lazy("Supplier’s VAT number"),
    "invoice_number": gettext_lazy("Invoice number"),
    "invoice_date": gettext_lazy("Invoice date"),
    "due_date": gettext_lazy("Due date"),
    "currency": gettext_lazy("Currency"),
    "net": gettext_lazy("Net"),
    "vat": gettext_lazy("VAT"),
    "gross": gettext_lazy("To pay"),
    "po_number": gettext_lazy("Our order number"),
}
SOURCES: Mapping[str, Promise] = {
    "xml": gettext_lazy("from the e-invoice’s data"),
    "text": gettext_lazy("from the text of the page"),
    "ocr": gettext_lazy("from the picture of the page"),
}
_SMALLEST = 12.0
"""Points: a place that is smaller than a line of type is shown as high as one."""


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field. `typed` is how its value stands in the box; `sure` whether it counts as sure, by the machine or
    because a person said so (`corrected_by`); `was` what the machine read where a person put it right."""

    name: str
    label: str
    typed: str
    sure: bool
    percent: int
    source: str
    checks: tuple[str, ...]
    place: tuple[float, float, float, float] | None
    page: int
    corrected_by: str = ""
    corrected_at: datetime | None = None
    was: str = ""
    error: str = ""

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount of money."""
        return self.name in AMOUNTS


def withheld_typed(invoice: Invoice) -> str:
    """What is held back under the construction scheme, as it stands in its box."""
    return f"{invoice.withheld / 100:.2f}" if invoice.withheld else ""


def fields_of(
    invoice: Invoice, people: Mapping[str, str], typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> list[FieldShown]:  # fmt: skip
    """The ten fields, with what was typed and what is wrong with it where a form came back."""
    now = believed(invoice.read, invoice.corrected)
    read = invoice.read.get("fields", {})
    return [
        _shown(
            name, read.get(name) or {}, invoice, now.values.get(name), name in now.certain, people, typed or {},
            wrong or {},
        )
        for name in FIELDS
    ]  # fmt: skip


def _shown(
    name: str, read: Mapping[str, Any], invoice: Invoice, value: Any, sure: bool, people: Mapping[str, str],
    typed: Mapping[str, str], wrong: Mapping[str, str],
) -> FieldShown:  # fmt: skip
    given = invoice.corrected.get(name)
    box = read.get("box")
    return FieldShown(
        name=name, label=str(LABELS[name]), typed=typed.get(name, as_typed(name, value)), sure=sure,
        percent=round(100 * float(read.get("confidence") or 0)), source=str(SOURCES.get(read.get("from", ""), "")),
        checks=tuple(str(each).replace("_", " ") for each in read.get("checks", ())), place=_place(box),
        page=int(box[0]) if box else 0, corrected_by=people.get(given["by"], given["by"]) if given else "",
        corrected_at=datetime.fromisoformat(given["at"]) if given else None,
        was=(as_read(name, read.get("value")) or _("nothing")) if given else "", error=wrong.get(name, ""),
    )  # fmt: skip


def as_typed(name: str, value: Any) -> str:
    """A value as it stands in a box: pence as 1204.50, a day as 27/3/2026."""
    if value is None:
        return ""
    if name in AMOUNTS:
        return f"{value / 100:.2f}"
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    return str(value)


def as_read(name: str, text: str | None) -> str:
    """What the machine read, as a person would type it."""
    if text and name in DAYS:
        return as_typed(name, date.fromisoformat(text))
    return text or ""


def unsure(shown: Sequence[FieldShown]) -> list[FieldShown]:
    """Those that a person should look at."""
    return [field for field in shown if not field.sure]


def _place(box: Sequence[float] | None) -> tuple[float, float, float, float] | None:
    """Left, top, width and height in points."""
    if not box:
        return None
    _page, left, top, right, bottom = (float(each) for each in box)
    room = max(0.0, _SMALLEST - (bottom - top)) / 2
    return left - 2, top - room - 1, right - left + 4, bottom - top + 2 * room + 2
