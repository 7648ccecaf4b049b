"""Remittance advice: an e-mail to the address on file that says what a payment pays. Never to an address that stands on
an invoice, and never with bank details."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from shirehall.capabilities.messages.api import DeliveryError, Message, escaped, message_key, send_mail
from shirehall.casework.api import StepHandler, StepResult
from shirehall.casework.models import Step
from shirehall.casework.steps import Delivery
from shirehall.departments.finance.payments.models import Payment, PaymentItem
from shirehall.departments.finance.payments.releasing import SEND_REMITTANCE
from shirehall.design.formats import day as say_date
from shirehall.design.formats import pounds

_FOLDER = Path(__file__).with_name("texts")
_SECTION = re.compile(r"^# ([a-z_]+)\n", re.MULTILINE)
_LONGEST = 100
_MAIL_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\]+")


class SendRemittance(StepHandler):
    """Tell a supplier what a payment pays; or, where it was told before, that the payment does not arrive (`stopped`).
    What is no longer so is not sent."""

    kind = SEND_REMITTANCE
    label = "Tell a supplier what is paid"
    delivery: ClassVar[Delivery] = "at_least_once"
    options: ClassVar[Mapping[str, Any]] = {
        "type": "object", "required": ["payment"],
        "properties": {"payment": {"type": "integer"}, "stopped": {"type": "boolean"}},
    }  # fmt: skip

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """Send it to the address on file. Without one nothing is sent, and the run's page says so."""
        payment = Payment.objects.select_related("supplier", "run").filter(pk=step.payload["payment"]).first()
        stopped = bool(step.payload.get("stopped"))
        if payment is None or (payment.state == Payment.State.SENT) == stopped:
            return StepResult("done", event="remittance_not_needed")
        to = address_of(payment)
        if not to:
            return StepResult("done", event="remittance_no_address", payload={"payment": payment.key})
        try:
            message = _send(payment, step, to, at, stopped)
        except DeliveryError as error:
            return StepResult("try_again" if error.temporary else "give_up", error=str(error))
        if not stopped:
            Payment.objects.filter(pk=payment.pk).update(remittance=message)
        return StepResult(
            "done", event="remittance_sent", payload={"payment": payment.key, "message": message.key}
        )


def address_of(payment: Payment) -> str:
    """The supplier's address for remittance advice, else its general one; empty where neither is one address."""
    for each in (payment.supplier.remittance_email, payment.supplier.email):
        if _MAIL_ADDRESS.fullmatch(each.strip()):
            return each.strip()
    return ""


def _send(payment: Payment, step: Step, to: str, at: datetime, stopped: bool) -> Message:
    texts = _sections()
    items = list(payment.items.select_related("invoice__case").order_by("id"))
    words = {
        "name": payment.supplier.name[:_LONGEST], "total": pounds(payment.amount),
        "day": say_date(payment.run.pay_on), "reference": payment.reference, "key": payment.key,
    }  # fmt: skip
    blocks = {
        "items": "\n".join(_line(each) for each in items), "after": "" if payment.amount else texts["settled"],
    }  # fmt: skip
    subject, text = ("stopped_subject", "stopped") if stopped else ("subject", "email")
    return send_mail(
        key=message_key(step.key, to), to=to, subject=texts[subject], text=texts[text], at=at,
        template=SEND_REMITTANCE, words=words, blocks=blocks, authority=payment.run.authority,
        case=items[0].invoice.case,
    )  # fmt: skip


def _line(item: PaymentItem) -> str:
    number = item.invoice.number[:_LONGEST] or item.invoice.case.reference
    dated = f" {_('of')} {say_date(item.invoice.invoice_date)}" if item.invoice.invoice_date else ""
    what = _("Credit note") if item.kind == PaymentItem.Kind.CREDIT else _("Invoice")
    line = f"- {what} {escaped(number)}{dated}: **{pounds(item.amount)}**"
    if item.kind == PaymentItem.Kind.PART:
        line += " " + _("(part of %(owed)s)") % {"owed": pounds(item.owed)}
    if item.discount:
        line += " " + _("(%(discount)s taken off for paying early)") % {"discount": pounds(item.discount)}
    return line


@cache
def _sections() -> Mapping[str, str]:
    pieces = _SECTION.split((_FOLDER / "remittance.md").read_text(encoding="utf-8"))
    return {title: body.strip() for title, body in zip(pieces[1::2], pieces[2::2], strict=True)}
