"""What an officer does from the case page: each one more pass, none lost, none over another's head."""

import secrets
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shirehall.capabilities.documents.api import Document
from shirehall.casework.api import add_note, submit, verify
from shirehall.casework.models import Case, CaseJudgement, Decision, Evidence, Submission, Task
from shirehall.desk.conftest import AT, PDF, MakeOfficer, SignIn, do, make_case, page_of
from shirehall.partnership.api import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(make_officer: MakeOfficer) -> Officer:
    return make_officer(name="Olu Officer")


@pytest.fixture
def client(officer: Officer, sign_in: SignIn) -> Client:
    return sign_in(officer)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_judgement_decides_the_case(client: Client, officer: Officer) -> None:
    case = make_case()
    response = do(client, case, "judge-allowed", answer="yes", reason="I rang and asked")
    assert response.status_code == 302
    case = fresh(case)
    assert (case.outcome, case.state, case.left_because) == ("approve", "settled", "referred:very_large")
    said = CaseJudgement.objects.get(case=case)
    assert (said.answer, said.reason, said.by) == (True, "I rang and asked", officer.email)
    assert "You decided. The outcome is: approved." in page_of(client.get(response["Location"]))
    assert verify(case) == ()


def test_a_judgement_needs_its_reason_and_keeps_what_was_typed(client: Client) -> None:
    case = make_case()
    response = do(client, case, "judge-allowed", answer="yes", reason="")
    page = page_of(response)
    assert response.status_code == 422
    assert "Error:" in page
    assert '<details class="dk-do" id="do-judge-allowed" open>' in page
    assert 'value="yes" checked' in " ".join(page.split())
    assert not CaseJudgement.objects.exists()


def test_sent_twice_is_done_once(client: Client) -> None:
    case = fresh(make_case())
    typed = {
        "judge-allowed-answer": "no",
        "judge-allowed-reason": "No room",
        "seen": case.last_sequence,
        "key": "a",
    }
    for _time in range(2):
        assert client.post(f"/desk/case/{case.reference}/do/judge-allowed/", typed).status_code == 302
    assert Submission.objects.filter(case=case).count() == 2
    other = client.post(
        f"/desk/case/{case.reference}/do/judge-allowed/", {**typed, "judge-allowed-reason": "Other"}
    )
    assert other.status_code == 422
    assert ">Other</textarea>" in page_of(other)


def test_somebody_else_was_there_meanwhile(client: Client, make_officer: MakeOfficer) -> None:
    case = fresh(make_case())
    typed = {
        "judge-allowed-answer": "no",
        "judge-allowed-reason": "No room",
        "seen": case.last_sequence,
        "key": "a",
    }
    add_note(case=case, text="She rang: wait until Friday", by=make_officer(name="Pat").email, at=AT)
    response = client.post(f"/desk/case/{case.reference}/do/judge-allowed/", typed)
    page = page_of(response)
    assert response.status_code == 409
    for words in (
        "She rang: wait until Friday",
        "Somebody else has changed this case",
        ">No room</textarea>",
    ):
        assert words in page, words
    assert fresh(case).outcome == "refer"
    seen = fresh(case).last_sequence
    assert f'name="seen" value="{seen}"' in page
    assert (
        client.post(f"/desk/case/{case.reference}/do/judge-allowed/", {**typed, "seen": seen}).status_code
        == 302
    )
    assert fresh(case).outcome == "refuse"


def test_somebody_who_only_looked_stops_nobody(
    client: Client, make_officer: MakeOfficer, sign_in: SignIn
) -> None:
    case = fresh(make_case())
    typed = {
        "judge-allowed-answer": "no",
        "judge-allowed-reason": "No room",
        "seen": case.last_sequence,
        "key": "a",
    }
    sign_in(make_officer(name="Pat")).get(f"/desk/case/{case.reference}/")
    assert client.post(f"/desk/case/{case.reference}/do/judge-allowed/", typed).status_code == 302


def test_evidence_by_post_is_added_checked_and_refused(client: Client) -> None:
    case = make_case(5)
    paper = SimpleUploadedFile("bill.pdf", PDF)
    assert do(client, case, "post", evidence="proof_of_address", files=paper).status_code == 302
    row = Evidence.objects.get(case=case)
    assert (row.state, len(row.documents)) == ("received", 1)
    page = page_of(client.get(f"/desk/case/{case.reference}/"))
    assert "not scanned for viruses" in page
    assert f"/desk/document/{row.documents[0]}/" in page
    opened = client.get(f"/desk/document/{row.documents[0]}/")
    assert b"".join(opened.streaming_content) == PDF  # type: ignore[attr-defined]
    assert case.events.filter(kind="document_opened").count() == 1
    without = do(client, case, "check-proof_of_address", state="refused", reason="")
    assert without.status_code == 422
    assert (
        do(client, case, "check-proof_of_address", state="refused", reason="It is last year's").status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.state, row.reason) == ("refused", "It is last year's")
    do(client, case, "post", evidence="proof_of_address", files=SimpleUploadedFile("new.pdf", PDF))
    assert do(client, case, "check-proof_of_address", state="accepted").status_code == 302
    assert (fresh(case).state, fresh(case).outcome) == ("settled", "approve")


def test_a_file_by_post_is_the_cases_before_it_is_evidence(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: object, **_how: object) -> None:
        raise SystemExit

    case = make_case(5)
    monkeypatch.setattr("shirehall.desk.proving.pass_down", killed)
    with pytest.raises(SystemExit):
        do(client, case, "post", evidence="proof_of_address", files=SimpleUploadedFile("bill.pdf", PDF))
    assert Document.objects.get().case == case


def test_of_several_files_all_are_kept_or_none(client: Client) -> None:
    case = make_case(5)
    files = [SimpleUploadedFile("bill.pdf", PDF), SimpleUploadedFile("other.pdf", b"MZ")]
    assert do(client, case, "post", evidence="proof_of_address", files=files).status_code == 422
    assert not Document.objects.filter(disposed_at=None).exists()


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 a program"])
def test_an_upload_that_is_not_what_it_says_is_one_clear_error(client: Client, content: bytes) -> None:
    case = make_case(5)
    response = do(
        client, case, "post", evidence="proof_of_address", files=SimpleUploadedFile("bill.pdf", content)
    )
    assert response.status_code == 422
    assert "There is a problem" in page_of(response)
    assert Evidence.objects.get(case=case).state == "wanted"


def test_asking_for_evidence_that_no_rule_wants(client: Client, officer: Officer) -> None:
    case = make_case(3)
    assert (
        do(client, case, "ask", evidence="proof_of_address", reason="The address is new to us").status_code
        == 302
    )
    row = Evidence.objects.get(case=case)
    assert (row.state, row.asked_by, row.reason) == ("wanted", officer.email, "The address is new to us")
    assert "The address is new to us" in page_of(client.get(f"/desk/case/{case.reference}/"))


def test_a_change_of_circumstances_counts_from_its_day(client: Client) -> None:
    case = fresh(make_case(3))
    about = {"change-value": "1", "change-reason": "Two moved out", "seen": case.last_sequence, "key": "a"}
    url = f"/desk/case/{case.reference}/change/people/"
    without = client.post(url, {**about, "change-purpose": "change"})
    assert without.status_code == 422
    assert "Enter the day from which it is so." in page_of(without)
    day = {"change-from_on-day": "1", "change-from_on-month": "4", "change-from_on-year": "2026"}
    assert client.post(url, {**about, **day, "change-purpose": "change"}).status_code == 302
    first, second = Decision.objects.filter(case=case).order_by("number")
    assert (first.outcome, first.superseded_on, second.outcome) == (
        "approve",
        second.effective_from_on,
        "refuse",
    )
    assert second.effective_from_on.isoformat() == "2026-04-01"


def test_a_worked_out_fact_is_given_with_a_reason(client: Client) -> None:
    case = fresh(make_case(12))
    typed = {"change-value": "8", "change-purpose": "correction", "seen": case.last_sequence, "key": "a"}
    url = f"/desk/case/{case.reference}/change/bags/"
    assert client.post(url, {**typed, "change-reason": ""}).status_code == 422
    assert client.post(url, {**typed, "change-reason": "Counted at the door"}).status_code == 302
    assert fresh(case).outcome == "approve"
    assert "Given by an officer or a register" in page_of(client.get(f"/desk/case/{case.reference}/"))


def test_a_list_of_items_is_changed(client: Client) -> None:
    case = fresh(make_case(12))
    url = f"/desk/case/{case.reference}/change/wastes/"
    assert "Take this one out" in page_of(client.get(url))
    typed = {
        "items": "1", "item-0-kind": "paper", "item-0-kilos": "7", "item-1-kind": "food", "item-1-kilos": "",
        "change-purpose": "correction", "change-reason": "Weighed", "seen": fresh(case).last_sequence, "key": "a",
    }  # fmt: skip
    wrong = client.post(url, typed)
    assert wrong.status_code == 422
    assert 'value="7"' in page_of(wrong)
    assert client.post(url, {**typed, "item-1-kilos": "2"}).status_code == 302
    assert fresh(case).facts["wastes"]["value"]["items"] == [
        {"kind": "paper", "kilos": 7}, {"kind": "food", "kilos": 2},
    ]  # fmt: skip
    out = {
        **typed,
        "items": "2",
        "item-1-kilos": "2",
        "out-0": "yes",
        "seen": fresh(case).last_sequence,
        "key": "b",
    }
    assert client.post(url, out).status_code == 302
    assert fresh(case).facts["wastes"]["value"]["items"] == [{"kind": "food", "kilos": 2}]


def test_an_officer_may_say_that_the_person_does_not_know(client: Client) -> None:
    case = fresh(make_case(12))
    typed = {"declined": "yes", "change-purpose": "correction", "change-reason": "Asked", "key": "a"}
    url = f"/desk/case/{case.reference}/change/nappies/"
    assert client.post(url, {**typed, "seen": case.last_sequence}).status_code == 302
    assert fresh(case).facts["nappies"]["state"] == "declined"


@pytest.mark.parametrize(("purpose", "state"), [("withdraw", "withdrawn"), ("close", "closed")])
def test_a_case_ends_at_a_wish(client: Client, purpose: str, state: str) -> None:
    case = make_case()
    assert do(client, case, "end", purpose=purpose, reason="She rang").status_code == 302
    assert fresh(case).state == state
    gone = do(client, case, "judge-allowed", answer="yes", reason="Typed at length")
    assert gone.status_code == 409
    assert "Typed at length" in page_of(gone)


def test_a_review_closes_when_the_decision_stands(client: Client) -> None:
    case = make_case(3)
    submit(
        service=case.service, answers={}, channel="web", by="resident", at=AT + timedelta(days=1),
        authority=case.authority, idempotency_key=secrets.token_hex(4), case=case, purpose="review", note="Look again",
    )  # fmt: skip
    assert "Look again" in page_of(client.get(f"/desk/case/{case.reference}/"))
    assert do(client, case, "task-review", reason="The rule is as it was").status_code == 302
    assert not Task.objects.filter(case=case, closed_at=None).exists()
    assert fresh(case).state == "settled"
    assert "The rule is as it was" in page_of(client.get(f"/desk/case/{case.reference}/"))


def test_a_note_is_added_even_when_others_were_there(client: Client) -> None:
    case = make_case()
    response = client.post(
        f"/desk/case/{case.reference}/do/note/", {"note-reason": "Rang twice", "seen": "0"}
    )
    assert response.status_code == 302
    assert "Rang twice" in page_of(client.get(f"/desk/case/{case.reference}/"))
    assert do(client, case, "note", reason="  ").status_code == 422


@pytest.mark.parametrize("form", ["nothing", "judge-other", "check-proof_of_address", "task-decide"])
def test_a_form_that_is_not_offered_does_nothing(client: Client, form: str) -> None:
    case = make_case(3)
    assert do(client, case, form, reason="x").status_code == 409
    assert Submission.objects.filter(case=case).count() == 1
