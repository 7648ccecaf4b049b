"""Programs that send e-invoices: by key, once each, within limits, and told nothing but their own."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shirehall.departments.finance.intake.conftest import AT, PDF, XML
from shirehall.departments.finance.intake.keys import KeyRefusedError, Made, make_key, revoke_key
from shirehall.departments.finance.intake.models import IncomingMessage, SupplierCall, SupplierKey
from shirehall.departments.finance.invoices.conftest import make_town
from shirehall.departments.finance.invoices.models import InvoiceFile

pytestmark = pytest.mark.django_db
ADDRESS = "/api/invoices/"


@pytest.fixture(autouse=True)
def _ground(settings: Any, tmp_path: Path, db: None) -> None:
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    make_town()


@pytest.fixture
def made() -> Made:
    return make_key(name="Platform", contact="it@platform.example.org", councils=[], by="test", at=AT)


def send(
    text: str,
    content: bytes = XML,
    *,
    key: str = "1",
    kind: str = "application/xml",
    query: str = "",
    name: str = "",
) -> Any:
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": key, "X-File-Name": name}
    return Client().post(
        ADDRESS + query, data=content, content_type=kind, headers={k: v for k, v in headers.items() if v}
    )


def problem(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, json.loads(answer.content)["type"].rpartition("#")[2]


def test_an_invoice_is_sent_once_and_asked_about(made: Made) -> None:
    first = send(made.text, name="../bill.xml")
    assert first.status_code == 202
    said = first.json()
    assert first["Location"] == said["status"]
    again = send(made.text)
    assert (again.json(), again["Idempotent-Replayed"]) == (said, "true")
    file = InvoiceFile.objects.get()
    assert (file.name, file.channel, file.by) == ("bill.xml", "invoice_api", f"key {made.key.prefix}")
    asked = Client().get(said["status"], headers={"Authorization": f"Bearer {made.text}"})
    assert (asked.status_code, asked.json()["state"]) == (200, "waiting")
    assert send(made.text, PDF, key="2", kind="application/pdf").status_code == 202
    # A large PDF is no large form: the limit is the invoice's own.
    assert send(made.text, PDF + b"0" * 4_000_000, key="3", kind="application/pdf").status_code == 202


def test_what_is_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    assert problem(send("shi_wrong")) == (401, "no-key")
    assert problem(send(made.text, key="")) == (400, "bad-request")
    assert problem(send(made.text, b"hello")) == (415, "media-type")
    assert problem(send(made.text, b"")) == (415, "media-type")
    assert problem(send(made.text, query="?council=nowhere")) == (400, "bad-request")
    assert problem(Client().get(ADDRESS)) == (405, "method")
    send(made.text)
    assert problem(send(made.text, XML + b" ")) == (422, "key-reused")
    monkeypatch.setattr("shirehall.departments.finance.intake.e_invoices.views.LARGEST", 50)
    assert problem(send(made.text, key="large")) == (413, "too-large")
    monkeypatch.setattr("shirehall.departments.finance.intake.e_invoices.views.LARGEST", 30_000_000)
    monkeypatch.setattr("shirehall.departments.finance.invoices.receiving.LARGEST", 50)
    assert problem(send(made.text, key="refused")) == (422, "not-taken")
    monkeypatch.setenv("SHIREHALL_CLAMD", "127.0.0.1:9")
    monkeypatch.setattr("shirehall.departments.finance.invoices.receiving.LARGEST", 30_000_000)
    assert problem(send(made.text, key="silent")) == (503, "later")
    assert (SupplierCall.objects.count(), IncomingMessage.objects.count()) == (1, 1)


def test_a_key_for_one_council_sends_to_that_one(made: Made) -> None:
    one = make_key(name="P", contact="a@example.org", councils=["west_dorset"], by="test", at=AT)
    assert send(one.text).status_code == 202
    assert InvoiceFile.objects.get().authority == "west_dorset"
    assert problem(send(one.text, key="2", query="?council=north_dorset")) == (403, "scope")
    two = make_key(
        name="P", contact="a@example.org", councils=["west_dorset", "north_dorset"], by="test", at=AT
    )
    assert problem(send(two.text, key="2")) == (400, "bad-request")
    assert send(made.text, key="9", query="?council=north_dorset").status_code == 202


def test_keys_that_ended_and_others_references(made: Made) -> None:
    other = make_key(name="Other", contact="a@example.org", councils=[], by="test", at=AT)
    reference = send(made.text).json()["reference"]
    path = reverse("finance_e_invoice", args=[reference])
    assert problem(Client().get(path, headers={"Authorization": f"Bearer {other.text}"})) == (
        404,
        "not-found",
    )
    SupplierKey.objects.filter(pk=other.key.pk).update(expires_at=timezone.now() - timedelta(days=1))
    assert problem(send(other.text)) == (401, "no-key")
    revoke_key(key=made.key, by="test", at=AT)
    assert problem(send(made.text)) == (401, "no-key")
    assert problem(send(f"shi_{made.key.prefix}_{'x' * 43}")) == (401, "no-key")


def test_limits(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    SupplierKey.objects.filter(pk=made.key.pk).update(per_minute=2)
    codes = [send(made.text, key=str(number)).status_code for number in range(6)]
    assert codes.count(429) >= 2
    monkeypatch.setenv("SHIREHALL_INVOICE_API_WRONG_KEYS_AN_HOUR", "2")
    assert 429 in [send("shi_wrong").status_code for _number in range(6)]


def test_keys_that_cannot_be_made() -> None:
    for name, contact, councils in (
        ("", "a@example.org", []),
        ("P", "x", []),
        ("P", "a@example.org", ["nowhere"]),
    ):
        with pytest.raises(KeyRefusedError):
            make_key(name=name, contact=contact, councils=councils, by="test", at=AT)


def test_the_description_is_served() -> None:
    said = Client().get(f"{ADDRESS}openapi.json").json()
    assert said["openapi"] == "3.1.0"
    assert set(said["paths"]) == {"/api/invoices/", "/api/invoices/{reference}/"}
