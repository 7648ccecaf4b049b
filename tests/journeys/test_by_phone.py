"""A resident with neither email nor mobile: an officer fills it in with them by phone, they get letters, and whatever they
could do online is done for them."""

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shirehall.casework.api import Rehearsal
from shirehall.channels.assisted.rehearsal import rehearse_call
from shirehall.design.visiting import Visit
from shirehall.kernel.api import Answer, Version, decide, known, load
from shirehall.project.parity.completing import WholeCase, complete, examples_to_rehearse
from tests.browser.papers import picture
from tests.browser.server import Server
from tests.services.folders import SERVICES, texts_of

PASSWORD = "a demonstration of shirehall"
ADVISER = "kit.havenrow@example.org"
WAITS_SECONDS = 30
NO_CONTACT: Mapping[str, Answer] = {
    "email": Answer("not_applicable"), "telephone": Answer("not_applicable"), "preferred_channel": known("letter"),
}  # fmt: skip


def today() -> date:
    """The day it is for the councils."""
    return datetime.now(UTC).astimezone(ZoneInfo("Europe/London")).date()


def without_contact(service: str, *, owes: bool = True) -> tuple[Version, WholeCase]:
    """Somebody of the examples who owes evidence, with neither email address nor telephone."""
    version = load(texts_of(SERVICES / service))
    for number, example in enumerate(examples_to_rehearse(version, 0)):
        whole = complete(version, example, on=today(), case=number, run=7000 + number)
        roles = version.service.settings["applicant"]
        silent = {roles[role]: answer for role, answer in NO_CONTACT.items() if role in roles}
        answers = {name: silent.get(name, answer) for name, answer in whole.answers.items()}
        decision = decide(version, answers, authority=whole.authority, on=today())
        if bool(decision.missing_evidence) is owes and decision.outcome in ("approve", "refer"):
            return version, replace(whole, answers=answers)
    raise AssertionError("no example owes evidence")


def call(server: Server, folder: Path, service: str, version: Version, whole: WholeCase) -> str:
    """Through the script of the call, from who is there to the outcome. Gives the reference."""
    rehearsal = Rehearsal(
        url=server.url, service=service, version=version, answers=whole.answers, authority=whole.authority, on=today(),
        officer=(ADVISER, PASSWORD), folder=folder, number=1,
    )  # fmt: skip
    return rehearse_call(rehearsal)


def until_says(visit: Visit, path: str, words: str) -> None:
    """Open the page again and again until it says so: the worker does it a moment later."""
    until = time.monotonic() + WAITS_SECONDS
    while words not in visit.open(path).says:
        assert time.monotonic() < until, f"{path} does not say {words!r}: {visit.says[:1500]}"
        time.sleep(0.3)


@pytest.fixture(scope="module")
def auditor(server: Server) -> Visit:
    """Somebody who may look at every case."""
    return Visit(server.url).sign_in("iris.wintersedge@example.org", PASSWORD)


@pytest.mark.parametrize(
    ("service", "email"),
    [("council_tax_reduction", "ada.fernhollow"), ("housing_register", "kit.hollowmere")],
)
def test_everything_by_phone_and_by_letter(
    server: Server, auditor: Visit, tmp_path: Path, service: str, email: str
) -> None:
    version, whole = without_contact(service)
    reference = call(server, tmp_path, service, version, whole)
    until_says(auditor, f"/desk/case/{reference}/", "Open the letter as it was made (PDF)")
    assert "Kit Havenrow helped: by phone, with the resident." in auditor.says
    sent = re.findall(r'class="dk-quiet">(email|text|letter), ', auditor.main)
    assert sent
    assert set(sent) == {"letter"}
    officer = Visit(server.url).sign_in(f"{email}@example.org", PASSWORD)
    officer.open(f"/desk/help/{reference}/case/").send(
        {"how": "phone", "speaker": "resident", "consent": "yes"}
    )
    _is_told_what_is_owed(officer, reference)
    _tells_a_change(officer, version, reference)
    _has_a_person_look_again(officer, reference)
    officer.open(f"/desk/help/{reference}/case/withdraw/").send({})
    assert "It is withdrawn." in officer.says
    until_says(auditor, f"/desk/case/{reference}/", "Withdrawn")


def _is_told_what_is_owed(officer: Visit, reference: str) -> None:
    """And hands in a paper."""
    assert "We need " in officer.says
    assert "Owed" in officer.says
    add = re.search(rf'"(/desk/help/{reference}/case/evidence/\w+/)"', officer.main)
    assert add, officer.says
    paper = picture()
    files = {"files": (paper["name"], paper["buffer"], paper["mimeType"])}
    officer.open(add[1]).send({}, files=files)
    assert "The evidence is on the case." in officer.says


def _tells_a_change(officer: Visit, version: Version, reference: str) -> None:
    """The name, which is asked everywhere."""
    fact = version.service.settings["applicant"]["name"]
    page = next(each.page for each in version.service.questions if each.fact == fact)
    officer.open(f"/desk/help/{reference}/case/change/").send({})
    draft = officer.path.split("/")[3]
    officer.open(f"/desk/help/{draft}/ask/{page}/{fact}/?from=check").send(
        {fact: "Rowan Newname"}, form='id="go-on"'
    )
    officer.open(f"/desk/help/{draft}/check/").send({"agreed": "yes"}, form='name="agreed"')
    assert officer.path == f"/desk/help/{reference}/done/"
    assert "Rowan Newname" in officer.open(f"/desk/help/{reference}/case/").says


def _has_a_person_look_again(officer: Visit, reference: str) -> None:
    officer.open(f"/desk/help/{reference}/case/look-again/").send({"words": "My savings were counted twice."})
    assert "A person will look again." in officer.says
