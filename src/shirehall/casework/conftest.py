"""A tiny service that has one of everything, and what the tests of the record send to it."""

import secrets
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from shirehall.casework.actions import Receipt, submit
from shirehall.casework.models import Case, ServiceVersion
from shirehall.casework.versions import current_version, publish
from shirehall.kernel.api import Answers, read_facts

AT_ONCE = 8
Everybody = Callable[[Callable[[int], Any]], list[Any]]
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday

SERVICE = """
service: bins
title: Ask for larger bins
summary: Ask for a larger bin.
owner: customer_services
queue: benefits
evidence_queue: benefits_evidence
offered_by: [north_dorset, west_dorset]
lawful_basis: public task
channels: [web, phone]
decide_within: 10 working days
applicant: {name: full_name, date_of_birth: date_of_birth, email: email, telephone: telephone}
pages:
  - page: you
    title: About you
    questions:
      - {fact: full_name, ask: "What is your name?", type: name, kept_for: identity}
      - {fact: date_of_birth, ask: "What is your date of birth?", type: date, kept_for: identity}
      - {fact: email, ask: "What is your email address?", type: email, kept_for: contact, optional: yes}
      - {fact: telephone, ask: "What is your telephone number?", type: telephone, kept_for: contact, optional: yes}
  - page: home
    title: Your home
    questions:
      - {fact: people, ask: "How many people live with you?", type: integer, between: [0, 20]}
      - {fact: nappies, ask: "Is anybody in nappies?", type: yes_no}
facts:
  - {fact: bags, type: integer, between: [0, 100], is: "people * 2"}
judgements:
  - {judgement: allowed, ask: "Is a larger bin right?", type: yes_no}
evidence:
  - evidence: proof_of_address
    title: Proof of address
    accept: [council_tax_bill, tenancy]
    proves: [people]
    wanted_when: people in [5, 6]
    remind: [sms after 3 days, letter after 10 days]
    close_unanswered_after: 28 days
retention:
  approve: 1 year after closed
  refuse: 1 year after closed
  refer: 1 year after closed
  withdrawn: 1 month after closed
  draft: 30 days after last saved
"""
RULES = """
tables:
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: judged_yes, when: {allowed: yes}, then: approve, because: "An officer looked at what you told us."}
      - {row: judged_no, when: {allowed: no}, then: refuse, because: "An officer looked at what you told us."}
      - {row: too_small, when: {bags: under 6, nappies: no}, then: refuse, because: "Your home is too small."}
      - {row: nappies, when: {nappies: yes, bags: under 20}, then: approve, because: "Somebody is in nappies."}
      - {row: large, when: {bags: from 6 up to 19}, then: approve, because: "{people} people live with you."}
      - {row: very_large, when: {bags: from 20}, then: refer, to: benefits, because: "An officer looks at large homes."}
amounts:
  - {amount: fee, type: money, is: "bin_fee", because: "The fee for a larger bin."}
"""
RATES = """
rates:
  - {rate: bin_fee, type: money, dated: [{from: 2025-04-01, is: 20.00, source: "Fees 2025"}]}
"""
NEW_RATES = """
rates:
  - {rate: bin_fee, type: money,
     dated: [{from: 2025-04-01, is: 20.00, source: "Fees 2025"}, {from: 2026-04-01, is: 25.00, source: "Fees 2026"}]}
"""


def example(name: str, people: int, outcome: str, nappies: str = "no", allowed: str = "") -> str:
    """A worked case of the tiny service."""
    judged = f"judgements: {{allowed: {allowed}}}, " if allowed else ""
    answers = f"{{people: {people}, nappies: {nappies}}}"
    return f"  - {{example: {name}, on: 2026-03-02, answers: {answers}, {judged}expect: {{outcome: {outcome}}}}}\n"


def examples(*, large: int = 3) -> str:
    """A worked case for each row; `large` is how many people make a large home."""
    return "examples:\n" + "".join([
        example("judged_yes", 12, "approve", allowed="yes"), example("judged_no", 12, "refuse", allowed="no"),
        example("small", 2, "refuse"), example("nappies", 2, "approve", nappies="yes"),
        example("large", large, "approve"), example("very_large", 12, "refer"),
    ])  # fmt: skip


def message(name: str, on: str, outcomes: str = "") -> str:
    """A message template with words for every way."""
    narrowed = f"outcomes: [{outcomes}]\n" if outcomes else ""
    return (
        f"---\nmessage: {name}\non: {on}\n{narrowed}---\n\n# subject\n\nYour bin\n\n# email\n\nAbout {{reference}}.\n\n"
        f"# sms\n\nAbout {{reference}}.\n\n# letter\n\nAbout {{reference}}.\n"
    )


TEXTS: Mapping[str, str] = {
    "service.yaml": SERVICE,
    "rules.yaml": RULES,
    "rates.yaml": RATES,
    "examples.yaml": examples(),
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
    "date_of_birth": "1980-02-03",
    "email": "ada@example.org",
    "telephone": "07700 900123",
}
HOME: Mapping[str, Any] = {"people": 3, "nappies": False}

Send = Callable[..., Receipt]


@pytest.fixture
def bins(db: None, monkeypatch: pytest.MonkeyPatch) -> ServiceVersion:
    """The tiny service, published."""
    return publish_bins()


def publish_bins(**changed: str) -> ServiceVersion:
    """Publish the tiny service, with some of its files changed."""
    texts = {**TEXTS, **{name.replace("__", "/") + ".yaml": text for name, text in changed.items()}}
    return publish(texts=texts, by="ada@example.org", at=MORNING)


def answers_of(given: Mapping[str, Any], *, source: str = "resident", note: str = "") -> Answers:
    """Answers out of JSON, said to come from somewhere."""
    read = read_facts(current_version("bins"), given, on=MORNING.date())
    return {name: replace(each, source=source, note=note) for name, each in read.items()}  # type: ignore[arg-type]


def send(given: Mapping[str, Any] | None = None, **how: Any) -> Receipt:
    """Send an application to the tiny service, or something about a case of it."""
    first = {**PERSON, **HOME} if how.get("case") is None and how.get("whole", True) else {}
    how.pop("whole", None)
    source = how.pop("source", "resident")
    about: dict[str, Any] = {
        "service": "bins", "channel": "web", "by": "resident", "at": MORNING, "authority": "north_dorset",
        "idempotency_key": secrets.token_hex(8),
    }  # fmt: skip
    return submit(answers=answers_of({**first, **(given or {})}, source=source), **{**about, **how})


def case_of(receipt: Receipt) -> Case:
    """The case as it stands in the database."""
    return Case.objects.get(pk=receipt.case_id)


OFFICER = "ada@example.org"
_MORE_ASKED = """  - page: where
    title: Where you live
    questions:
      - {fact: home, ask: "Where do you live?", type: short_text, kept_for: contact, optional: yes}
      - {fact: told_by, ask: "How do we tell you?", type: choice, options: {email: Email, sms: Text, letter: Letter}, kept_for: contact, optional: yes}
      - {fact: number, ask: "What is your number?", type: national_insurance_number, kept_for: identity, optional: yes}
"""
REACHED = SERVICE.replace(
    "telephone: telephone}",
    "telephone: telephone, address: home, national_insurance_number: number, preferred_channel: told_by}",
).replace("  - page: home\n", f"{_MORE_ASKED}  - page: home\n")
"""The tiny service, which also asks where somebody lives, their number, and how we tell them."""


def apply(key: str, given: Mapping[str, Any] | None = None, *, at: datetime = MORNING) -> Case:
    """An application of Ada Invented, with some answers of her own (None takes one away)."""
    answers = {
        name: value for name, value in {**PERSON, **HOME, **(given or {})}.items() if value is not None
    }
    receipt = submit(
        service="bins", answers=answers_of(answers), channel="web", by="resident", at=at, authority="north_dorset",
        idempotency_key=key,
    )  # fmt: skip
    return case_of(receipt)


def many_at_once(file: Path) -> Everybody:
    """Runs a function in many threads at once, each with a connection of its own to one database, whose rows must be
    committed by now. `file` is where SQLite's memory is copied to."""
    main = connections["default"]
    if connection.vendor == "sqlite":
        # SQLite's memory does not let connections wait for each other as they do on a file.
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
        copy.close()

    def run(action: Callable[[int], Any]) -> list[Any]:
        def alone(number: int) -> Any:
            own = main.copy()
            if file.exists():
                own.settings_dict["NAME"] = str(file)
            connections["default"] = own
            try:
                return action(number)
            finally:
                own.close()

        with ThreadPoolExecutor(AT_ONCE) as threads:
            return list(threads.map(alone, range(AT_ONCE)))

    return run
