"""Shirehall: from check answers to a decided case. Set up as a council would, not as a demonstration."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import ClassVar

from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from benchmarks.measuring.clients import Ask, Told, send_all
from benchmarks.measuring.server import Server
from benchmarks.sides.answers import SERVICE, answers_of
from benchmarks.sides.side import Side, post, token_of
from shirehall.casework.api import RESIDENT, current_decision, save_draft, verify
from shirehall.casework.models import Case, Draft, Submission
from shirehall.channels.web.contacts import Contact
from shirehall.channels.web.models import WebDraft

PATH = f"/{SERVICE}/apply/check-answers/"
COOKIE = "shirehall"
# The proxy before it speaks HTTPS with the browser, and says so.
BEHIND_PROXY = {"X-Forwarded-Proto": "https"}
VERIFIED = 20
_TOGETHER = 100
_KEY = re.compile(rb'name="key" value="([^"]+)"')


class Shirehall(Side):
    """The whole of it, with council_tax_reduction."""

    name: ClassVar[str] = "Shirehall"

    def __init__(self, folder: Path) -> None:
        call_command("prepare", stdout=StringIO())
        call_command("publish", by="benchmarks", stdout=StringIO())
        self._sent = 0
        self.server = Server("shirehall.project.wsgi:application", {}, folder)

    def prepare(self, count: int) -> Sequence[Ask]:
        """Each person has answered every question and has check answers open. The draft is stored by the front door
        that the pages use; the page itself comes by HTTP."""
        at = timezone.now()
        numbers = range(self._sent, self._sent + count)
        cookies = [session_with(draft, at) for draft in make_drafts(numbers, at)]
        asked = [Ask(PATH, {"Cookie": f"{COOKIE}={each}", **BEHIND_PROXY}) for each in cookies]
        return [self._ask(each) for each in send_all(self.server.port, asked).told]

    def _ask(self, shown: Told) -> Ask:
        token = token_of(shown)
        key = _KEY.search(shown.body)
        assert key is not None, "check answers has no key"
        cookies = {
            "Cookie": f"{COOKIE}={shown.cookies[COOKIE]}",
            "Origin": f"https://127.0.0.1:{self.server.port}",
        }
        data = {"csrfmiddlewaretoken": token, "key": key[1].decode()}
        return post(PATH, data, {**cookies, **BEHIND_PROXY})

    def check(self, told: Sequence[Told]) -> None:
        """Every receipt is a decided case; the chains of some are walked."""
        self._sent += len(told)
        references = references_of(told)
        assert len(set(references)) == len(told), f"Shirehall took {len(set(references))} of {len(told)}"
        assert Submission.objects.count() == Case.objects.count() == self._sent
        cases = list(Case.objects.filter(reference__in=references))
        assert len(cases) == len(told)
        for case in cases[:VERIFIED]:
            decision = current_decision(case)
            assert decision is not None
            assert decision.outcome == "approve", decision.outcome
            assert not verify(case)


def references_of(told: Sequence[Told]) -> list[str]:
    """The reference that each receipt gives."""
    return [each.where.split("/")[2] for each in told if each.status == 302 and each.where.endswith("/sent/")]


def make_drafts(numbers: range, at: datetime) -> list[Draft]:
    """Drafts in which everything is answered. They share commits: they are not what is measured."""
    drafts: list[Draft] = []
    for first in range(numbers.start, numbers.stop, _TOGETHER):
        with transaction.atomic():
            drafts += [
                save_draft(
                    draft=None, service=SERVICE, answers=answers_of(number, at), channel="web", by=RESIDENT, at=at,
                    page="bill", authority="north_dorset",
                )
                for number in numbers[first - numbers.start : first - numbers.start + _TOGETHER]
            ]  # fmt: skip
            for draft in drafts[first - numbers.start :]:
                # As the page that asks for the address does.
                address = str(draft.answers["email"]["value"])
                WebDraft.objects.create(draft=draft, contact_key=Contact("email", address).key)
    return drafts


def session_with(draft: Draft, at: datetime) -> str:
    """The cookie of a browser that holds a draft."""
    session = SessionStore()
    session["drafts"] = {draft.service: draft.token}
    session["seen"] = int(at.timestamp())
    session.save()
    assert session.session_key is not None
    return session.session_key
