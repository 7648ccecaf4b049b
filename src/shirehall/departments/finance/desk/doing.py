"""What is done when a form of the page is sent. Each gives a sentence for the officer; what cannot be done raises
InvoiceError."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from shirehall.casework.api import assign
from shirehall.departments.finance.desk.access import OpenInvoice
from shirehall.departments.finance.desk.offers import judgement_of
from shirehall.departments.finance.desk.words import STATE_WORDS
from shirehall.departments.finance.invoices.api import (
    InvoiceError,
    check_afterwards,
    correct,
    decide_again,
    judge,
    open_exception,
)
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.telling.api import pass_to
from shirehall.departments.finance.registers.api import RegisterError, accept, receive_order
from shirehall.departments.finance.registers.models import GoodsReceipt

Given = Mapping[str, str]
ACCEPTED_TOO = 4


def perform(name: str, opened: OpenInvoice, given: Given, *, seen: int, key: str) -> str:
    """Do what a form says. `seen` is the invoice's version as the page showed it. Raises InvoiceError, StaleInvoice."""
    return _DEEDS[name](opened, given, seen, key)


def _receive(opened: OpenInvoice, given: Given, seen: int, key: str) -> str:
    order = opened.invoice.order
    if order is None:
        raise InvoiceError(_("The invoice belongs to no order any more."))
    accepted = True if order.matching == ACCEPTED_TOO else None
    try:
        with transaction.atomic():
            waiting = list(GoodsReceipt.objects.filter(line__order=order, accepted=None)) if accepted else []
            for each in waiting:
                accept(receipt=each, accepted=True, by=opened.by, at=opened.at)
            try:
                receive_order(
                    order=order,
                    received_on=opened.on,
                    by=opened.by,
                    at=opened.at,
                    key=f"desk {key}",
                    accepted=accepted,
                )
            except RegisterError:
                if not waiting:
                    raise
    except RegisterError as error:
        raise InvoiceError(str(error)) from error
    return _outcome(decide_again(invoice=opened.invoice, by=opened.by, at=opened.at))


def _order(opened: OpenInvoice, given: Given, seen: int, key: str) -> str:
    values = {"po_number": given["number"]}
    return _outcome(correct(invoice=opened.invoice, values=values, by=opened.by, at=opened.at, seen=seen))


def _judge(opened: OpenInvoice, given: Given, seen: int, key: str) -> str:
    return _judged(opened, judgement_of(opened.invoice), given["answer"] == "yes", given["reason"], seen)


def _reject(opened: OpenInvoice, given: Given, seen: int, key: str) -> str:
    return _judged(opened, "rejected", True, given["reason"], seen)


def _unreject(opened: OpenInvoice, given: Given, seen: int, key: str) -> str:
    return _judged(opened, "rejected", False, given["reason"], seen)


def _judged(opened: OpenInvoice, judgement: str, answer: bool, reason: str, seen: int) -> str:
    return _outcome(
        judge(
            invoice=opened.invoice, judgement=judgement, answer=answer, reason=reason, by=opened.officer, at=opened.at,
            seen=seen,
        )
    )  # fmt: skip


def _pass_on(opened: OpenInvoice, given: Given, seen: int, key: str) -> str:
    question = pass_to(
        invoice=opened.invoice, person=given.get("person", ""), note=given["note"], by=opened.by, at=opened.at
    )
    return _("It went on. %(who)s is written to.") % {"who": question.told or _("The team")}


def _assign(opened: OpenInvoice, given: Given, seen: int, key: str) -> str:
    assign(case=opened.invoice.case, officer=opened.officer, by=opened.by, at=opened.at)
    return _("You have this invoice.")


def _checked(opened: OpenInvoice, given: Given, seen: int, key: str) -> str:
    check_afterwards(invoice=opened.invoice, finding=given.get("wrong", ""), by=opened.by, at=opened.at)
    return _("What you found is recorded.")


_DEEDS: Mapping[str, Callable[[OpenInvoice, Given, int, str], str]] = {
    "receive": _receive,
    "order": _order,
    "judge": _judge,
    "reject": _reject,
    "unreject": _unreject,
    "pass": _pass_on,
    "assign": _assign,
    "checked": _checked,
}


def _outcome(invoice: Invoice) -> str:
    """Where the invoice is now, in words."""
    reference = invoice.case.reference
    question = open_exception(invoice)
    if question is not None:
        return _("%(reference)s is recorded. It waits: %(because)s") % {
            "reference": reference,
            "because": question.because,
        }
    word = str(STATE_WORDS[Invoice.State(invoice.state)][0])
    return _("%(reference)s is recorded. It is now: %(word)s.") % {"reference": reference, "word": word}
