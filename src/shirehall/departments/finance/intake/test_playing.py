"""The built-in mailbox: the same way as fetched mail, and only in a demonstration."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from shirehall.departments.finance.intake.composing import FileToSend, compose
from shirehall.departments.finance.intake.conftest import AT, PDF
from shirehall.departments.finance.intake.models import IncomingMessage
from shirehall.departments.finance.intake.playing.ready import folder, make_ready, ready
from shirehall.departments.finance.intake.reading_mail import read_mail
from shirehall.departments.finance.invoices.conftest import make_town
from shirehall.departments.finance.invoices.models import InvoiceFile
from shirehall.departments.finance.registers.models import Supplier

ADDRESS = "/invoice-mailbox/"
GOOD = {"sender": "a@quay.example.org", "subject": "Bill", "results": "pass"}


@pytest.fixture(autouse=True)
def _ground(settings: Any, tmp_path: Path, db: None) -> None:
    settings.SHIREHALL_DOCUMENTS, settings.SHIREHALL_VAR = tmp_path / "documents", tmp_path
    make_town()


def test_a_mail_is_sent_and_said_what_became_of_it() -> None:
    answer = Client().post(ADDRESS, {**GOOD, "files": [SimpleUploadedFile("bill.pdf", PDF)]}, follow=True)
    assert answer.status_code == 200
    message = IncomingMessage.objects.get()
    assert (message.state, message.sender, message.dmarc) == ("taken", "a@quay.example.org", "pass")
    assert InvoiceFile.objects.get().name == "bill.pdf"
    assert "bill.pdf" in answer.content.decode()
    forged = Client().post(ADDRESS, {**GOOD, "results": "fail"}, follow=True)
    assert "failed" in forged.content.decode()


@pytest.mark.parametrize(
    "sender", ["", "nobody", "a@b", "a@b.example.org\nBcc: c@d.example.org", "<a@b.example.org>"]
)
def test_senders_that_are_none(sender: str) -> None:
    answer = Client().post(ADDRESS, {**GOOD, "sender": sender})
    assert answer.status_code == 422
    assert not IncomingMessage.objects.exists()


def test_outside_a_demonstration_nothing_is_there(settings: Any) -> None:
    settings.SHIREHALL_DEMO = False
    settings.SECURE_SSL_REDIRECT = False
    for path in (ADDRESS, f"{ADDRESS}sent/{'0' * 32}/"):
        assert Client().get(path).status_code == 404
    assert Client().post(ADDRESS, GOOD).status_code == 404
    assert Client().post(f"{ADDRESS}sample/", {"name": "sample-1"}).status_code == 404
    assert not IncomingMessage.objects.exists()


def test_samples_are_made_once_with_their_registers_and_sent_in_one_click() -> None:
    assert ready() == []
    made = make_ready(AT)
    assert made == len(ready()) >= 10
    assert make_ready(AT) == 0
    assert Supplier.objects.count() > 5
    assert json.loads((folder() / "ready.json").read_text())
    first = ready()[0]
    answer = Client().post(f"{ADDRESS}sample/", {"name": first.name}, follow=True)
    assert first.path.name in answer.content.decode()
    assert InvoiceFile.objects.get().size == first.path.stat().st_size
    assert Client().post(f"{ADDRESS}sample/", {"name": "../../etc/passwd"}, follow=True).status_code == 200
    assert InvoiceFile.objects.count() == 1


@trials(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=40), st.binary(min_size=1, max_size=200))
def test_what_is_composed_is_read_again_whole(subject: str, name: str, content: bytes) -> None:
    raw = compose(
        sender="a@quay.example.org", to="invoices@example.org", subject=" ".join(subject.split()), text="x", at=AT,
        message_id="<1@quay.example.org>", files=[FileToSend(name, PDF + content)],
    )  # fmt: skip
    found = read_mail(raw)
    assert [each.content for each in found.files] == [PDF + content]
    assert found.sender == "a@quay.example.org"
