"""A tiny service that has one of everything that is asked, and an officer who helps with it."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from shirehall.casework.api import publish
from shirehall.design.test_parts import check as check_page
from shirehall.partnership.api import Officer, Place, add_officer, load_partnership

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SERVICE = """
service: shed
title: Ask for a shed
summary: Ask us for a garden shed.
owner: housing
queue: housing_register
evidence_queue: housing_register
review_queue: housing_register
offered_by: [north_dorset, west_dorset]
lawful_basis: public task
channels: [web, assisted, phone]
decide_within: 10 working days
declaration: ["What I say is true."]
applicant: {name: full_name, date_of_birth: date_of_birth, email: email, address: home}
pages:
  - page: you
    title: About you
    questions:
      - {fact: full_name, ask: "What is your name?", label: your name, type: name, kept_for: identity, phone: "Who am I speaking about?"}
      - {fact: date_of_birth, ask: "What is your date of birth?", label: your date of birth, type: date, kept_for: identity}
      - {fact: email, ask: "What is your email address?", label: your email address, type: email, kept_for: contact, optional: yes}
      - {fact: home, ask: "What is your address?", label: your address, type: address, kept_for: contact}
  - page: tools
    title: Your tools
    repeat: tools
    item: tool
    at_most: 3
    questions:
      - {fact: kind, ask: "What kind of tool is it?", label: the kind of tool, type: choice, options: {spade: Spade, fork: Fork}, kept_for: message}
      - {fact: price, ask: "What did it cost?", label: the price, type: money, between: [0.00, 1000.00]}
  - page: garden
    title: Your garden
    questions:
      - {fact: garden, ask: "Do you have a garden?", label: whether you have a garden, hint: "A yard counts.", type: yes_no, decline: yes}
      - {fact: trees, ask: "How many trees are in it?", label: the number of trees, type: integer, between: [0, 50], when: garden}
      - {fact: photo, ask: "Do you have a photo of it?", label: a photo, type: file, several: yes, kept_for: message}
facts:
  - {fact: worth, label: what your tools are worth, type: money, between: [0.00, 3000.00], is: "sum(tools, price)"}
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
      - {row: wood, when: {garden: yes, trees: over 10}, then: refer, to: housing_register, because: "An officer looks at gardens with {trees} trees."}
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
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads lie in a folder of the test's own, and counters in memory."""
    settings.SHIREHALL_DOCUMENTS = tmp_path
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    monkeypatch.delenv("SHIREHALL_CLAMD", raising=False)
    cache.clear()


@pytest.fixture
def shed(db: None) -> None:
    """The councils and the tiny service."""
    load_partnership(by="test", at=AT)
    publish(texts=TEXTS, by="ada", at=AT)


@dataclass
class Desk:
    """An officer with a browser: opens pages, fills in the form that stands there, goes where it leads."""

    officer: Officer
    client: Client = field(default_factory=Client)
    url: str = ""
    html: str = ""
    status: int = 0

    def open(self, url: str) -> "Desk":
        """Open an address and follow where it leads."""
        return self._took(self.client.get(url, follow=True), url)

    def send(self, at: str = "", **typed: Any) -> "Desk":
        """Send a form to the page that is open, or to another address, with the hidden fields of this one."""
        hidden = dict(re.findall(r'<input type="hidden" name="([a-z_-]+)" value="([^"]*)"', self.html))
        hidden.pop("csrfmiddlewaretoken", None)
        data = {**hidden, **{name.replace("__", "-"): value for name, value in typed.items()}}
        return self._took(self.client.post(at or self.url, data, follow=True), at or self.url)

    def _took(self, response: Any, url: str) -> "Desk":
        chain = getattr(response, "redirect_chain", [])
        self.url = (chain[-1][0] if chain else url).partition("#")[0]
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
    def reference(self) -> str:
        """The reference in the address."""
        return self.url.split("/")[3]


MakeDesk = Callable[..., Desk]


@pytest.fixture
def desk_of(shed: None) -> MakeDesk:
    """A browser in which an officer of some place has signed in with two factors."""

    def make(role: str = "officer", team: str = "housing", authority: str | None = None) -> Desk:
        name = f"{role}.{team}.{authority or 'all'}.{Officer.objects.count()}"
        officer = add_officer(
            email=f"{name}@example.org", name=name.title(), places=[Place(team, role, authority)], password=None,
            by="test", at=AT,
        )  # fmt: skip
        client = Client()
        client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [
            {"method": method, "at": time.time()} for method in ("password", "mfa")
        ]
        session["account_authentication_methods_user"] = str(officer.pk)
        session.save()
        client.cookies["shirehall"] = session.session_key or ""
        return Desk(officer, client)

    return make


@pytest.fixture
def desk(desk_of: MakeDesk) -> Desk:
    """An officer of the team that owns the tiny service."""
    return desk_of()


def begin(desk: Desk, how: str = "office", **who: str) -> Desk:
    """Begin with a resident who agrees."""
    desk.open("/desk/help/begin/shed/")
    return desk.send(**{"how": how, "speaker": "resident", "consent": "yes", **who})


PERSON = {
    "full_name": "Ada Invented", "date_of_birth-day": "3", "date_of_birth-month": "2", "date_of_birth-year": "1980",
    "home-line_1": "1 High Street", "home-town": "Sherborne", "home-postcode": "DT9 3AA",
}  # fmt: skip


def to_check(desk: Desk) -> Desk:
    """Past the council, where no answer told it."""
    return desk.send(council="north_dorset") if "/council/" in desk.url else desk


def fill_form(desk: Desk, *, trees: str = "3", price: str = "12.50") -> Desk:
    """Fill in every page of the form, up to check and send."""
    desk.send(**PERSON, go_on="yes")
    desk.send(kind="spade", price=price, add="yes").send(no_more="yes")
    desk.send(garden="yes", go_on="yes")
    return to_check(desk.send(garden="yes", trees=trees, go_on="yes"))


def fill_cards(desk: Desk, *, trees: str = "3", price: str = "12.50") -> Desk:
    """Answer every card of the script, up to check and send."""
    desk.send(full_name="Ada Invented")
    desk.send(date_of_birth__day="3", date_of_birth__month="2", date_of_birth__year="1980")
    desk.send(email="").send(by_hand="yes")
    desk.send(home__line_1="1 High Street", home__town="Sherborne", home__postcode="DT9 3AA").send()
    desk.send(another="yes").send(kind="spade").send(price=price).send(another="no").send()
    return to_check(desk.send(garden="yes").send(trees=trees).send().send())
