"""Asking the right person, and ending the question. Each within the caller's transaction, in which the invoice is
locked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shirehall.casework.api import MACHINE, local_date, plan_step, record
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.invoices.problems import InvoiceError
from shirehall.departments.finance.invoices.telling.ladder import Rung, next_rung
from shirehall.departments.finance.invoices.telling.persons import (
    leaders_of_finance,
    mailbox_of,
    manager_of,
    may_be_asked,
    persons_for,
    who_answers,
)
from shirehall.departments.finance.invoices.telling.settings import TellingSettings
from shirehall.partnership.api import Officer

INVOICE_ALERT = "invoice_alert"
OVERTAKEN = "overtaken"
"""The answer of a question that another one took the place of."""
_BECAUSE_LENGTH = 500
_NOTE_LENGTH = 2000
Level = InvoiceException.Level


def ask_right_person(
    *, invoice: Invoice, row: str, queue: str, because: str, at: datetime
) -> InvoiceException:
    """Ask whoever answers for `row`, the check that an invoice fails. The same question that is still open stays as it
    is, and nobody is written to again; another one takes its place. The e-mail goes as a step of the case."""
    asked = persons_for(invoice, queue=queue, on=local_date(at))
    standing = open_question(invoice)
    because = because[:_BECAUSE_LENGTH]
    if standing is not None:
        if (standing.check_row, standing.queue, standing.about) == (row, queue, asked.about):
            if standing.because != because:
                standing.because = because
                standing.save(update_fields=["because"])
            return standing
        _end(standing, by=MACHINE, answer=OVERTAKEN, note="", at=at)
    question = InvoiceException.objects.create(
        invoice=invoice, check_row=row, queue=queue, because=because, about=asked.about, asked_at=at,
        person=asked.persons[0] if asked.persons else "",
        second_person=asked.persons[1] if len(asked.persons) > 1 else "",
    )  # fmt: skip
    _tell(question, Level.PERSON, at=at)
    return question


def end_exception(
    *, invoice: Invoice, by: str, answer: str, at: datetime, note: str = ""
) -> InvoiceException | None:
    """End the open question of an invoice: somebody answered, or it passed the check. None where none is open."""
    standing = open_question(invoice)
    if standing is not None:
        _end(standing, by=by, answer=answer, note=note, at=at)
    return standing


def pass_to(*, invoice: Invoice, person: str, note: str, by: str, at: datetime) -> InvoiceException:
    """Ask another officer the question that is open (`person` empty: the queue's team), with words to them. Raises
    InvoiceError where nothing is open, the officer is not one of ours, or the bank details are in question: those two
    are named by rule, so that nobody chooses who looks."""
    with transaction.atomic():
        standing = InvoiceException.objects.select_for_update().filter(invoice=invoice, ended_at=None).first()
        if standing is None:
            raise InvoiceError(_("Nobody is asked about this invoice any more."))
        if standing.queue == "bank_details":
            raise InvoiceError(_("Who looks at bank details is named by rule. Nobody else can be asked."))
        officer = Officer.objects.filter(email__iexact=person, is_active=True).first() if person else None
        if person and officer is None:
            raise InvoiceError(_("Choose an officer who works here."), {"person": _("Choose an officer.")})
        if officer is not None and officer.email.casefold() == by.casefold():
            raise InvoiceError(
                _("Who sends a question on does not answer it."), {"person": _("Choose another officer.")}
            )
        if officer is not None and not may_be_asked(officer.email, invoice, queue=standing.queue):
            raise InvoiceError(
                _("Who ordered it cannot approve it, and nobody answers for an invoice of their own."),
                {"person": _("Choose another officer.")},
            )
        standing.person, standing.second_person = (officer.email if officer else ""), ""
        standing.level, standing.note = Level.PERSON, note.strip()[:_NOTE_LENGTH]
        standing.save(update_fields=["person", "second_person", "level", "note"])
        record(
            case=invoice.case, kind="invoice_passed_on", by=by, at=at,
            payload={"to": standing.person, "note": standing.note, "check": standing.check_row},
        )  # fmt: skip
        _tell(standing, Level.PERSON, at=at)
    return standing


def tell_next(question: InvoiceException, *, at: datetime) -> bool:
    """Go one rung up, where nobody else has done so meanwhile. Whether it was done."""
    with transaction.atomic():
        fresh = InvoiceException.objects.select_for_update().filter(pk=question.pk, ended_at=None).first()
        if fresh is None or fresh.next_at is None or fresh.next_at != question.next_at or fresh.next_at > at:
            return False
        rung = _next(fresh, fresh.level, fresh.told_at or fresh.asked_at)
        if rung is None or rung.at > at:
            # What a council chose has changed since it was planned.
            InvoiceException.objects.filter(pk=fresh.pk).update(next_at=rung.at if rung else None)
            return False
        _tell(fresh, rung.level, at=at)
    return True


def open_question(invoice: Invoice) -> InvoiceException | None:
    """What an invoice waits for, if anything."""
    return InvoiceException.objects.filter(invoice=invoice, ended_at=None).first()


def _next(question: InvoiceException, level: str, told_at: datetime) -> Rung | None:
    settings = TellingSettings.current()
    return next_rung(
        level=level, told_at=told_at, received_at=question.invoice.received_at, settings=settings
    )


def _tell(question: InvoiceException, level: InvoiceException.Level, *, at: datetime) -> None:
    """Write down who is told now and when the next is, and plan the e-mail."""
    invoice = question.invoice
    told = told_at_level(question, level, at=at)
    rung = _next(question, level, at)
    question.level, question.told, question.told_at = level, ", ".join(told)[:200], at
    question.next_at = rung.at if rung else None
    question.save(update_fields=["level", "told", "told_at", "next_at"])
    payload = {"question": question.pk, "level": str(level), "to": list(told)}
    plan_step(kind=INVOICE_ALERT, payload=payload, at=at, case=invoice.case)


def told_at_level(question: InvoiceException, level: str, *, at: datetime) -> tuple[str, ...]:
    """The addresses that an e-mail of this level goes to."""
    invoice, on = question.invoice, local_date(at)
    team = mailbox_of(question.queue)
    if level in (Level.FINANCE, Level.LAST):
        return leaders_of_finance(invoice, on=on) or _some(mailbox_of("invoices"))
    if level == Level.MANAGER:
        managers = [manager_of(each, invoice, on=on) for each in _asked(question)]
        return (
            tuple(dict.fromkeys(filter(None, managers))) or leaders_of_finance(invoice, on=on) or _some(team)
        )
    return tuple(filter(None, (who_answers(each, question, on=on) for each in _asked(question)))) or _some(
        team
    )


def _asked(question: InvoiceException) -> tuple[str, ...]:
    return tuple(each for each in (question.person, question.second_person) if each)


def _some(address: str) -> tuple[str, ...]:
    return (address,) if address else ()


def _end(question: InvoiceException, *, by: str, answer: str, note: str, at: datetime) -> None:
    question.ended_at, question.ended_by, question.answer, question.next_at = at, by[:200], answer[:60], None
    fields = ["ended_at", "ended_by", "answer", "next_at"]
    if note:
        question.note = note.strip()[:_NOTE_LENGTH]
        fields.append("note")
    question.save(update_fields=fields)
