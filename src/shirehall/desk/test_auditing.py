"""Audit, failed steps, published services."""

import pytest
from django.test import Client

from shirehall.casework.api import step_handlers
from shirehall.casework.models import Event, Step, Task
from shirehall.desk import audit_views
from shirehall.desk.conftest import MakeOfficer, SignIn, do, make_case, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(make_officer: MakeOfficer, sign_in: SignIn) -> Client:
    return sign_in(make_officer("auditor", "digital", name="Iris Auditor"))


def test_who_looked_and_who_changed(auditor: Client, make_officer: MakeOfficer, sign_in: SignIn) -> None:
    case = make_case()
    olu = make_officer(name="Olu Officer")
    client = sign_in(olu)
    client.get(f"/desk/case/{case.reference}/")
    do(client, case, "note", reason="Rang")
    everything = page_of(auditor.get("/desk/audit/"))
    looked = page_of(auditor.get("/desk/audit/?what=looked"))
    changed = page_of(auditor.get(f"/desk/audit/?what=changed&who={olu.pk}"))
    assert "Opened by an officer" in everything
    assert "Note" in everything
    assert "Opened by an officer" in looked
    assert '<td class="govuk-table__cell">Note' not in looked
    assert "Opened by an officer" not in changed
    assert "Ada Invented" not in everything


def test_audit_pages_go_back_window_by_window(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_views, "WINDOW", 4)
    case = make_case()
    auditor.get(f"/desk/case/{case.reference}/")
    for _number in range(2):
        make_case(3)
    page = page_of(auditor.get("/desk/audit/"))
    seen = 0
    while "before=" in page:
        assert seen < 20
        seen += 1
        before = page.split("before=")[1].split('"')[0]
        page = page_of(auditor.get(f"/desk/audit/?before={before}"))
        if case.reference in page:
            break
    assert case.reference in page
    assert auditor.get("/desk/audit/?before=x").status_code == 404


def test_the_record_of_a_case_is_verified(auditor: Client) -> None:
    case = make_case()
    found = auditor.post("/desk/audit/find/", {"reference": case.reference.replace("-", " ")})
    assert found["Location"] == f"/desk/audit/{case.reference}/"
    assert "Record complete" in page_of(auditor.get(found["Location"]))
    Event.objects.filter(case=case, sequence=1).update(kind="other")
    assert "The record does not hold" in page_of(auditor.get(found["Location"]))
    assert auditor.post("/desk/audit/find/", {"reference": "nothing"}).status_code == 404


def test_failed_steps_are_listed_and_tried_again(make_officer: MakeOfficer, sign_in: SignIn) -> None:
    leader = sign_in(make_officer("team_leader"))
    assert "Everything went out" in page_of(leader.get("/desk/failed/"))
    case = make_case(3)
    step = Step.objects.filter(case=case).first()
    assert step is not None
    Step.objects.filter(pk=step.pk).update(state=Step.State.FAILED, last_error="No such number")
    Task.objects.create(
        case=case, queue="benefits", authority=case.authority, kind="failed_step", title="Not sent",
        opened_at=case.submitted_at, due_on=case.decide_by_on,
    )  # fmt: skip
    page = page_of(leader.get("/desk/failed/"))
    assert "No such number" in page
    handler = step_handlers.get(step.kind)
    assert handler is not None
    assert handler.label in page
    leader.post(f"/desk/failed/{step.pk}/again/")
    assert "Everything went out" in page_of(leader.get("/desk/failed/"))
    leader.post(f"/desk/failed/{step.pk}/again/")
    assert "nothing to try again" in page_of(leader.get("/desk/failed/"))


def test_published_services_with_their_open_cases(make_officer: MakeOfficer, sign_in: SignIn) -> None:
    client = sign_in(make_officer())
    make_case()
    page = page_of(client.get("/desk/services/"))
    assert "Ask for a larger bin" in page
    assert "New cases take it" in page
    text = page_of(client.get("/desk/services/larger_bin/1/?authority=west_dorset"))
    for words in ("very_large", "<h2>", "How many people live with you?", 'value="west_dorset" selected'):
        assert words in text, words
    assert "How its messages read" in text
    assert "in 1 part" in text
    assert client.get("/desk/services/larger_bin/9/").status_code == 404
    stranger = sign_in(make_officer("officer", "housing"))
    assert "Ask for a larger bin" not in page_of(stranger.get("/desk/services/"))
    assert stranger.get("/desk/services/larger_bin/1/").status_code == 404
