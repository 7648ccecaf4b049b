"""What a resident can do online with a case, an officer does for them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shirehall.capabilities.people.api import Told, tell_ways, ways_of
from shirehall.casework.api import owed_evidence
from shirehall.casework.models import Case, Evidence
from shirehall.channels.assisted.conftest import PDF, Desk, begin, fill_form

pytestmark = pytest.mark.django_db

WHO = {"how": "phone", "speaker": "resident", "consent": "yes"}


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case that owes receipts, with its page open."""
    begin(desk)
    fill_form(desk, price="900").send(agreed="yes")
    assert "We need receipts for your tools." in desk.html
    found = Case.objects.get()
    desk.open(f"/desk/help/{found.reference}/case/").send(**WHO)
    return found


def test_what_is_owed_and_decided_is_said(desk: Desk, case: Case) -> None:
    for said in ("Receipts for your tools", "a bank statement", "You have a garden with 3 trees.", "£900"):
        assert said in desk.html, said
    assert case.events.filter(kind="viewed", by=desk.officer.email).count() == 1


def test_what_the_person_needs_stands_at_the_head(desk: Desk, case: Case) -> None:
    told = Told(needs=("text_relay", "interpreter"), interpreter_language="Polish")
    tell_ways(case=case, told=told, by="cleo@example.org", at=case.submitted_at)
    desk.open(f"/desk/help/{case.reference}/case/")
    for said in (
        "dial 18001 before the number",
        "Needs an interpreter: Polish.",
        f"/desk/case/{case.reference}/way/",
    ):
        assert said in desk.html, said


def test_evidence_is_added(desk: Desk, case: Case) -> None:
    desk.open(f"/desk/help/{case.reference}/case/evidence/receipts/").send()
    assert desk.status == 422
    desk.send(files=SimpleUploadedFile("receipt.pdf", PDF, "application/pdf"))
    assert "The evidence is on the case." in desk.html
    assert not owed_evidence(case)
    row = Evidence.objects.get(case=case)
    assert row.state == "received"
    desk.open(f"/desk/help/{case.reference}/case/evidence/receipts/")
    assert desk.url.endswith("/case/")
    assert desk.open(f"/desk/help/{case.reference}/case/evidence/nothing/").status == 404


def test_a_file_that_is_none_is_refused_and_nothing_is_kept(desk: Desk, case: Case) -> None:
    desk.open(f"/desk/help/{case.reference}/case/evidence/receipts/")
    desk.send(files=SimpleUploadedFile("receipt.pdf", b"MZ\x90\x00", "application/pdf"))
    assert desk.status == 422
    assert owed_evidence(case)


def test_a_person_is_asked_to_look_again(desk: Desk, case: Case) -> None:
    desk.open(f"/desk/help/{case.reference}/case/look-again/").send(words="The trees are bushes.")
    assert "A person will look again." in desk.html
    sent = case.submissions.get(purpose="review")
    assert (sent.note, sent.by, sent.channel) == ("The trees are bushes.", desk.officer.email, "phone")


def test_it_is_withdrawn_once(desk: Desk, case: Case) -> None:
    address = f"/desk/help/{case.reference}/case/withdraw/"
    desk.open(address)
    key = desk.html.split('name="key" value="')[1].split('"')[0]
    desk.send()
    assert "It is withdrawn." in desk.html
    desk.send(address, key=key)
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert case.submissions.filter(purpose="withdraw").count() == 1
    assert desk.open(address).status == 409
    assert desk.open(f"/desk/help/{case.reference}/case/change/").status == 409


def test_how_they_are_reached_is_told(desk: Desk, case: Case) -> None:
    address = f"/desk/help/{case.reference}/case/ways/"
    desk.open(address).send(channel="letter")
    assert desk.status == 422
    assert "Choose one" in desk.html
    desk.send(
        channel="letter", format="large_print", language="as_applied", needs="hearing", need_words="Speak up."
    )
    assert "How we reach them is kept." in desk.html
    told = ways_of(case, at=timezone.now())
    assert (told.channel, told.format, told.needs, told.need_words) == (
        "letter", "large_print", ("hearing",), "Speak up.",
    )  # fmt: skip
    assert "Speak up." in desk.open(address).html
