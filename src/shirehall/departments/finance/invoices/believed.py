"""What an invoice says, as it counts: what the machine read, and over it what people put right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.problems import InvoiceError
from shirehall.departments.finance.reading.api import FIELDS
from shirehall.departments.finance.registers.api import invoice_key

AMOUNTS = ("net", "vat", "gross")
WITHHELD = "withheld"
DAYS = ("invoice_date", "due_date")
YES_NO = ("is_credit", "construction")
CORRECTABLE = (*FIELDS, *YES_NO, WITHHELD, "supplier", "authority")
"""The ten fields, whether it is a credit note and under the construction scheme, what is held back under it, and
the codes of the supplier and of the council that an officer chose."""
_MOST_PENCE = 10**12
_MOST_OF_ANYTHING = 10**9
_LONGEST = {"supplier_name": 300, "supplier_vat": 40, "invoice_number": 100, "po_number": 100, "currency": 3}


@dataclass(frozen=True, slots=True)
class Believed:
    """The values that count. `certain` are the names of those that are sure: read so, or given by a person."""

    values: Mapping[str, Any]
    certain: frozenset[str]

    def text(self, name: str) -> str:
        """A text, empty where there is none."""
        return self.values.get(name) or ""


def believed(read: Mapping[str, Any], corrected: Mapping[str, Any]) -> Believed:
    """From `Invoice.read` and `Invoice.corrected`: texts, pence, dates and whether."""
    values: dict[str, Any] = {name: bool(read.get(name)) for name in YES_NO}
    certain: set[str] = set()
    for name in FIELDS:
        field = read.get("fields", {}).get(name) or {}
        values[name] = _value(name, field.get("value"))
        if field.get("certain") and (values[name] is not None or field.get("value") is None):
            certain.add(name)
    for name, given in corrected.items():
        values[name] = given["value"] == "yes" if name in YES_NO else _value(name, given["value"])
        certain.add(name)
    return Believed(values, frozenset(certain))


def pence_of(text: str | None) -> int | None:
    """An amount that was read, in pence; None for none, and for one that no invoice has."""
    try:
        amount = Decimal(text or "")
    except InvalidOperation:
        return None
    if not amount.is_finite() or abs(amount) * 100 > _MOST_PENCE:
        return None
    return int(amount * 100)


def plain_decimal(text: str | None) -> Decimal | None:
    """A quantity or a price that was read; None for none, and for one that is out of all measure."""
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < _MOST_OF_ANYTHING else None


def _value(name: str, text: str | None) -> Any:
    if text is None or text == "":
        return None
    if name in (*AMOUNTS, WITHHELD):
        return pence_of(text)
    if name in DAYS:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return text[: _LONGEST.get(name, 300)]


def set_columns(invoice: Invoice) -> Believed:
    """Write what counts into the plain columns of an invoice, and give it."""
    now = believed(invoice.read, invoice.corrected)
    invoice.supplier_name = now.text("supplier_name")
    invoice.supplier_vat = now.text("supplier_vat")
    invoice.number = now.text("invoice_number")
    invoice.number_key = invoice_key(invoice.number)
    invoice.po_number = now.text("po_number")
    invoice.currency = now.text("currency")
    for name in (*AMOUNTS, *DAYS, *YES_NO):
        setattr(invoice, name, now.values.get(name))
    invoice.withheld = now.values.get(WITHHELD) or 0
    for name in AMOUNTS:
        # A credit note is printed with or without its sign; it is kept as an amount that comes off.
        amount = getattr(invoice, name)
        if invoice.is_credit and amount is not None:
            setattr(invoice, name, abs(amount))
    return now


def stored(name: str, typed: str | None) -> str | None:
    """What a person typed for a field, as it is kept: amounts with two decimals, days ISO, None for nothing. Raises
    InvoiceError with a sentence for it."""
    text = " ".join((typed or "").split())
    if name in YES_NO:
        if text not in ("yes", "no"):
            raise InvoiceError(_("Choose yes or no."))
        return text
    if not text:
        return None
    if name in (*AMOUNTS, WITHHELD):
        return _amount(text)
    if name in DAYS:
        return _day(text)
    if name == "currency":
        text = text.upper()
        if not re.fullmatch(r"[A-Z]{3}", text):
            raise InvoiceError(_("Enter the three letters of a currency, such as GBP."))
    longest = _LONGEST.get(name, 300)
    if len(text) > longest:
        raise InvoiceError(_("Use at most %(most)s signs.") % {"most": longest})
    return text


def _amount(text: str) -> str:
    plain = text.replace("£", "").replace(",", "").replace(" ", "")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise InvoiceError(_("Enter an amount in pounds and pence, such as 1,204.50.")) from None
    if not amount.is_finite() or amount != round(amount, 2) or abs(amount) * 100 > _MOST_PENCE:
        raise InvoiceError(_("Enter an amount in pounds and pence, such as 1,204.50."))
    return f"{amount:.2f}"


def _day(text: str) -> str:
    parts = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", text)
    other = re.fullmatch(r"(\d\d?)[ /.-](\d\d?)[ /.-](\d{4})", text)
    try:
        if parts:
            return date(int(parts[1]), int(parts[2]), int(parts[3])).isoformat()
        if other:
            return date(int(other[3]), int(other[2]), int(other[1])).isoformat()
    except ValueError:
        pass
    raise InvoiceError(_("Enter a day, month and year, such as 27 3 2026."))
