"""Officers who are signed in with two factors, and cases of a tiny service for them to work on."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from shirehall.casework.api import current_version, publish, submit
from shirehall.casework.models import Case
from shirehall.kernel.api import read_facts
from shirehall.partnership.api import Officer, Place, add_officer, load_partnership

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday

SERVICE = """
service: larger_bin
title: Ask for a larger bin
summary: Ask for a larger bin.
owner: revenues_and_benefits
queue: benefits
evidence_queue: benefits_evidence
review_queue: benefits_review
offered_by: [north_dorset, west_dorset]
lawful_basis: public task
channels: [web, phone]
decide_within: 10 working days
applicant: {name: full_name, email: email, telephone: telephone}
pages:
  - page: you
    title: About you
    questions:
      - {fact: full_name, ask: "What is your name?", label: your name, type: name, kept_for: identity}
      - {fact: email, ask: "What is your email address?", label: your email, type: email, kept_for: contact, optional: yes}
      - {fact: telephone, ask: "What is your number?", label: your number, type: telephone, kept_for: contact, optional: yes}
  - page: home
    title: Your home
    questions:
      - {fact: people, ask: "How many people live with you?", label: people at home, type: integer, between: [0, 20]}
      - {fact: nappies, ask: "Is anybody in nappies?", label: nappies, type: yes_no, decline: yes}
  - page: waste
    title: Your waste
    repeat: wastes
    item: waste
    at_most: 5
    questions:
      - {fact: kind, ask: "What is it?", label: the kind, type: choice, options: {paper: Paper, food: Food}}
      - {fact: kilos, ask: "How many kilos?", label: the weight, type: integer, between: [0, 100]}
facts:
  - {fact: bags, label: bags a week, type: integer, between: [0, 100], is: "people * 2"}
  - {fact: load, label: kilos a week, type: integer, between: [0, 500], is: "sum(wastes where kind in [food, paper], kilos)"}
judgements:
  - {judgement: allowed, ask: "Is a larger bin right?", label: whether it is right, type: yes_no}
evidence:
  - evidence: proof_of_address
    title: Proof of address
    accept: {council_tax_bill: your Council Tax bill, tenancy: your tenancy}
    proves: [people]
    wanted_when: people in [5, 6]
    remind: [sms after 3 days]
    close_unanswered_after: 28 days
retention: {approve: 1 year after closed, refuse: 1 year after closed, refer: 1 year after closed, withdrawn: 1 month after closed, draft: 30 days after last saved}
"""
RULES = """
tables:
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: judged_yes, when: {allowed: yes}, then: approve, because: "An officer looked at what you told us."}
      - {row: judged_no, when: {allowed: no}, then: refuse, because: "An officer looked at what you told us."}
      - {row: too_small, when: {bags: under 6, nappies: no}, then: refuse, because: "You have fewer people than we need.", source: "Bin policy, 2"}
      - {row: nappies, when: {nappies: yes, bags: under 20, load: up to 500}, then: approve, because: "Somebody is in nappies."}
      - {row: large, when: {bags: from 6 up to 19}, then: approve, because: "{people} people live with you."}
      - {row: very_large, when: {bags: from 20}, then: refer, to: benefits, because: "An officer looks at very large homes."}
amounts:
  - {amount: fee, label: the fee, type: money, is: "bin_fee", because: "The fee for a larger bin."}
"""
RATES = """
rates:
  - {rate: bin_fee, type: money, dated: [{from: 2025-04-01, is: 20.00, source: "Fees 2025"}]}
"""
EXAMPLES = """
examples:
  - {example: judged_yes, on: 2026-03-02, answers: {people: 12, nappies: no, wastes: []}, judgements: {allowed: yes}, expect: {outcome: approve}}
  - {example: judged_no, on: 2026-03-02, answers: {people: 12, nappies: no, wastes: []}, judgements: {allowed: no}, expect: {outcome: refuse}}
  - {example: small, on: 2026-03-02, answers: {people: 2, nappies: no, wastes: []}, expect: {outcome: refuse}}
  - {example: nappies, on: 2026-03-02, answers: {people: 2, nappies: yes, wastes: []}, expect: {outcome: approve}}
  - {example: large, on: 2026-03-02, answers: {people: 3, nappies: no, wastes: []}, expect: {outcome: approve}}
  - {example: very_large, on: 2026-03-02, answers: {people: 12, nappies: no, wastes: []}, expect: {outcome: refer}}
"""


def message(name: str, on: str, outcomes: str = "") -> str:
    """A message template with words for every way."""
    narrowed = f"outcomes: [{outcomes}]\n" if outcomes else ""
    words = "About {reference}."
    return (
        f"---\nmessage: {name}\non: {on}\n{narrowed}---\n\n# subject\n\nYour bin\n\n# email\n\n{words}\n\n"
        f"# sms\n\n{words}\n\n# letter\n\n{words}\n"
    )


TEXTS: Mapping[str, str] = {
    "service.yaml": SERVICE,
    "rules.yaml": RULES,
    "rates.yaml": RATES,
    "examples.yaml": EXAMPLES,
    "messages/decided.md": message("decided", "decided", "approve, refuse"),
    "messages/passed.md": message("passed", "decided", "refer"),
    "messages/received.md": message("received", "received"),
    "messages/evidence.md": message("evidence", "evidence_wanted"),
    "messages/refused.md": message("refused", "evidence_refused"),
    "messages/reminder.md": message("reminder", "reminder"),
    "messages/withdrawn.md": message("withdrawn", "withdrawn"),
}
PERSON: Mapping[str, Any] = {
    "full_name": "Ada Invented",
    "email": "ada@example.org",
    "telephone": "07700 900123",
    "wastes": [{"kind": "food", "kilos": 4}],
}
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"

MakeOfficer = Callable[..., Officer]
SignIn = Callable[[Officer], Client]


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of the test lie in a folder of its own; no scanner is set up."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    monkeypatch.delenv("SHIREHALL_CLAMD", raising=False)


@pytest.fixture
def bins(db: None) -> None:
    """The councils, and the tiny service."""
    load_partnership(by="test", at=AT)
    publish(texts=TEXTS, by="cleo@example.org", at=AT)


@pytest.fixture
def make_officer(bins: None) -> MakeOfficer:
    """Make an officer with one place."""

    def make(
        role: str = "officer",
        team: str = "revenues_and_benefits",
        authority: str | None = None,
        name: str = "",
    ) -> Officer:
        known = name or f"{role} {team} {authority or 'all'}"
        return add_officer(
            email=f"{known.replace(' ', '.').lower()}@example.org", name=known.title(),
            places=[Place(team, role, authority)], password=None, by="test", at=AT,
        )  # fmt: skip

    return make


@pytest.fixture
def sign_in() -> SignIn:
    """A browser in which the officer has signed in with two factors."""

    def signed_in(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [
            {"method": method, "at": time.time()} for method in ("password", "mfa")
        ]
        session["account_authentication_methods_user"] = str(officer.pk)
        session.save()
        client.cookies["shirehall"] = session.session_key or ""
        return client

    return signed_in


def make_case(people: int = 12, *, authority: str = "north_dorset", at: datetime = AT, **more: Any) -> Case:
    """A case of the tiny service; twelve people go to an officer, five owe evidence, three are approved."""
    given = {**PERSON, "people": people, "nappies": False, **more}
    read = read_facts(current_version("larger_bin"), given, on=at.date())
    answers = {
        name: replace(each, source="resident", by="resident", channel="web", at=at)
        for name, each in read.items()
    }
    receipt = submit(
        service="larger_bin", answers=answers, channel="web", by="resident", at=at, authority=authority,
        idempotency_key=secrets.token_hex(8),
    )  # fmt: skip
    return Case.objects.get(pk=receipt.case_id)


def page_of(response: Any) -> str:
    """The words of a page that was shown."""
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def do(client: Client, case: Case, form: str, **typed: Any) -> Any:
    """Send one of the forms of the case page, as a page that was opened just now would."""
    case.refresh_from_db()
    hidden = {"seen": case.last_sequence, "key": secrets.token_hex(8)}
    named = {f"{form}-{name}": value for name, value in typed.items()}
    return client.post(f"/desk/case/{case.reference}/do/{form}/", {**hidden, **named})
