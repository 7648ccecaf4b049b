"""What came in is kept once, whole, with its files at the invoices, or not at all."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shirehall.capabilities.documents.api import Document, content_of
from shirehall.casework.models import Step
from shirehall.departments.finance.intake import taking
from shirehall.departments.finance.intake.conftest import AT, PASSED, PDF, SERVER, XML, archive, mail, png
from shirehall.departments.finance.intake.models import IncomingFile, IncomingMessage
from shirehall.departments.finance.intake.taking import EVERYBODYS, Box, open_kept, take_in_head, take_in_mail
from shirehall.departments.finance.intake.waiting import open_waiting
from shirehall.departments.finance.invoices.api import receive_file
from shirehall.departments.finance.invoices.models import InvoiceFile

pytestmark = pytest.mark.django_db
BILL = ("bill.pdf", "application/pdf", PDF)
State = IncomingMessage.State


@pytest.fixture(autouse=True)
def _its_own_folders(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    monkeypatch.setenv("SHIREHALL_INVOICE_TRUSTED_SERVERS", SERVER)


def test_a_mail_becomes_files_of_invoices() -> None:
    raw = mail(BILL, ("all.zip", "application/zip", archive(("two.xml", XML))), Authentication_Results=PASSED)
    taken = take_in_mail(raw=raw, box=EVERYBODYS, at=AT, now=AT + timedelta(minutes=5))
    message = taken.message
    assert taken.created
    assert (message.state, message.kind, message.dmarc, message.by_server) == (
        "taken",
        "invoices",
        "pass",
        SERVER,
    )
    assert message.document is not None
    assert content_of(message.document) == raw
    files = list(InvoiceFile.objects.order_by("pk"))
    assert [each.name for each in files] == ["bill.pdf", "two.xml"]
    assert {each.received_at for each in files} == {AT}, (
        "the clock of payment runs from when the mail reached us"
    )
    assert Step.objects.filter(kind="read_invoice").count() == 2
    assert all("quay" not in each.source for each in files)


def test_the_same_mail_again_changes_nothing() -> None:
    first = take_in_mail(raw=mail(BILL), box=EVERYBODYS, at=AT)
    again = take_in_mail(
        raw=b"Received: by another way\r\n" + mail(BILL), box=EVERYBODYS, at=AT + timedelta(days=1)
    )
    assert (again.created, again.message.pk) == (False, first.message.pk)
    assert (IncomingMessage.objects.count(), InvoiceFile.objects.count(), Document.objects.count()) == (
        1,
        1,
        2,
    )
    other = take_in_mail(raw=mail(BILL), box=Box("invoice_mail", "west_dorset", "west_dorset"), at=AT)
    assert other.created
    assert InvoiceFile.objects.filter(authority="west_dorset").count() == 1


def test_an_id_used_twice_loses_no_invoice() -> None:
    take_in_mail(raw=mail(BILL), box=EVERYBODYS, at=AT)
    take_in_mail(raw=mail(("other.pdf", "application/pdf", PDF + b"%2")), box=EVERYBODYS, at=AT)
    assert InvoiceFile.objects.count() == 2


def test_nothing_is_kept_where_the_end_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    real = receive_file

    def breaks(**named: Any) -> Any:
        given.append(named["name"])
        if len(given) == 2:
            raise OSError("the disk is full")
        return real(**named)

    monkeypatch.setattr(taking, "receive_file", breaks)
    raw = mail(BILL, ("two.pdf", "application/pdf", PDF + b"2"))
    with pytest.raises(OSError, match="full"):
        take_in_mail(raw=raw, box=EVERYBODYS, at=AT)
    assert not IncomingMessage.objects.exists()
    assert not InvoiceFile.objects.exists()
    take_in_mail(raw=raw, box=EVERYBODYS, at=AT)
    assert InvoiceFile.objects.count() == 2


@pytest.mark.parametrize(
    ("raw", "kind", "state"),
    [
        (mail(), "no_attachment", "trouble"),
        (mail(Auto_Submitted="auto-replied"), "auto_reply", "set_aside"),
        (mail(Return_Path="<>"), "bounce", "set_aside"),
        (mail(BILL, X_Shirehall="1"), "loop", "set_aside"),
        (mail(("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22x")), "not_invoices", "trouble"),
        (b"no mail at all", "refused", "trouble"),
        (mail(BILL, ("bill.docx", "application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")), "invoices", "trouble"),
        (mail(BILL, ("logo.png", "image/png", png(90, 20))), "invoices", "taken"),
    ],
)  # fmt: skip
def test_every_kind_has_its_state(raw: bytes, kind: str, state: str) -> None:
    message = take_in_mail(raw=raw, box=EVERYBODYS, at=AT).message
    assert (message.kind, message.state) == (kind, state)
    assert message.document is not None, "whatever it was, it is kept"


def test_a_mail_too_large_is_known_by_its_head() -> None:
    message = take_in_head(
        head=mail().partition(b"\r\n\r\n")[0] + b"\r\n\r\n", size=60_000_000, box=EVERYBODYS, at=AT
    ).message
    assert (message.state, message.kind, message.size, message.problems) == (
        "trouble",
        "refused",
        60_000_000,
        ["message_too_large"],
    )
    assert message.sender == "accounts@quay.example.org"


def test_a_file_that_is_refused_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shirehall.departments.finance.invoices.receiving.LARGEST", 100)
    message = take_in_mail(
        raw=mail(BILL, ("big.pdf", "application/pdf", PDF * 10)), box=EVERYBODYS, at=AT
    ).message
    assert message.state == State.TROUBLE
    assert [(each.name, each.why, bool(each.said)) for each in message.files.all()] == [
        ("bill.pdf", "", False),
        ("big.pdf", "refused", True),
    ]


def test_a_flood_of_one_sender_waits_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_INVOICE_MAILS_AN_HOUR_FROM_ONE_SENDER", "3")
    for number in range(5):
        raw = mail(
            ("bill.pdf", "application/pdf", PDF + str(number).encode()),
            message_id=f"<{number}@q.example.org>",
        )
        take_in_mail(raw=raw, box=EVERYBODYS, at=AT + timedelta(seconds=number))
    take_in_mail(raw=mail(BILL, sender="b@harbour.example.org", message_id="<b@b>"), box=EVERYBODYS, at=AT)
    assert (IncomingMessage.objects.filter(state=State.WAITING).count(), InvoiceFile.objects.count()) == (
        2,
        4,
    )
    assert open_waiting(AT + timedelta(minutes=5)) == 0
    assert open_waiting(AT + timedelta(hours=1, minutes=1)) == 2
    assert open_waiting(AT + timedelta(hours=1, minutes=1)) == 0
    assert InvoiceFile.objects.count() == 6
    assert {each.received_at for each in InvoiceFile.objects.all()} <= {
        AT + timedelta(seconds=s) for s in range(5)
    }


def test_trying_again_takes_what_was_refused_and_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = mail(BILL, ("big.pdf", "application/pdf", PDF * 10))
    with monkeypatch.context() as patched:
        patched.setattr("shirehall.departments.finance.invoices.receiving.LARGEST", 100)
        message = take_in_mail(raw=raw, box=EVERYBODYS, at=AT).message
    open_kept(message=message, raw=raw, at=AT + timedelta(hours=1))
    assert message.state == State.TAKEN
    assert InvoiceFile.objects.count() == 2
    assert IncomingFile.objects.filter(file=None).count() == 0


def test_a_silent_scanner_keeps_nothing_so_that_it_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_CLAMD", "127.0.0.1:9")
    with pytest.raises(ValueError, match="viruses"):
        take_in_mail(raw=mail(BILL), box=EVERYBODYS, at=AT)
    assert not IncomingMessage.objects.exists()
