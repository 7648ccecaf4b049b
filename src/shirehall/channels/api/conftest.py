"""A tiny service that has one of everything, a partner with a key, and a program that calls."""

import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from shirehall.casework.api import publish
from shirehall.channels.api.keys import add_partner, make_key
from shirehall.channels.api.models import EVERY, ApiKey, Partner
from shirehall.partnership.api import Officer, Place, add_officer, load_partnership

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SERVICE = """
service: shed
title: Ask for a shed
summary: Ask us for a garden shed.
owner: customer_services
queue: benefits
evidence_queue: benefits_evidence
offered_by: [north_dorset, west_dorset]
codes: {lgsl: 524}
lawful_basis: public task
channels: [web, api]
decide_within: 10 working days
applicant: {name: full_name, date_of_birth: date_of_birth, email: email, address: home}
pages:
  - page: you
    title: About you
    questions:
      - {fact: full_name, ask: "What is your name?", type: name, kept_for: identity}
      - {fact: date_of_birth, ask: "What is your date of birth?", type: date, kept_for: identity}
      - {fact: email, ask: "What is your email address?", type: email, kept_for: contact, optional: yes}
      - {fact: home, ask: "What is your address?", type: address, kept_for: contact}
  - page: tools
    title: Your tools
    repeat: tools
    item: tool
    at_most: 3
    questions:
      - {fact: kind, ask: "What kind of tool is it?", type: choice, options: {spade: Spade, fork: Fork}}
      - {fact: prongs, ask: "How many prongs has it?", type: integer, between: [2, 9], when: "kind in [fork]", kept_for: message}
      - {fact: price, ask: "What did it cost?", type: money, between: [0.00, 1000.00]}
  - page: garden
    title: Your garden
    questions:
      - {fact: garden, ask: "Do you have a garden?", type: yes_no, decline: yes}
      - {fact: trees, ask: "How many trees are in it?", type: integer, between: [0, 50], when: garden}
      - {fact: photo, ask: "Do you have a photo of it?", type: file, several: yes, kept_for: message}
facts:
  - {fact: worth, type: money, between: [0.00, 3000.00], is: "sum(tools where kind in [spade, fork], price)"}
evidence:
  - evidence: receipts
    title: Receipts for your tools
    accept: {receipt: a receipt, statement: a bank statement}
    proves: [worth]
    wanted_when: worth > 500.00
    remind: [email after 3 days]
    close_unanswered_after: 28 days
retention: {approve: 1 year after closed, refuse: 1 year after closed, refer: 1 year after closed, withdrawn: 1 month after closed, draft: 30 days after last saved}
"""
RULES = """
tables:
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: no_garden, when: {garden: no}, then: refuse, because: "You have no garden to put it in."}
      - {row: wood, when: {garden: yes, trees: over 10}, then: refer, to: benefits, because: "An officer looks at gardens with {trees} trees."}
      - {row: garden, when: {garden: yes}, then: approve, because: "You have a garden with {trees} trees."}
amounts:
  - {amount: grant, label: what we pay you, type: money, is: "worth", because: "What your tools are worth."}
"""
EXAMPLES = """
examples:
  - {example: none, on: 2026-03-02, answers: {garden: no, tools: []}, expect: {outcome: refuse}}
  - {example: wood, on: 2026-03-02, answers: {garden: yes, trees: 20, tools: []}, expect: {outcome: refer}}
  - {example: garden, on: 2026-03-02, answers: {garden: yes, trees: 2, tools: []}, expect: {outcome: approve}}
"""


def _message(on: str) -> str:
    words = "About {reference}."
    return (
        f"---\nmessage: {on}\non: {on}\n---\n\n# subject\n\nYour shed\n\n# email\n\n{words}\n\n# sms\n\n{words}\n\n"
        f"# letter\n\n{words}\n"
    )


TEXTS: Mapping[str, str] = {
    "service.yaml": SERVICE,
    "rules.yaml": RULES,
    "examples.yaml": EXAMPLES,
    **{
        f"messages/{on}.md": _message(on)
        for on in ("decided", "received", "evidence_wanted", "evidence_refused", "reminder", "withdrawn")
    },
}
ANSWERS: Mapping[str, Any] = {
    "full_name": "Wren Thistledown",
    "date_of_birth": "1980-03-27",
    "home": {"lines": ["1 Example Lane"], "town": "Sherborne", "postcode": "DT9 3AA"},
    "tools": [{"kind": "spade", "price": 12.5}],
    "garden": True,
    "trees": 3,
}
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
_NUMBERS = itertools.count(1)


@dataclass
class Program:
    """A partner's program: calls with its key."""

    key: str
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers=self._headers())

    def post(
        self, path: str, body: Any = None, *, once: str = "", raw: bytes | None = None, **files: Any
    ) -> Any:
        headers = {**self._headers(), "Idempotency-Key": once or f"number-{next(_NUMBERS)}"}
        if files:
            return self.client.post(f"/api/v1/{path}", files, headers=headers)
        content = raw if raw is not None else json.dumps(body if body is not None else {})
        return self.client.post(f"/api/v1/{path}", content, content_type="application/json", headers=headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.client.patch(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=self._headers()
        )

    def apply(self, *, once: str = "", authority: str | None = "north_dorset", **changed: Any) -> Any:
        """Send an application for a shed, some answers changed; None leaves one out."""
        answers = {name: value for name, value in {**ANSWERS, **changed}.items() if value is not None}
        body = {"answers": answers, **({"authority": authority} if authority else {})}
        return self.post("services/shed/applications", body, once=once)

    def _headers(self) -> dict[str, str]:
        return {**({"Authorization": f"Bearer {self.key}"} if self.key else {}), **self.headers}


MakeProgram = Callable[..., Program]


@pytest.fixture(autouse=True)
def _apart(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads lie in a folder of the test's own, counters in memory, and nothing scans."""
    settings.SHIREHALL_DOCUMENTS = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    monkeypatch.delenv("SHIREHALL_CLAMD", raising=False)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """It is half past nine on a Monday."""
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def shed(db: None, clock: time_machine.Traveller) -> None:
    """The councils, and the tiny service."""
    load_partnership(by="test", at=AT)
    publish(texts=TEXTS, by="ada", at=AT)


def make_partner(code: str = "advice") -> Partner:
    """A partner, made once."""
    found = Partner.objects.filter(code=code).first()
    return found or add_partner(
        code=code, name=f"The {code} centre", contact="it@example.org", by="test", at=AT
    )


@pytest.fixture
def make_program(shed: None) -> MakeProgram:
    """Make a program with a key of its own."""

    def make(code: str = "advice", **scope: Any) -> Program:
        given: dict[str, Any] = {
            "actions": list(ApiKey.ACTIONS), "services": ["shed"], "authorities": [EVERY], **scope,
        }  # fmt: skip
        made = make_key(partner=make_partner(code), name="intake", by="test", at=AT, **given)
        return Program(made.text)

    return make


@pytest.fixture
def program(make_program: MakeProgram) -> Program:
    """A program that may do everything with the tiny service."""
    return make_program()


MakeOfficer = Callable[..., Client]


@pytest.fixture
def officer(shed: None) -> MakeOfficer:
    """A browser in which an officer of a role has signed in, with two factors or with one."""

    def make(
        role: str = "administrator", team: str = "digital", authority: str | None = None, factors: int = 2
    ) -> Client:
        made: Officer = add_officer(
            email=f"{role}.{authority or 'all'}@example.org", name=role.title(),
            places=[Place(team, role, authority)], password=None, by="test", at=AT,
        )  # fmt: skip
        client = Client()
        client.force_login(made, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        methods = ("password", "mfa")[:factors]
        session["account_authentication_methods"] = [{"method": each, "at": time.time()} for each in methods]
        session["account_authentication_methods_user"] = str(made.pk)
        session.save()
        client.cookies["shirehall"] = session.session_key or ""
        return client

    return make
