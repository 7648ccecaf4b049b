"""From a kept file to decided invoices: what the limited child read is written down, and each invoice goes down the
line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shirehall.capabilities.documents.api import content_of
from shirehall.departments.finance.invoices.believed import set_columns
from shirehall.departments.finance.invoices.deciding import decide_first
from shirehall.departments.finance.invoices.learned import hints_for
from shirehall.departments.finance.invoices.lines import write_lines
from shirehall.departments.finance.invoices.models import Invoice, InvoiceFile
from shirehall.departments.finance.invoices.settings import FinanceSettings
from shirehall.departments.finance.reading.api import ReadInvoice, read_each_safely


def take_in(number: int, *, at: datetime) -> int:
    """Read a file and decide about every invoice in it; gives how many there are. Doing it again changes nothing."""
    file = InvoiceFile.objects.select_related("document").get(pk=number)
    if file.state == InvoiceFile.State.READ:
        return file.invoices.count()
    if file.document is None:
        return 0
    content, limits = content_of(file.document), FinanceSettings.current().limits
    found = read_each_safely(content, file.name, limits=limits)
    if hints := hints_for(found):
        found = read_each_safely(content, file.name, hints=hints, limits=limits)
    with transaction.atomic():
        file = InvoiceFile.objects.select_for_update(of=("self",)).get(pk=number)
        if file.state == InvoiceFile.State.WAITING:
            _write(file, found, at)
    return len(found)


def _write(file: InvoiceFile, found: Sequence[ReadInvoice], at: datetime) -> None:
    file.state, file.read_at = InvoiceFile.State.READ, at
    file.kind = found[0].kind
    file.problems = _storable([problem for each in found for problem in each.problems])
    file.pages = max((each.pages for each in found), default=0)
    file.save()
    for part, each in enumerate(found):
        first, last = each.part or (1, max(each.pages, 1))
        invoice = Invoice(
            file=file, part=part, first_page=first, last_page=last, read=_storable(each.to_json()),
            bank=list(each.bank), received_at=file.received_at,
        )  # fmt: skip
        set_columns(invoice)
        decide_first(invoice, at=at)
        write_lines(invoice)


def _storable(read: Any) -> Any:
    """The same without signs that no database keeps: noughts and halves of pairs, as broken fonts give them."""
    match read:
        case str():
            return "".join(sign for sign in read if sign != "\0" and not "\ud800" <= sign <= "\udfff")
        case dict():
            return {name: _storable(value) for name, value in read.items()}
        case list():
            return [_storable(value) for value in read]
    return read
