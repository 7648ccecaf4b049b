"""The e-mail to the right person: what is wrong, what was read, what to do, the place on the page, and a link behind
sign-in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from shirehall.capabilities.messages.api import (
    FOR_STAFF,
    DeliveryError,
    Message,
    Picture,
    escaped,
    full_address,
    message_key,
    send_mail,
)
from shirehall.casework.api import StepHandler, StepResult, local_date
from shirehall.casework.models import Step
from shirehall.casework.steps import Delivery
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.invoices.telling.asking import INVOICE_ALERT
from shirehall.departments.finance.invoices.telling.links import path_to
from shirehall.departments.finance.invoices.telling.place import picture_of_place
from shirehall.departments.finance.invoices.telling.saying import sections, what_to_do
from shirehall.design.formats import day as say_date
from shirehall.design.formats import pounds
from shirehall.partnership.api import Officer, queue

STATUTORY_DAYS = 30
_FIELD_LENGTH = 100
_TEXTS = {
    "person": "person", "reminded": "reminded", "manager": "above", "finance": "finance", "last": "last",
}  # fmt: skip


class InvoiceAlert(StepHandler):
    """Tell whom a question about an invoice was given to. One that is over meanwhile is told to nobody."""

    kind = INVOICE_ALERT
    label = "Tell somebody about an invoice"
    delivery: ClassVar[Delivery] = "at_least_once"
    options: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "required": ["question", "level", "to"],
        "properties": {
            "question": {"type": "integer"},
            "level": {"enum": list(InvoiceException.Level.values)},
            "to": {"type": "array", "items": {"type": "string"}},
        },
    }

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """Send one e-mail to each, which never goes twice to anybody whom it reached."""
        question = InvoiceException.objects.filter(pk=step.payload["question"]).first()
        if question is None or question.ended_at is not None:
            return StepResult("done", event="invoice_alert_not_needed")
        to = list(step.payload["to"])
        if not to:
            return StepResult("give_up", error=_("nobody is named whom to tell, and the team has no address"))
        picture = picture_of_place(question.invoice, question.check_row)
        messages, errors = [], []
        for each in to:
            try:
                messages.append(_send(question, step, each, picture, at))
            except DeliveryError as error:
                errors.append(error)
        if any(error.temporary for error in errors):
            return StepResult("try_again", error=_words(errors))
        if not messages:
            return StepResult("give_up", error=_words(errors))
        payload = {
            "level": step.payload["level"], "check": question.check_row, "queue": question.queue,
            "to": [each.to for each in messages], "messages": [each.key for each in messages],
        }  # fmt: skip
        return StepResult("done", event="invoice_alerted", payload=payload, error=_words(errors))


def _send(question: InvoiceException, step: Step, to: str, picture: Picture | None, at: datetime) -> Message:
    invoice = question.invoice
    level = step.payload["level"]
    text = sections(_TEXTS[level])
    blocks = {
        "to_do": what_to_do(question.queue, question.check_row), "fields": _fields(invoice),
        "note": f"{_('A word from a colleague:')} {escaped(question.note)}" if question.note else "",
    }  # fmt: skip
    words = {
        "number": invoice.number[:_FIELD_LENGTH] or _("without a number"),
        "supplier": supplier_of(invoice),
        "because": question.because,
        "asked": _names(question),
        "asked_on": say_date(local_date(question.asked_at)),
        "pay_by": say_date(pay_by(invoice)),
    }
    return send_mail(
        key=message_key(step.key, to), to=to, subject=text["subject"], text=text["email"], at=at,
        template=INVOICE_ALERT, words=words, blocks=blocks, links={"link": full_address(path_to(invoice))},
        authority=invoice.authority, case=invoice.case, recipient=FOR_STAFF, picture=picture,
    )  # fmt: skip


def pay_by(invoice: Invoice) -> date:
    """The last day on which paying is in time by law: 30 days from when it was received, or its own due date where that
    is later."""
    law = local_date(invoice.received_at) + timedelta(days=STATUTORY_DAYS)
    return max(law, invoice.due_date) if invoice.due_date else law


def supplier_of(invoice: Invoice) -> str:
    """The supplier's name: ours for them, else the one that was read."""
    name = invoice.supplier.name if invoice.supplier else invoice.supplier_name
    return name[:_FIELD_LENGTH] or _("a supplier whose name was not read")


def _names(question: InvoiceException) -> str:
    codes = [each for each in (question.person, question.second_person) if each]
    names = dict(Officer.objects.filter(email__in=codes).values_list("email", "name"))
    if codes:
        return _(" and ").join(names.get(code, code) for code in codes)
    found = queue(question.queue)
    return _("the team of “%(queue)s”") % {"queue": found.title if found else question.queue}


def _fields(invoice: Invoice) -> str:
    rows: Sequence[tuple[str, str]] = (
        (_("Supplier"), supplier_of(invoice)),
        (_("VAT number"), invoice.supplier_vat),
        (_("Invoice number"), invoice.number),
        (_("Invoice date"), say_date(invoice.invoice_date) if invoice.invoice_date else ""),
        (_("Due date"), say_date(invoice.due_date) if invoice.due_date else ""),
        (_("Order number"), invoice.po_number),
        (_("Net"), _money(invoice.net, invoice.currency)),
        (_("VAT"), _money(invoice.vat, invoice.currency)),
        (_("To pay"), _money(invoice.gross, invoice.currency)),
    )
    return "\n".join(
        f"- {escaped(name)}: **{escaped(value[:_FIELD_LENGTH])}**" if value.strip()
        else f"- {escaped(name)}: {_('not read')}"
        for name, value in rows
    )  # fmt: skip


def _money(pence: int | None, currency: str) -> str:
    if pence is None:
        return ""
    if currency in ("", "GBP"):
        return pounds(pence)
    return f"{currency} {pence / 100:.2f}"


def _words(errors: Sequence[DeliveryError]) -> str:
    return "; ".join(str(error) for error in errors)[:500]
