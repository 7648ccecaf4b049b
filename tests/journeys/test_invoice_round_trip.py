"""From a supplier's mail to the published figures, with nothing in between that is not real: an SMTP client, Dovecot, the
mailbox command, the reading child, the decision, a run by three people, the bank's file. And the mail with changed
bank details, which ends with two officers and no payment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from shirehall.capabilities.documents.api import content_of
from shirehall.capabilities.messages.models import Message
from shirehall.casework.api import add_working_days, local_date, verify, work_due
from shirehall.departments.finance.figures.actions import fingerprint, publish_spending
from shirehall.departments.finance.figures.periods import quarter_of
from shirehall.departments.finance.figures.spending import as_csv, body_name, spent_in
from shirehall.departments.finance.intake.conftest import mail
from shirehall.departments.finance.invoices.conftest import Town, make_town, with_account
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.payments.approving import approve
from shirehall.departments.finance.payments.models import PaymentRun
from shirehall.departments.finance.payments.proposing import preview, propose, wish
from shirehall.departments.finance.payments.releasing import release
from shirehall.departments.finance.samples.bill import Bill
from shirehall.departments.finance.samples.layouts import set_in_type
from shirehall.partnership.api import Officer
from tests.journeys.dovecot import MailServer, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.dovecot, pytest.mark.enable_socket]
State = Invoice.State


@pytest.fixture
def town(settings: Settings, tmp_path: Path, db: None) -> Town:
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    return make_town()


@pytest.fixture
def fetch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Iterator[Fetch]":
    with mail_server() as server:
        for name, value in {**server.settings, "SHIREHALL_VAR": str(tmp_path)}.items():
            monkeypatch.setenv(name, value)
        yield Fetch(server)


class Fetch:
    """Send a supplier's mail by SMTP, fetch it by the command, and let the worker read it."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    def __call__(self, bill: Bill) -> Invoice:
        file = (f"{bill.number}.pdf", "application/pdf", set_in_type(bill))
        self.server.send(mail(file, message_id=f"<{bill.number}@larkmere.example.org>"))
        call_command("invoices_mail", "--once")
        work_due(at=timezone.now())
        return Invoice.objects.get(number=bill.number)


def officer(name: str) -> Officer:
    return Officer.objects.get(email=f"{name}@example.org")


def printed(town: Town, number: str, **changed: object) -> Bill:
    today = local_date(timezone.now())
    about: dict[str, Any] = {
        "layout": "letterhead", "number": number, "on": today - timedelta(days=3), "due_on": today + timedelta(days=27),
    }  # fmt: skip
    return replace(town.bill(), **{**about, **changed})


def paid(on: date, at: datetime) -> PaymentRun:
    """A run by three people."""
    gita, lena, moss = officer("gita.pennybrook"), officer("lena.copperfold"), officer("moss.brackenridge")
    run = propose(asked=wish(authority="west_dorset", pay_on=on, policy="at_once", at=at), by=gita, at=at)
    run = approve(run=run, fingerprint=run.fingerprint, by=lena, at=at, seen=run.version)
    return release(run=run, fingerprint=run.fingerprint, by=moss, at=at, seen=run.version)


def test_from_the_mailbox_to_the_published_figures(town: Town, fetch: Fetch, client: Client) -> None:
    invoice = fetch(printed(town, "RT-5501"))
    assert (invoice.state, invoice.by_machine, invoice.failed_check) == (State.APPROVED, True, "")
    assert fetch.server.count("Done") == 1
    at = timezone.now()
    pay_on = add_working_days(local_date(at), 2)
    run = paid(pay_on, at)
    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid_amount, invoice.paid_on) == (State.PAID, 78_000, pay_on)
    bank = [content_of(each.document).decode() for each in run.files.all() if each.document]
    assert len(bank) == 2
    assert all(town.supplier.account_number in each for each in bank)
    assert '<InstdAmt Ccy="GBP">780.00</InstdAmt>' in bank[0]
    assert not verify(invoice.case)
    work_due(at=at + timedelta(minutes=1))
    assert Message.objects.get(template="send_remittance").to == town.supplier.email
    later = at + timedelta(days=130)
    quarter = quarter_of(pay_on)
    content = as_csv(spent_in(quarter, "west_dorset"), body_name("west_dorset"))
    published = publish_spending(
        authority="west_dorset", period=quarter, seen=fingerprint(content), by="gita", at=later
    )
    page = client.get(f"/spending/west_dorset/{quarter.code}-1.csv")
    assert town.supplier.name in content
    assert published.count == 1
    assert town.supplier.name in b"".join(page).decode()


def test_changed_bank_details_end_with_two_officers_and_no_payment(town: Town, fetch: Fetch) -> None:
    invoice = fetch(printed(town, "RT-6601", supplier=with_account(town.seller)))
    assert (invoice.state, invoice.failed_check, invoice.queue) == (
        State.WITH_PERSON,
        "other_bank",
        "bank_details",
    )
    asked = InvoiceException.objects.get(invoice=invoice, ended_at=None)
    two = {asked.person, asked.second_person}
    assert len(two) == 2
    assert "" not in two
    at = timezone.now()
    work_due(at=at)
    told = set(Message.objects.filter(template="invoice_alert").values_list("to", flat=True))
    assert told == two
    found = preview(
        wish(authority="west_dorset", pay_on=add_working_days(local_date(at), 2), policy="at_once", at=at)
    )
    assert not found.proposal.payments
    town.supplier.refresh_from_db()
    assert town.supplier.account_number == town.seller.account
