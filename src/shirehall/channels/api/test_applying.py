"""An application by JSON: checked, sent once, read again."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import Application, case_by_reference, verify
from shirehall.casework.models import Case, Draft, EventPayload, Submission
from shirehall.channels.api.conftest import ANSWERS, AT, PDF, MakeProgram, Program
from shirehall.channels.api.models import PartnerCase


def facts(response: Any) -> list[str]:
    return [each["fact"] for each in response.json()["problems"]]


def test_an_application_is_decided_at_once(program: Program) -> None:
    response = program.apply()
    said = response.json()
    assert response.status_code == 201, said
    assert said["decision"]["outcome"] == "approve"
    assert said["decision"]["amounts"] == [
        {"name": "grant", "label": "what we pay you", "unit": "pence", "value": 1250, "text": "£12.50"}
    ]
    assert "You have a garden with 3 trees." in [each["text"] for each in said["decision"]["reasons"]]
    case = case_by_reference(said["reference"])
    assert case is not None
    assert (case.channel, case.authority, case.automatic) == ("api", "north_dorset", True)
    assert PartnerCase.objects.get(case=case).partner.code == "advice"
    sent = EventPayload.objects.get(event__kind="sent_by_partner", event__case=case)
    assert sent.content == {"partner": "advice", "key": program.key[4:12]}
    assert verify(case) == ()


def test_the_case_is_told_to_who_sent_it(program: Program) -> None:
    reference = program.apply(tools=[{"kind": "spade", "price": 600}]).json()["reference"]
    said = program.get(f"cases/{reference}").json()
    assert said["state"] == "awaiting_evidence"
    assert [(each["name"], each["owed"], each["due_on"]) for each in said["evidence"]] == [
        ("receipts", True, "2026-03-30")
    ]
    assert {each["kind"] for each in said["timeline"]} >= {"submitted", "decided", "evidence_wanted"}
    assert all(set(each) == {"at", "kind", "label"} for each in said["timeline"])
    listed = program.get("cases").json()
    assert [each["reference"] for each in listed["cases"]] == [reference]
    assert listed["next"] is None


def test_checking_stores_nothing_and_names_what_is_missing(program: Program) -> None:
    response = program.post("services/shed/check", {"answers": {"garden": True, "tools": []}})
    said = response.json()
    assert response.status_code == 200
    assert said["complete"] is False
    assert [each["fact"] for each in said["missing"]] == ["full_name", "date_of_birth", "home", "trees"]
    assert [each["fact"] for each in said["problems"]] == ["authority"]
    assert not Draft.objects.exists()
    whole = program.post(
        "services/shed/check", {"answers": dict(ANSWERS), "authority": "north_dorset"}
    ).json()
    assert whole == {"complete": True, "problems": [], "missing": [], "not_used": []}


def test_what_is_not_asked_is_said_and_does_not_count(program: Program) -> None:
    body = {"answers": {**ANSWERS, "garden": False}, "authority": "north_dorset"}
    assert program.post("services/shed/check", body).json()["not_used"] == ["trees"]
    response = program.apply(garden=False)
    assert response.json()["decision"]["outcome"] == "refuse"
    case = Case.objects.get(reference=response.json()["reference"])
    assert "trees" not in case.facts


def test_every_fault_is_named_by_its_fact(program: Program) -> None:
    response = program.apply(
        garden="yes",
        trees=51,
        date_of_birth="27/03/1980",
        fullname="Wren",
        worth=20,
        full_name={"declined": True},
    )
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert set(facts(response)) == {"garden", "trees", "date_of_birth", "fullname", "worth", "full_name"}
    said = {each["fact"]: each["message"] for each in response.json()["problems"]}
    assert "did you mean `full_name`?" in said["fullname"]
    assert not Case.objects.exists()


def test_what_applies_within_an_item_must_be_there_and_the_rest_is_dropped(program: Program) -> None:
    missing = program.apply(tools=[{"kind": "fork", "price": 3}])
    assert facts(missing) == ["tools"]
    assert "prongs" in missing.json()["problems"][0]["message"]
    sent = program.apply(tools=[{"kind": "spade", "price": 3, "prongs": 4}])
    case = Case.objects.get(reference=sent.json()["reference"])
    assert "prongs" not in str(case.facts["tools"])


def test_i_do_not_know_is_taken_where_a_question_allows_it(program: Program) -> None:
    said = program.apply(garden={"declined": True}, trees=None).json()
    assert said["decision"]["outcome"] == "refer"


def test_the_council_follows_from_the_address_or_is_given(program: Program) -> None:
    assert facts(program.apply(authority=None)) == ["authority"]
    assert facts(program.apply(authority="narnia")) == ["authority"]
    assert facts(program.apply(authority="weymouth_and_portland")) == ["authority"]
    assert facts(program.apply(home={**ANSWERS["home"], "uprn": "999999999999"})) == ["home"]


def test_the_same_key_and_body_give_the_same_receipt(program: Program) -> None:
    first = program.apply(once="mine")
    again = program.apply(once="mine")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Case.objects.count() == Submission.objects.count() == Draft.objects.count() == 1
    other = program.apply(once="mine", trees=4)
    assert other.status_code == 422
    assert other.json()["type"].endswith("#key-reused")
    assert Case.objects.count() == 1


def test_a_key_that_failed_may_be_used_again(program: Program) -> None:
    assert program.apply(once="mine", trees=None).status_code == 422
    assert program.apply(once="mine").status_code == 201


def test_keys_of_two_partners_do_not_meet(program: Program, make_program: MakeProgram) -> None:
    other = make_program("landlord")
    assert program.apply(once="mine").json()["reference"] != other.apply(once="mine").json()["reference"]


def test_a_post_needs_an_idempotency_key(program: Program) -> None:
    response = program.client.post(
        "/api/v1/services/shed/applications", "{}", content_type="application/json",
        headers={"Authorization": f"Bearer {program.key}"},
    )  # fmt: skip
    assert response.status_code == 400
    assert "Idempotency-Key" in response.json()["detail"]


def test_a_draft_is_begun_gone_on_with_and_sent(program: Program) -> None:
    begun = program.post("services/shed/drafts", {"answers": {"full_name": "Wren Thistledown"}})
    assert begun.status_code == 201
    reference = begun.json()["reference"]
    assert begun.json()["answered"] == ["full_name"]
    waiting = program.post(f"drafts/{reference}/send", {})
    assert "home" in facts(waiting)
    rest = {name: value for name, value in ANSWERS.items() if name != "full_name"}
    went_on = program.patch(f"drafts/{reference}", {"answers": rest, "authority": "west_dorset"})
    assert went_on.status_code == 200, went_on.json()
    assert went_on.json()["missing"] == []
    taken = program.patch(f"drafts/{reference}", {"answers": {"trees": None}}).json()
    assert [each["fact"] for each in taken["missing"]] == ["trees"]
    program.patch(f"drafts/{reference}", {"answers": {"trees": 4}})
    sent = program.post(f"drafts/{reference}/send", {}, once="send")
    assert (sent.status_code, sent.json()["reference"]) == (201, reference)
    assert program.post(f"drafts/{reference}/send", {}, once="send").json() == sent.json()
    assert program.post(f"drafts/{reference}/send", {}).status_code == 409
    assert program.get(f"drafts/{reference}").json()["sent"] is True
    assert program.get(f"cases/{reference}").json()["authority"] == "west_dorset"


def test_a_draft_is_handed_over_to_the_resident(program: Program) -> None:
    reference = program.post("services/shed/drafts", {"answers": {"garden": True}}).json()["reference"]
    handed = program.post(f"drafts/{reference}/hand-over", {"contact": "07700 900401"})
    assert handed.status_code == 201, handed.json()
    said = handed.json()
    assert (said["reference"], said["sent_by"]) == (reference, "sms")
    sent = Message.objects.get(template="way_back")
    assert said["code"] not in sent.text
    link = re.search(r"/return/[\w-]+/", sent.text)
    assert link
    assert Client().get(link[0]).status_code == 200
    for wrong in ("nobody", "01632 960401", 7, None, {"a": 1}):
        assert facts(program.post(f"drafts/{reference}/hand-over", {"contact": wrong})) == ["contact"]
    again = [program.post(f"drafts/{reference}/hand-over", {"contact": "07700 900401"}) for _more in range(5)]
    assert [each.status_code for each in again] == [201, 201, 201, 201, 429]


def test_what_the_resident_sent_alone_is_not_the_partners(program: Program) -> None:
    body = {"answers": dict(ANSWERS), "authority": "west_dorset"}
    reference = program.post("services/shed/drafts", body).json()["reference"]
    draft = Draft.objects.get(reference=reference)
    application = Application.of(draft, channel="web", at=AT)
    application.put({**application.answers, "email": application.without_value(declined=False)}, page="you")
    application.send("the resident's own")
    assert program.get(f"drafts/{reference}").json()["sent"] is True
    assert program.get(f"cases/{reference}").status_code == 404


def test_files_go_to_a_draft(program: Program) -> None:
    reference = program.post(
        "services/shed/drafts", {"answers": dict(ANSWERS), "authority": "west_dorset"}
    ).json()["reference"]
    added = program.post(
        f"drafts/{reference}/files/photo", file=SimpleUploadedFile("shed.pdf", PDF), once="a"
    )
    assert added.status_code == 201, added.json()
    assert "photo" in added.json()["answered"]
    assert (
        program.post(
            f"drafts/{reference}/files/photo", file=SimpleUploadedFile("shed.pdf", PDF), once="a"
        ).json()
        == added.json()
    )
    assert (
        program.post(f"drafts/{reference}/files/trees", file=SimpleUploadedFile("shed.pdf", PDF)).status_code
        == 404
    )
    assert (
        program.post(
            f"drafts/{reference}/files/photo", file=SimpleUploadedFile("a.exe", b"MZ...")
        ).status_code
        == 422
    )
    assert program.post(f"drafts/{reference}/send", {}).status_code == 201
    assert facts(program.apply(photo=[{"document": "somebodys", "name": "x"}])) == ["photo"]


def test_evidence_is_sent_once(program: Program) -> None:
    reference = program.apply(tools=[{"kind": "spade", "price": 600}]).json()["reference"]
    sent = program.post(
        f"cases/{reference}/evidence/receipts", file=SimpleUploadedFile("a.pdf", PDF), once="e"
    )
    assert sent.status_code == 201, sent.json()
    assert (
        program.post(
            f"cases/{reference}/evidence/receipts", file=SimpleUploadedFile("a.pdf", PDF), once="e"
        ).json()
        == sent.json()
    )
    said = program.get(f"cases/{reference}").json()
    assert [each["state"] for each in said["evidence"]] == ["received"]
    assert (
        program.post(
            f"cases/{reference}/evidence/receipts", file=SimpleUploadedFile("b.pdf", PDF)
        ).status_code
        == 409
    )
    assert (
        program.post(f"cases/{reference}/evidence/nothing", file=SimpleUploadedFile("b.pdf", PDF)).status_code
        == 404
    )
    assert program.post(f"cases/{reference}/evidence/receipts", {}).status_code == 415


def test_a_change_is_decided_again(program: Program) -> None:
    reference = program.apply().json()["reference"]
    changed = program.post(f"cases/{reference}/changes", {"answers": {"garden": False}}, once="c")
    assert changed.status_code == 201, changed.json()
    assert (changed.json()["purpose"], changed.json()["decision"]["outcome"]) == ("change", "refuse")
    assert (
        program.post(f"cases/{reference}/changes", {"answers": {"garden": False}}, once="c").json()
        == changed.json()
    )
    sent = Submission.objects.get(purpose="change")
    assert list(sent.answers) == ["garden"]
    assert facts(program.post(f"cases/{reference}/changes", {})) == ["answers"]


def test_a_wish_is_sent(program: Program) -> None:
    reference = program.apply(trees=20).json()["reference"]
    asked = program.post(f"cases/{reference}/review", {"note": "The trees are small."})
    assert (asked.status_code, asked.json()["purpose"]) == (201, "review")
    gone = program.post(f"cases/{reference}/withdrawal", {})
    assert gone.status_code == 201, gone.json()
    assert program.get(f"cases/{reference}").json()["state"] == "withdrawn"
    assert program.post(f"cases/{reference}/withdrawal", {}).status_code == 409


@pytest.mark.parametrize(("path", "most"), [("key", 2), ("cases", 3), ("cases/{}", 7)])
def test_reading_asks_few_queries(program: Program, path: str, most: int) -> None:
    reference = [program.apply().json()["reference"] for _again in range(3)].pop()
    program.get(path.format(reference))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert program.get(path.format(reference)).status_code == 200
    assert len(asked) <= most, "\n".join(each["sql"] for each in asked)


def test_sending_asks_few_queries(program: Program) -> None:
    program.apply()
    with CaptureQueriesContext(connection) as asked:
        assert program.apply().status_code == 201
    assert len(asked) <= 43, len(asked)
