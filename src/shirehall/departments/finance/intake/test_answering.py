"""What is written back: rarely, to people who proved their address, and nothing of anybody's."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shirehall.capabilities.documents.api import Document
from shirehall.capabilities.messages.api import Message
from shirehall.departments.finance.intake.answering import answer_senders
from shirehall.departments.finance.intake.conftest import AT, PASSED, PDF, SERVER, mail
from shirehall.departments.finance.intake.disposal import KEPT, KEPT_WITHOUT, dispose_of_rest
from shirehall.departments.finance.intake.models import IncomingFile, IncomingMessage
from shirehall.departments.finance.intake.taking import EVERYBODYS, take_in_mail
from shirehall.departments.finance.invoices.conftest import make_town
from shirehall.departments.finance.invoices.models import InvoiceFile

DOCX = ("bill.docx", "application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
BILL = ("bill.pdf", "application/pdf", PDF)
LATER = AT + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _ground(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    monkeypatch.setenv("SHIREHALL_INVOICE_TRUSTED_SERVERS", SERVER)
    make_town()


def come(*files: tuple[str, str, bytes], authentication: str = PASSED, **more: str) -> IncomingMessage:
    raw = mail(*files, Authentication_Results=authentication, **more)
    return take_in_mail(raw=raw, box=EVERYBODYS, at=AT).message


def sent() -> list[tuple[str, str]]:
    return [(each.to, each.template) for each in Message.objects.order_by("pk")]


def test_what_cannot_be_read_is_answered_once() -> None:
    message = come(DOCX)
    assert answer_senders(LATER) == 1
    assert answer_senders(LATER) == 0
    assert sent() == [("accounts@quay.example.org", "invoice_unreadable")]
    message.refresh_from_db()
    assert message.answer == "unreadable"
    text = Message.objects.get().text
    for secret in ("bill.docx", "4711", "quay"):
        assert secret not in text


def test_an_answer_waits_until_the_files_are_read() -> None:
    come(BILL)
    assert answer_senders(LATER) == 0
    InvoiceFile.objects.update(state="read", kind="unreadable")
    assert answer_senders(LATER) == 1
    assert len(sent()) == 1


def test_one_answer_an_hour_to_a_sender() -> None:
    for number in range(3):
        come(DOCX, message_id=f"<{number}@q.example.org>")
    come(DOCX, message_id="<o@o>", sender="other@harbour.example.org")
    answer_senders(LATER)
    assert sorted(sent()) == [
        ("accounts@quay.example.org", "invoice_unreadable"), ("other@harbour.example.org", "invoice_unreadable"),
    ]  # fmt: skip
    come(DOCX, message_id="<later@q.example.org>")
    answer_senders(LATER + timedelta(minutes=59))
    assert len(sent()) == 2
    come(DOCX, message_id="<much-later@q.example.org>")
    answer_senders(LATER + timedelta(minutes=61))
    assert len(sent()) == 3


@pytest.mark.parametrize(
    ("authentication", "more"),
    [
        (PASSED.replace("dmarc=pass", "dmarc=fail"), {}),
        ("elsewhere.example.org; dmarc=pass", {}),
        (f"{SERVER}; spf=fail; dkim=none; dmarc=none", {}),
        (PASSED, {"Auto_Submitted": "auto-generated"}),
        (PASSED, {"Precedence": "bulk"}),
        (PASSED, {"sender": "no-reply@books.example.org"}),
        (PASSED, {"sender": "nobody"}),
        (PASSED, {"X_Shirehall": "1"}),
    ],
)
def test_who_is_never_answered(authentication: str, more: dict[str, str]) -> None:
    come(DOCX, authentication=authentication, **more)
    answer_senders(LATER)
    assert sent() == []


def test_a_mail_without_a_file_and_a_council_that_answers_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    come()
    monkeypatch.setenv("SHIREHALL_INVOICE_ANSWERS", "0")
    come(DOCX)
    assert answer_senders(LATER) == 2
    assert sent() == []


def test_what_came_is_forgotten_when_its_time_is_over() -> None:
    with_file, without, waits = come(BILL), come(Auto_Submitted="auto-replied"), come(message_id="<w@w>")
    assert dispose_of_rest(AT + KEPT_WITHOUT - timedelta(days=1)) == 0
    assert dispose_of_rest(AT + KEPT_WITHOUT + timedelta(days=1)) == 1
    assert dispose_of_rest(AT + KEPT + timedelta(days=1)) == 1
    for each in (with_file, without, waits):
        each.refresh_from_db()
    assert (with_file.sender, without.sender, without.document) == ("", "", None)
    assert waits.sender, "what still needs a person stays"
    assert IncomingFile.objects.get().name == ""
    assert InvoiceFile.objects.count() == 1
    assert Document.objects.filter(disposed_at=None).count() == 2
