"""What we write back to who sent an invoice: that it could not be read, or that it names no order.

Never to a machine, never to an address that the mail did not prove, never more than one to a sender in an hour; and the
text says nothing of anybody's.
"""

import hashlib
import hmac
import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from shirehall.capabilities.messages.api import DeliveryError, message_key, send_mail
from shirehall.departments.finance.intake.authentication import Authentication
from shirehall.departments.finance.intake.models import AnsweredSender, IncomingFile, IncomingMessage
from shirehall.departments.finance.intake.settings import intake_settings
from shirehall.departments.finance.intake.taking import MAIL
from shirehall.departments.finance.invoices.models import Invoice, InvoiceFile

LOG = logging.getLogger("shirehall.invoices")
UNREADABLE, NO_ORDER = "unreadable", "no_order"
_HOUR = timedelta(hours=1)
_GIVEN_UP_AFTER = timedelta(days=2)
_AT_ONCE = 20
_TEXTS = Path(__file__).with_name("texts")
_NOT_READ = ("unreadable", "not-an-invoice")
_OF_INVOICES = (IncomingMessage.Kind.INVOICES, IncomingMessage.Kind.NOT_INVOICES)


def answer_senders(at: datetime) -> int:
    """Look at mails whose files are all read, and answer where there is something to say. Gives how many that
    were. What was not read in two days is left: a person has it by then."""
    reading = IncomingFile.objects.filter(message=OuterRef("pk"), file__state=InvoiceFile.State.WAITING)
    open_mails = IncomingMessage.objects.filter(
        channel=MAIL, answer_looked_at=None, opened_at__isnull=False
    ).annotate(reading=Exists(reading))
    ready = open_mails.filter(reading=False) | open_mails.filter(opened_at__lt=at - _GIVEN_UP_AFTER)
    looked = 0
    for message in ready.order_by("opened_at", "pk")[:_AT_ONCE]:
        _look(message, at)
        looked += 1
    return looked


def _look(message: IncomingMessage, at: datetime) -> None:
    """Answer once, or never: what stands before the mail goes out is that it was looked at, so that a kill in between
    costs an answer and never makes two."""
    answer = what_to_say(message) if intake_settings().answers and may_answer(message) else ""
    with transaction.atomic():
        ours = IncomingMessage.objects.filter(pk=message.pk, answer_looked_at=None)
        if answer and not _claim(message.sender, at):
            answer = ""
        if not ours.update(answer_looked_at=at, answer=answer):
            return
    if answer:
        _send(message, answer, at)


def what_to_say(message: IncomingMessage) -> str:
    """The name of the answer; empty where there is nothing to say. Only what the sender alone can put right."""
    if message.kind not in _OF_INVOICES:
        return ""
    files = list(message.files.select_related("file"))
    taken = [each.file for each in files if each.file is not None]
    if not taken:
        return UNREADABLE
    invoices = Invoice.objects.filter(file__in=taken)
    if not invoices.exists() and all(each.kind in _NOT_READ for each in taken):
        return UNREADABLE
    without = invoices.filter(failed_check="no_order", po_number="", state=Invoice.State.WITH_PERSON)
    return NO_ORDER if without.exists() else ""


def may_answer(message: IncomingMessage) -> bool:
    """Whether the sender is a person who wrote it, as far as can be known."""
    found = Authentication(message.by_server, message.spf, message.dkim, message.dmarc)
    ours = message.sender.rpartition("@")[2] in intake_settings().our_domains
    return bool(message.sender) and not message.by_machine and found.proven and not found.failed and not ours


def _claim(sender: str, at: datetime) -> bool:
    """Take the one answer of this hour; of many workers one gets it."""
    key = hmac.new(
        settings.SECRET_KEY.encode(), f"invoice sender\n{sender}".encode(), hashlib.sha256
    ).hexdigest()
    if AnsweredSender.objects.filter(sender=key, answered_at__lte=at - _HOUR).update(answered_at=at):
        return True
    _row, created = AnsweredSender.objects.get_or_create(sender=key, defaults={"answered_at": at})
    return created


def forget_answered(at: datetime) -> int:
    """Let go of who was answered when, once it no longer matters. Gives how many."""
    return AnsweredSender.objects.filter(answered_at__lt=at - 2 * _HOUR).delete()[0]


def _send(message: IncomingMessage, answer: str, at: datetime) -> None:
    subject, _blank, text = (_TEXTS / f"{answer}.md").read_text(encoding="utf-8").partition("\n\n")
    try:
        send_mail(
            key=message_key("invoice_answer", str(message.pk)), to=message.sender, subject=subject.strip(), text=text,
            at=at, template=f"invoice_{answer}", words={}, authority=message.authority,
        )  # fmt: skip
    except DeliveryError as error:
        LOG.warning("The answer about message %d did not go out: %s", message.pk, error)
