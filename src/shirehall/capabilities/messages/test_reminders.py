"""Reminders: by rung, by the person's way, once a day, and not once the evidence is there."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from shirehall.capabilities.messages import reminding
from shirehall.capabilities.messages.conftest import BODY
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.people import api as people
from shirehall.casework.api import EvidenceGiven, publish, submit, timeline, verify, work_due
from shirehall.casework.conftest import MORNING, OFFICER, REACHED, TEXTS, Everybody, apply
from shirehall.casework.locking import lock_case
from shirehall.casework.models import Case, Step
from shirehall.casework.test_concurrency import everybody as everybody  # noqa: PLC0414 - a fixture for the test here
from shirehall.casework.worker import lease, perform

SECOND_PROOF = """
  - evidence: proof_of_rent
    title: Proof of rent
    accept: {tenancy: your tenancy agreement, rent_book: your rent book}
    wanted_when: people in [5, 6]
    remind: [sms after 3 days, letter after 10 days]
retention:"""
LADDER = REACHED.replace("\nretention:", SECOND_PROOF, 1)


def reminder(rung: str, words: str) -> str:
    """A reminder with words of its own for each way."""
    head = f"rung: {rung}\n" if rung else ""
    return (
        f"---\nmessage: reminder_{rung or 'any'}\non: reminder\n{head}---\n\n# subject\n\nProof\n\n"
        f"# email\n{BODY}{words}\n\n# sms\n\n{words} {{evidence}}\n\n# letter\n{BODY}{words}\n"
    )


@pytest.fixture(autouse=True)
def bins(db: None) -> None:
    publish_ladder()


def publish_ladder() -> None:
    """The tiny service with two proofs, and a wording for the first and for the last reminder."""
    texts = {name: text for name, text in TEXTS.items() if "reminder" not in name}
    texts |= {
        "service.yaml": LADDER,
        "messages/reminder_first.md": reminder("first", "The first."),
        "messages/reminder_last.md": reminder("last", "The last."),
    }
    publish(texts=texts, by=OFFICER, at=MORNING)


def owing(**given: Any) -> Case:
    """Somebody who owes two proofs."""
    return apply(secrets.token_hex(8), {"people": 5, "home": "7 Own Close, Dorchester, DT1 1AA", **given})


def day(number: int, hour: int = 1) -> datetime:
    """So many days after asking, in the forenoon."""
    return MORNING + timedelta(days=number, hours=hour)


def reminders(case: Case) -> list[Message]:
    return list(Message.objects.filter(case=case, event="reminder").order_by("id"))


def bring(case: Case, *names: str, at: datetime) -> None:
    """The evidence comes."""
    evidence = {name: EvidenceGiven("received", (f"{name}-1",)) for name in names}
    submit(
        service="bins", answers={}, channel="web", by="resident", at=at, authority=case.authority, case=case,
        purpose="evidence", evidence=evidence, idempotency_key=secrets.token_hex(8),
    )  # fmt: skip


def test_each_rung_has_its_words_and_its_way() -> None:
    case = owing()
    work_due(at=day(3))
    work_due(at=day(10))
    first, last = reminders(case)
    assert (first.channel, last.channel) == ("sms", "letter")
    assert first.text.startswith("The first.")
    assert "The last." in last.text
    assert "your tenancy agreement or your rent book" in last.text


def test_all_that_is_due_on_a_day_is_asked_for_at_once() -> None:
    case = owing()
    work_due(at=day(3))
    (message,) = reminders(case)
    assert message.evidence == ["proof_of_address", "proof_of_rent"]
    for title in ("Proof of address", "Proof of rent"):
        assert title in message.text
    told = [each for each in timeline(case, for_resident=False) if "reminders" in each.payload]
    assert [(each.kind, each.payload["reminders"]) for each in told] == [
        ("message_sent", {"proof_of_address": 1, "proof_of_rent": 1}),
        ("reminder_left_out", {"proof_of_rent": 1}),
    ]
    assert verify(Case.objects.get(pk=case.pk)) == ()


def test_a_person_without_a_mobile_is_reminded_by_what_they_have() -> None:
    case = owing(telephone="01632 960123")
    work_due(at=day(3))
    assert [each.channel for each in reminders(case)] == ["email"]


def test_a_person_with_neither_email_nor_mobile_gets_letters() -> None:
    case = owing(telephone=None, email=None)
    work_due(at=day(3))
    work_due(at=day(10))
    assert [each.channel for each in reminders(case)] == ["letter", "letter"]


def test_what_the_person_told_us_is_before_the_ladder() -> None:
    case = owing()
    people.tell_ways(case=case, told=people.Told(channel="letter"), by=OFFICER, at=MORNING)
    work_due(at=day(3))
    assert [each.channel for each in reminders(case)] == ["letter"]


def test_two_rungs_that_have_become_due_together_are_not_said_twice_by_one_way() -> None:
    case = owing(telephone=None, email=None)
    work_due(at=day(10))
    assert len(reminders(case)) == 1
    work_due(at=day(11))
    assert len(reminders(case)) == 1


def test_what_has_arrived_is_asked_for_no_more_and_what_is_owed_still_is() -> None:
    case = owing()
    bring(case, "proof_of_address", at=day(2))
    work_due(at=day(3))
    (message,) = reminders(case)
    assert message.evidence == ["proof_of_rent"]
    assert "Proof of address" not in message.text
    bring(case, "proof_of_rent", at=day(4))
    work_due(at=day(30))
    assert len(reminders(case)) == 1


def test_evidence_that_comes_while_the_reminder_is_leased_stops_it() -> None:
    case = owing()
    work_due(at=day(2))
    steps = [step for step in lease(at=day(3), limit=10) if step.case_id == case.pk]
    bring(case, "proof_of_address", "proof_of_rent", at=day(3))
    for step in steps:
        perform(step, at=day(3))
    assert reminders(case) == []
    assert not Step.objects.filter(case=case, state="leased").exists()


def test_evidence_that_comes_at_the_very_last_moment_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the worker's own look and the writing: the look under the case's lock finds it."""
    case = owing()
    work_due(at=day(2))

    def lock_after_it_came(case_id: int) -> Case:
        monkeypatch.setattr(reminding, "lock_case", lock_case)
        bring(Case.objects.get(pk=case_id), "proof_of_address", "proof_of_rent", at=day(3))
        return lock_case(case_id)

    monkeypatch.setattr(reminding, "lock_case", lock_after_it_came)
    work_due(at=day(3))
    assert reminders(case) == []
    told = [
        each.payload["because"]
        for each in timeline(case, for_resident=False)
        if each.kind == "reminder_left_out"
    ]
    assert told == ["arrived"]


def test_a_text_waits_until_the_night_is_over_and_a_letter_does_not() -> None:
    case = owing()
    night = day(3, hour=13)
    work_due(at=night)
    assert reminders(case) == []
    work_due(at=day(4))
    assert [each.channel for each in reminders(case)] == ["sms"]
    other = owing(full_name="Bob Invented", telephone=None, email=None)
    work_due(at=night)
    assert [each.channel for each in reminders(other)] == ["letter"]


def test_two_workers_at_once_remind_once(everybody: Everybody, settings: Settings, tmp_path: Path) -> None:
    """Each worker has one of the two reminders that are due: one message asks for both."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"

    def one_case(number: int) -> int:
        if number:
            return 0
        publish_ladder()
        case = owing()
        work_due(at=day(2))
        return case.pk

    pk = everybody(one_case)[0]

    def work_alone(number: int) -> None:
        for step in lease(at=day(3), limit=1):
            perform(step, at=day(3))

    everybody(work_alone)
    counted = everybody(lambda _number: Message.objects.filter(case=pk, event="reminder").count())
    assert counted == [1] * len(counted)
