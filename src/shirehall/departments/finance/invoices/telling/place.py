"""The picture of the place on the page that a check is about."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from shirehall.capabilities.documents.api import content_of
from shirehall.capabilities.messages.api import Picture
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.settings import FinanceSettings
from shirehall.departments.finance.reading.api import (
    Box,
    Limits,
    NoPictureError,
    ReadInvoice,
    from_json,
    picture_of_box_safely,
)

_MOST_BYTES = 400_000
_MARGIN = 24.0
_ROOM = 180.0
"""Points to the left of a place, where the words stand that say what it is."""
_OF_LINES = frozenset({"not_received", "part_received", "over_amount", "over_percent", "no_value_left"})
"""Rows of the decision that are about what was supplied: the lines are shown."""
_LOOKED_AT: Mapping[str, tuple[str, ...]] = {
    "unknown_supplier": ("supplier_name", "supplier_vat"),
    "supplier_on_hold": ("supplier_name",),
    "supplier_closed": ("supplier_name",),
    "same_number": ("invoice_number",),
    "looks_like": ("invoice_number", "gross"),
    "sums_disagree": ("net", "vat", "gross"),
    "vat_wrong": ("supplier_vat",),
    "vat_other": ("supplier_vat",),
    "no_order": ("supplier_name", "invoice_number"),
    "unknown_order": ("po_number",),
    "order_closed": ("po_number",),
    "other_supplier": ("po_number",),
    "other_council": ("po_number",),
    "foreign_currency": ("currency", "gross"),
}
"""Which fields a row of the decision looked at; for the others the amount to pay is shown."""
_USUAL = ("gross", "net")


def picture_of_place(invoice: Invoice, row: str) -> Picture | None:
    """A cut of the page round what the check looked at; None where nothing of it has a place, or no picture can be
    made. The page is drawn apart and within limits."""
    box = place_of(invoice, row)
    document = invoice.file.document
    if box is None or document is None:
        return None
    settings = FinanceSettings.current()
    limits = Limits(seconds=settings.read_seconds, megabytes=settings.read_megabytes)
    try:
        page, left, top, right, bottom = box
        roomy = (page, max(0.0, left - _ROOM), top, right, bottom)
        png = picture_of_box_safely(content_of(document), roomy, _MARGIN, limits=limits)
    except (NoPictureError, OSError):
        # The words of the e-mail say all that the picture shows.
        return None
    return Picture(png, _("The place on the page")) if len(png) <= _MOST_BYTES else None


def place_of(invoice: Invoice, row: str) -> Box | None:
    """The box round what a check looked at, on the first page that has something of it."""
    try:
        found = from_json(invoice.read)
    except (KeyError, TypeError, ValueError):
        return None
    boxes = [line.box for line in found.lines if line.box] if row in _OF_LINES else []
    boxes = boxes or [box for name in _fields_of(found, row) if (box := found.fields[name].box)]
    boxes = boxes or [box for name in _USUAL if (box := found.fields[name].box)]
    if not boxes:
        return None
    page = min(box[0] for box in boxes)
    here = [box for box in boxes if box[0] == page]
    return (
        page, min(box[1] for box in here), min(box[2] for box in here), max(box[3] for box in here),
        max(box[4] for box in here),
    )  # fmt: skip


def _fields_of(found: ReadInvoice, row: str) -> tuple[str, ...]:
    if row == "uncertain":
        return tuple(name for name, field in found.fields.items() if not field.certain)
    return _LOOKED_AT.get(row, _USUAL)
