"""A tiny service that has one of everything the web asks, and a resident who goes through it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from shirehall.casework.api import publish
from shirehall.casework.models import ServiceVersion
from shirehall.design.test_parts import check as check_page

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SERVICE = """
service: shed
title: Ask for a shed
summary: Ask us for a garden shed.
owner: customer_services
queue: benefits
evidence_queue: benefits_evidence
offered_by: [north_dorset, west_dorset]
lawful_basis: public task
channels: [web, phone]
decide_within: 10 working days
start: {takes: about 2 minutes, need: [your name]}
declaration: ["What I say is true."]
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
      - {fact: kind, ask: "What kind of tool is it?", type: choice, options: {spade: Spade, fork: Fork}, kept_for: message}
      - {fact: price, ask: "What did it cost?", type: money, between: [0.00, 1000.00]}
  - page: garden
    title: Your garden
    questions:
      - {fact: garden, ask: "Do you have a garden?", type: yes_no, decline: yes}
      - {fact: trees, ask: "How many trees are in it?", type: integer, between: [0, 50], when: garden}
      - {fact: photo, ask: "Do you have a photo of it?", type: file, several: yes, kept_for: message}
facts:
  - {fact: worth, type: money, between: [0.00, 3000.00], is: "sum(tools, price)"}
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


def _message(name: str, on: str) -> str:
    return (
        f"---\nmessage: {name}\non: {on}\n---\n\n# subject\n\nYour shed\n\n# email\n\nAbout {{reference}}.\n\n"
        f"# sms\n\nAbout {{reference}}.\n\n# letter\n\nAbout {{reference}}.\n"
    )


TEXTS: Mapping[str, str] = {
    "service.yaml": SERVICE,
    "rules.yaml": RULES,
    "examples.yaml": EXAMPLES,
    **{
        f"messages/{on}.md": _message(on, on)
        for on in ("decided", "received", "evidence_wanted", "evidence_refused", "reminder", "withdrawn")
    },
}


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads lie in a folder of the test's own, and counters in memory."""
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


@pytest.fixture
def shed(db: None) -> ServiceVersion:
    """The tiny service, published."""
    return publish_shed()


def publish_shed(**changed: str) -> ServiceVersion:
    """Publish the tiny service, with some of its files changed."""
    return publish(
        texts={**TEXTS, **{f"{name}.yaml": text for name, text in changed.items()}}, by="ada", at=AT
    )


@dataclass
class Resident:
    """Somebody with a browser: opens pages, fills in the form that stands there, goes where it leads."""

    client: Client = field(default_factory=Client)
    url: str = ""
    html: str = ""
    status: int = 0

    def open(self, url: str) -> "Resident":
        """Open an address and follow where it leads."""
        return self._took(self.client.get(url, follow=True), url)

    def send(self, at: str = "", **typed: Any) -> "Resident":
        """Fill in the form of the page that is open (its hidden fields come along) and send it."""
        hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', self.html))
        data = {**hidden, **{name.replace("__", "-"): value for name, value in typed.items()}}
        return self._took(self.client.post(at or self.url, data, follow=True), at or self.url)

    def _took(self, response: Any, url: str) -> "Resident":
        chain = getattr(response, "redirect_chain", [])
        self.url = chain[-1][0] if chain else url
        self.status = response.status_code
        self.html = (
            response.content.decode() if "text/html" in response.headers.get("Content-Type", "") else ""
        )
        if self.html:
            check_page(self.html, whole=True)
        return self

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)
        return found[1].strip() if found else ""

    @property
    def back(self) -> str:
        found = re.search(r'class="govuk-back-link" href="([^"]+)"', self.html)
        return found[1] if found else ""


@pytest.fixture
def resident() -> Resident:
    """Somebody with a browser."""
    return Resident()


def fill_in(
    resident: Resident, *, trees: str = "3", price: str = "12.50", email: str = "ada@example.org"
) -> Resident:
    """Answer every question of the tiny service, up to check answers."""
    resident.open("/shed/apply/").send(full_name="Ada Invented")
    resident.send(date_of_birth__day="3", date_of_birth__month="2", date_of_birth__year="1980")
    resident.send(email=email).send(by_hand="yes")
    resident.send(home__line_1="1 High Street", home__town="Sherborne", home__postcode="DT9 3AA")
    resident.send(another="yes").send(kind="spade").send(price=price).send(another="no")
    return resident.send(garden="yes").send(trees=trees).send(later="yes")
