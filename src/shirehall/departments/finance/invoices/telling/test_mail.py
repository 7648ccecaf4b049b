"""The e-mail: what it says, that nothing of an invoice is more than words in it, and whom it never reaches."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils.html import strip_tags
from PIL import Image

from shirehall.capabilities.documents.api import store_as_it_came
from shirehall.capabilities.messages.api import Message, for_case
from shirehall.casework.api import work_due
from shirehall.casework.models import Step
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.telling.api import (
    ask_right_person,
    end_exception,
    pass_to,
    what_to_do,
)
from shirehall.departments.finance.invoices.telling.climbing import tell_who_is_next
from shirehall.departments.finance.invoices.telling.conftest import (
    DEV,
    ESME,
    FINANCE,
    KIT,
    MONDAY,
    MakeInvoice,
)
from shirehall.departments.finance.invoices.telling.mail import InvoiceAlert, pay_by
from shirehall.departments.finance.invoices.telling.place import place_of
from shirehall.departments.finance.reading.api import FIELDS, ReadField, ReadInvoice, ReadLine
from shirehall.partnership.api import queues

SERVICES = Path(__file__).parents[6] / "services"
pytestmark = pytest.mark.django_db


def tell(
    invoice: Invoice, row: str = "not_received", queue: str = "requesters", **more: Any
) -> list[Message]:
    """Ask, and send."""
    ask_right_person(
        invoice=invoice, row=row, queue=queue, because=more.get("because", "Nobody said."), at=MONDAY
    )
    work_due(at=MONDAY)
    return list(Message.objects.filter(event="invoice_alert").order_by("pk"))


def test_what_it_says(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice(number="INV-77", invoice_date=MONDAY.date(), po_number="45100017")
    [message] = tell(invoice, because="Nobody has said that the goods came.")
    assert (message.to, message.state) == (DEV, "held")
    assert message.subject == "Please look at invoice INV-77 from Larkmere Office Supplies Ltd"
    for words in (
        "Nobody has said that the goods came.", "say so with one click", "- Invoice number: INV-77",
        "- Order number: 45100017", "- To pay: £1,200.00", "- Due date: not read",
        "Nobody can answer by replying to this e-mail.",
    ):  # fmt: skip
        assert words in message.text
    assert "http" in message.text
    assert "{" not in message.text + message.subject
    step = Step.objects.get(kind="invoice_alert")
    assert (step.state, step.result["to"]) == ("done", [DEV])


def test_nothing_of_an_invoice_is_more_than_words(make_invoice: MakeInvoice) -> None:
    bad = "INV-1\r\nBcc: all@example.org\r\n\r\n<b>x</b> [y](https://evil.example.org) {link} {to_do}"
    invoice = make_invoice(number=bad[:100], supplier=None, supplier_name="A\nTo: b@example.org")
    [message] = tell(invoice, because="<script>alert(1)</script>")
    assert message.to == DEV
    assert message.subject.startswith("Please look at invoice INV-1 Bcc: all@example.org")
    assert not {"\r", "\n"} & set(message.subject)
    assert "<script" not in message.html
    assert "<b>" not in message.html
    assert 'href="https://evil' not in message.html
    assert "{link}" in strip_tags(message.html)


@pytest.mark.parametrize("level_days", [0, 2, 4, 18, 28])
def test_every_level_has_its_words(make_invoice: MakeInvoice, level_days: int) -> None:
    invoice = make_invoice()
    ask_right_person(invoice=invoice, row="not_received", queue="requesters", because="So.", at=MONDAY)
    for day in range(1, level_days + 1):
        tell_who_is_next(MONDAY + timedelta(days=day, hours=1))
    work_due(at=MONDAY + timedelta(days=level_days, hours=2))
    last = Message.objects.filter(event="invoice_alert").order_by("-pk")[0]
    assert "{" not in last.text + last.subject
    if level_days:
        assert "1 April 2026" in last.text
    if level_days == 4:
        assert (last.to, "We asked Dev Appletharp on 2 March 2026" in last.text) == (ESME, True)


def test_a_queue_without_a_person_has_its_mailbox_told(make_invoice: MakeInvoice) -> None:
    [message] = tell(make_invoice(), "uncertain", "invoices")
    assert message.to == FINANCE


def test_two_officers_get_one_each(make_invoice: MakeInvoice) -> None:
    messages = tell(make_invoice(), "other_bank", "bank_details")
    assert len({message.to for message in messages}) == 2
    assert all("never on one from the invoice" in message.text for message in messages)


def test_what_was_answered_meanwhile_is_told_to_nobody(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    ask_right_person(invoice=invoice, row="not_received", queue="requesters", because="So.", at=MONDAY)
    end_exception(invoice=invoice, by=DEV, answer="received", at=MONDAY)
    work_due(at=MONDAY)
    assert not Message.objects.filter(event="invoice_alert").exists()
    assert Step.objects.get(kind="invoice_alert").state == "done"


def test_a_step_that_is_done_twice_writes_once(make_invoice: MakeInvoice) -> None:
    tell(make_invoice())
    step = Step.objects.get(kind="invoice_alert")
    assert InvoiceAlert().perform(step, at=MONDAY).state == "done"
    assert Message.objects.filter(event="invoice_alert").count() == 1


def test_a_mail_server_that_is_away_is_tried_again(
    make_invoice: MakeInvoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIREHALL_EMAIL_PROVIDER", "smtp")
    monkeypatch.setenv("SHIREHALL_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SHIREHALL_SMTP_PORT", "9")
    monkeypatch.setenv("SHIREHALL_SMTP_SECURITY", "none")
    tell(make_invoice())
    assert Step.objects.get(kind="invoice_alert").state == "waiting"


def test_a_word_from_a_colleague(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    tell(invoice)
    pass_to(invoice=invoice, person=KIT, note="Yours? [x](https://evil.example.org)", by=DEV, at=MONDAY)
    work_due(at=MONDAY)
    last = Message.objects.filter(event="invoice_alert").order_by("-pk")[0]
    assert (last.to, "A word from a colleague: Yours?" in last.text) == (KIT, True)
    assert 'href="https://evil' not in last.html


def test_the_supplier_sees_nothing_of_it(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    tell(invoice)
    assert all(each.to == DEV for each in Message.objects.filter(event="invoice_alert"))
    assert not [each for each in for_case(invoice.case, for_resident=True) if "INV" in each.subject]


def test_to_be_paid_by_the_later_of_law_and_due_date(make_invoice: MakeInvoice) -> None:
    assert str(pay_by(make_invoice())) == "2026-04-01"
    assert str(pay_by(make_invoice(due_date=MONDAY.date().replace(month=5)))) == "2026-05-02"


def test_there_are_words_for_every_queue_of_the_service() -> None:
    rules = yaml.safe_load((SERVICES / "supplier_invoice" / "rules.yaml").read_text(encoding="utf-8"))
    named = {(row["to"], row["row"]) for row in rules["tables"][0]["rows"] if "to" in row}
    assert {queue for queue, _row in named} <= {each.code for each in queues()}
    for queue, row in named:
        assert queue == "invoices" or what_to_do(queue, row) != what_to_do("invoices", row)


def test_the_place_is_what_the_check_looked_at(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice(read=read_with_boxes())
    assert place_of(invoice, "vat_wrong") == (1, 1.0, 10.0, 50.0, 20.0)
    assert place_of(invoice, "sums_disagree") == (1, 6.0, 60.0, 50.0, 90.0)
    assert place_of(invoice, "uncertain") == (1, 2.0, 20.0, 50.0, 30.0)
    assert place_of(invoice, "not_received") == (1, 5.0, 200.0, 90.0, 230.0)
    assert place_of(make_invoice(), "vat_wrong") is None


def test_the_picture_is_in_the_mail(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice(read=read_with_boxes())
    content = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(content, "PDF")
    invoice.file.document = store_as_it_came(
        content=content.getvalue(),
        name="a.pdf",
        content_type="application/pdf",
        by="test",
        at=MONDAY,
        channel="invoice_mail",
    )
    invoice.file.save()
    [message] = tell(invoice)
    assert "data:image/png;base64," in message.html


def read_with_boxes() -> dict[str, Any]:
    """What was read, each field 10 points below the last; the invoice number is unsure."""
    fields = {
        name: ReadField("x", name != "invoice_number", 0.9, "text", (1, float(place), 10.0 * place, 50.0, 10.0 * place + 10))
        for place, name in enumerate(FIELDS)
    }  # fmt: skip
    lines = (ReadLine("A", box=(1, 5.0, 200.0, 80.0, 210.0)), ReadLine("B", box=(1, 6.0, 220.0, 90.0, 230.0)))
    return ReadInvoice("pdf-text", fields, pages=1, lines=lines).to_json()
