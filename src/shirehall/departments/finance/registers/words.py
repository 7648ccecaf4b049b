"""What the pages of the registers say: states, deeds and columns in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

STANDING: Mapping[str, tuple[str, str]] = {
    "active": (gettext_noop("In use"), "good"),
    "on_hold": (gettext_noop("On hold"), "late"),
    "closed": (gettext_noop("Closed"), "done"),
}
ORDER: Mapping[str, tuple[str, str]] = {
    "open": (gettext_noop("Open"), "working"),
    "closed": (gettext_noop("Closed"), "done"),
}
CHANGE: Mapping[str, tuple[str, str]] = {
    "asked": (gettext_noop("To be called about"), "new"),
    "called": (gettext_noop("To be confirmed"), "waiting"),
    "confirmed": (gettext_noop("In its hold"), "waiting"),
    "in_force": (gettext_noop("In force"), "good"),
    "refused": (gettext_noop("Refused"), "done"),
}
IMPORT: Mapping[str, tuple[str, str]] = {
    "tried": (gettext_noop("Tried"), "waiting"),
    "done": (gettext_noop("Brought in"), "good"),
    "left": (gettext_noop("Left"), "done"),
}
PAID_BY: Mapping[str, str] = {
    "bacs": gettext_noop("BACS"),
    "direct_debit": gettext_noop("Direct debit"),
    "card": gettext_noop("Card"),
}
EVERY: Mapping[str, str] = {
    "week": gettext_noop("Every week"),
    "month": gettext_noop("Every month"),
    "quarter": gettext_noop("Every quarter"),
    "year": gettext_noop("Every year"),
}
MATCHING: Mapping[int, str] = {
    2: gettext_noop("against the order"),
    3: gettext_noop("against the order and what came"),
    4: gettext_noop("against the order, what came, and that somebody found it right"),
}
COLUMNS: Mapping[str, str] = {
    "code": gettext_noop("Code"),
    "name": gettext_noop("Name"),
    "authority": gettext_noop("Council"),
    "other_names": gettext_noop("Other names on its invoices"),
    "company_number": gettext_noop("Company number"),
    "vat_number": gettext_noop("VAT number"),
    "address": gettext_noop("Address"),
    "telephone": gettext_noop("Telephone, for calling back"),
    "email": gettext_noop("Email"),
    "remittance_email": gettext_noop("Email for remittance advice"),
    "paid_by": gettext_noop("Paid by"),
    "payment_days": gettext_noop("Days to pay in"),
    "discount_percent": gettext_noop("Discount for paying early"),
    "discount_days": gettext_noop("Days in which the discount is given"),
    "construction": gettext_noop("Under the Construction Industry Scheme"),
    "is_person": gettext_noop("A person: the name is not published"),
    "trade": gettext_noop("What it supplies"),
}
_DEEDS: Mapping[str, str] = {
    "added": gettext_noop("Added"),
    "changed": gettext_noop("Changed"),
    "held": gettext_noop("Put on hold"),
    "closed": gettext_noop("Closed"),
    "reopened": gettext_noop("Opened again"),
    "received": gettext_noop("Received"),
    "accepted": gettext_noop("Found right"),
    "not accepted": gettext_noop("Found not right"),
    "invoiced": gettext_noop("Invoiced"),
    "given back": gettext_noop("Given back by an invoice"),
    "bank asked": gettext_noop("Bank details asked for"),
    "bank called": gettext_noop("Called about bank details"),
    "bank confirmed": gettext_noop("Bank details confirmed"),
    "bank in force": gettext_noop("Bank details in force"),
    "bank refused": gettext_noop("Bank details refused"),
}


def state_of(states: Mapping[str, tuple[str, str]], code: str) -> dict[str, str]:
    """A state as the state macro takes it."""
    word, kind = states[code]
    return {"word": _(word), "kind": kind}


def deed(what: str) -> str:
    """What was done, in words."""
    return _(_DEEDS[what]) if what in _DEEDS else what


def column(name: str) -> str:
    """A column in words."""
    return _(COLUMNS[name]) if name in COLUMNS else name.replace("_", " ")
