"""Check 1: what the file is, and which council the invoice is for."""

from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from shirehall.departments.finance.invoices.models import InvoiceFile
from shirehall.departments.finance.registers.models import PurchaseOrder
from shirehall.partnership.api import Authority, authorities

_NEAR = 86
_BY_KIND = {"unsafe": "unsafe", "unreadable": "unreadable", "not-an-invoice": "not_an_invoice"}


def council_of(
    read: Mapping[str, Any],
    chosen: str,
    order: PurchaseOrder | None,
    file: InvoiceFile,
    offered: Sequence[str],
) -> tuple[str, bool]:
    """The code of the council that an invoice is for, and whether it is for one of ours at all: what an officer chose,
    whom the page names, then our order, then whose mailbox it came to."""
    if chosen:
        return chosen, True
    texts = [str(each) for each in read.get("addressed_to", ())]
    named = _named(texts)
    if named:
        return named, True
    if order is not None:
        return order.authority, True
    # An invoice that names somebody else as its customer, and no order of ours, is not ours.
    return (file.authority or offered[0]), not texts


def document_fact(kind: str, *, contradicts: bool, is_ours: bool) -> str:
    """The fact `document`."""
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    if contradicts:
        return "contradicts_itself"
    return "invoice" if is_ours else "not_ours"


def _named(texts: Sequence[str]) -> str:
    """The one council that the texts name best; empty where none is named, or two as well as each other."""
    scores = sorted(((_score(council, texts), council.code) for council in authorities()), reverse=True)
    if not scores or scores[0][0] < _NEAR or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return ""
    return scores[0][1]


def _score(council: Authority, texts: Sequence[str]) -> float:
    names = {council.name.casefold(), council.short_name.casefold()}
    return max(
        (fuzz.partial_ratio(name, text.casefold()) for name in names for text in texts if len(text) >= 8),
        default=0,
    )
