"""What people do to an invoice: put right, judge, code, look afterwards, stop paying. Each is one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shirehall.casework.api import local_date, record
from shirehall.departments.finance.invoices.access import why_not_judge
from shirehall.departments.finance.invoices.believed import CORRECTABLE, WITHHELD, set_columns, stored
from shirehall.departments.finance.invoices.deciding import decide_again, lock_invoice, move_to
from shirehall.departments.finance.invoices.learned import plan_learning
from shirehall.departments.finance.invoices.lines import LineCoding, replace_lines
from shirehall.departments.finance.invoices.models import Invoice, PayingStop
from shirehall.departments.finance.invoices.problems import InvoiceError, StaleInvoice
from shirehall.departments.finance.invoices.published import invoice_service
from shirehall.departments.finance.registers.api import supplier_by_code
from shirehall.kernel.api import Judgement
from shirehall.partnership.api import Officer

State = Invoice.State
_OPEN = (State.WITH_PERSON, State.APPROVED)


def correct(
    *, invoice: Invoice, values: Mapping[str, str | None], by: str, at: datetime, seen: int
) -> Invoice:
    """Put fields right, as typed, and decide again. A field that is typed as it stands counts as confirmed. Raises
    InvoiceError with a sentence for each field, StaleInvoice."""
    given, wrong = {}, {}
    for name, typed in values.items():
        if name not in CORRECTABLE:
            raise InvoiceError(_("“%(name)s” is not a field of an invoice.") % {"name": name})
        try:
            given[name] = _chosen(name, typed)
        except InvoiceError as error:
            wrong[name] = str(error)
    if wrong:
        raise InvoiceError(_("Some fields are not right yet."), wrong)
    with transaction.atomic():
        invoice = _locked(invoice, seen, _OPEN)
        about = {"by": by, "at": at.isoformat()}
        invoice.corrected = {
            **invoice.corrected,
            **{name: {"value": value, **about} for name, value in given.items()},
        }
        set_columns(invoice)
        _check_withheld(invoice)
        _touch(invoice)
        record(case=invoice.case, kind="invoice_corrected", by=by, at=at, payload={"fields": sorted(given)})
        if given.get("authority", invoice.authority) != invoice.authority:
            invoice = move_to(invoice=invoice, authority=str(given["authority"]), by=by, at=at)
        else:
            invoice = decide_again(invoice=invoice, by=by, at=at, forced=True)
        plan_learning(invoice, sorted(given), at=at)
        return invoice


def undo_correction(*, invoice: Invoice, field: str, by: str, at: datetime, seen: int) -> Invoice:
    """Let what the machine read count again for a field, and decide again. Raises StaleInvoice, InvoiceError."""
    with transaction.atomic():
        invoice = _locked(invoice, seen, _OPEN)
        if field not in invoice.corrected:
            raise InvoiceError(_("Nobody has put this field right."))
        invoice.corrected = {name: given for name, given in invoice.corrected.items() if name != field}
        set_columns(invoice)
        _check_withheld(invoice)
        _touch(invoice)
        record(case=invoice.case, kind="invoice_corrected", by=by, at=at, payload={"undone": field})
        return decide_again(invoice=invoice, by=by, at=at, forced=True)


def judge(
    *, invoice: Invoice, judgement: str, answer: bool, reason: str, by: Officer, at: datetime, seen: int
) -> Invoice:
    """Make one of the service's judgements, with a reason, and decide again. Who lets a price or an amount pass must be
    allowed to: see why_not_judge. Raises InvoiceError, StaleInvoice."""
    asked = [each.name for each in invoice_service().judgements]
    if judgement not in asked:
        raise InvoiceError(_("There is no judgement “%(name)s”.") % {"name": judgement})
    if not reason.strip():
        raise InvoiceError(_("Give a reason."), {"reason": _("Give a reason.")})
    with transaction.atomic():
        invoice = _locked(invoice, seen, (*_OPEN, State.REJECTED))
        if answer and (why_not := why_not_judge(by, judgement, invoice, local_date(at))):
            raise InvoiceError(why_not)
        given = Judgement(judgement, answer, reason.strip(), by.email, at)
        invoice = decide_again(invoice=invoice, by=by.email, at=at, judgement=given)
        if invoice.state == State.REJECTED:
            invoice.rejected_because = reason.strip()
        if invoice.by_machine:
            invoice.by_machine, invoice.handled_because = False, judgement
        invoice.save(update_fields=["rejected_because", "by_machine", "handled_because"])
        return invoice


def code_lines(*, invoice: Invoice, lines: Sequence[LineCoding], by: str, at: datetime, seen: int) -> Invoice:
    """Give shares of an invoice to budgets; they must make its net and its VAT. Raises InvoiceError, StaleInvoice."""
    with transaction.atomic():
        invoice = _locked(invoice, seen, _OPEN)
        replace_lines(invoice, lines, by=by)
        _touch(invoice)
        record(case=invoice.case, kind="invoice_coded", by=by, at=at, payload={"lines": len(lines)})
        return decide_again(invoice=invoice, by=by, at=at, forced=True)


def check_afterwards(*, invoice: Invoice, finding: str, by: str, at: datetime) -> Invoice:
    """Say what a look at an invoice that was paid by machine found: empty for nothing wrong. Raises InvoiceError."""
    with transaction.atomic():
        invoice = lock_invoice(invoice.pk)
        if not invoice.check_after or invoice.checked_at is not None:
            raise InvoiceError(_("This invoice does not wait for a look."))
        invoice.checked_by, invoice.checked_at, invoice.check_finding = by, at, finding.strip()[:300]
        invoice.save(update_fields=["checked_by", "checked_at", "check_finding"])
        record(
            case=invoice.case,
            kind="invoice_checked",
            by=by,
            at=at,
            payload={"finding": invoice.check_finding},
        )
        return invoice


def stop_paying(*, authority: str, because: str, by: str, at: datetime) -> PayingStop:
    """Stop paying by machine, and releasing runs, for a council or (empty) for all. Raises InvoiceError."""
    if not because.strip():
        raise InvoiceError(_("Say why paying is stopped."), {"because": _("Say why paying is stopped.")})
    try:
        with transaction.atomic():
            return PayingStop.objects.create(authority=authority, because=because.strip()[:300], by=by, at=at)
    except IntegrityError:
        raise InvoiceError(_("Paying is stopped already.")) from None


def resume_paying(*, stop: PayingStop, by: str, at: datetime) -> None:
    """Let paying go on. Raises InvoiceError where it goes on already."""
    if not PayingStop.objects.filter(pk=stop.pk, ended_at=None).update(ended_by=by, ended_at=at):
        raise InvoiceError(_("Paying goes on already."))


def _locked(invoice: Invoice, seen: int, states: Sequence[str]) -> Invoice:
    fresh = lock_invoice(invoice.pk)
    if fresh.version != seen:
        raise StaleInvoice(
            _("This invoice has changed since you opened it. Look at it again; what you typed is still here.")
        )
    if fresh.state not in states:
        raise InvoiceError(_("This invoice is paid, or in a payment run, so it cannot be changed."))
    return fresh


def _check_withheld(invoice: Invoice) -> None:
    """What is held back comes off labour under the construction scheme, so it is a part of the net of one."""
    if not invoice.withheld:
        return
    under_scheme = invoice.construction or (invoice.supplier is not None and invoice.supplier.construction)
    if not under_scheme:
        text = _("Only an invoice under the construction scheme has an amount held back.")
        raise InvoiceError(text, {WITHHELD: text})
    if invoice.is_credit or not 0 < invoice.withheld < (invoice.net or 0):
        text = _("The amount held back must be a part of the net amount.")
        raise InvoiceError(text, {WITHHELD: text})


def _touch(invoice: Invoice) -> None:
    invoice.version += 1
    invoice.save()


def _chosen(name: str, typed: str | None) -> str | None:
    if name == "supplier":
        if not typed or supplier_by_code(typed) is None:
            raise InvoiceError(_("Choose a supplier from the register."))
        return typed
    if name == "authority":
        if typed not in invoice_service().offered_by:
            raise InvoiceError(_("Choose one of the councils."))
        return typed
    return stored(name, typed)
