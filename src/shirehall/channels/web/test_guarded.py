"""What must not be lost or opened: an answer on its way, an officer's correction, a case whose contact has changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import current_version, submit
from shirehall.casework.models import Case, ServiceVersion
from shirehall.channels.web.conftest import Resident, fill_in
from shirehall.channels.web.test_coming_back import come_back, sent_case
from shirehall.kernel.api import read_facts


def correct(case: Case, given: Mapping[str, Any]) -> None:
    """An officer corrects answers of a case."""
    read = read_facts(current_version("shed"), given, on=timezone.localdate())
    submit(
        service="shed", channel="desk", by="olu@example.org", at=timezone.now(), authority=case.authority,
        answers={name: replace(each, source="officer", note="Rang up") for name, each in read.items()},
        idempotency_key=f"correct-{case.reference}-{sorted(given)}", case=case, purpose="correction", note="Rang up",
    )  # fmt: skip


def test_a_second_press_is_answered_though_the_first_answer_never_arrived(
    shed: ServiceVersion, resident: Resident
) -> None:
    fill_in(resident).send(council="north_dorset")
    cookie = resident.client.cookies["shirehall"].value
    page, html = resident.url, resident.html
    resident.send()
    resident.client.cookies["shirehall"] = cookie
    resident.url, resident.html = page, html
    resident.send()
    case = Case.objects.get()
    assert resident.url == f"/case/{case.reference}/sent/"
    assert case.reference in resident.html


def test_a_change_leaves_alone_what_an_officer_corrected_meanwhile(
    shed: ServiceVersion, resident: Resident
) -> None:
    case = sent_case(resident)
    resident.open(f"/case/{case.reference}/change/").send()
    correct(case, {"full_name": "Ada Corrected"})
    resident.open("/shed/apply/garden/trees/?from=check").send(trees="5").send()
    case.refresh_from_db()
    assert (case.facts["trees"]["value"], case.facts["full_name"]["value"]) == (5, "Ada Corrected")


def test_an_address_that_was_corrected_opens_the_case_no_more(
    shed: ServiceVersion, resident: Resident
) -> None:
    case = sent_case(resident, email="wrong@example.org")
    before = Message.objects.filter(event="code").count()
    come_back(case.reference, contact="wrong@example.org")
    assert Message.objects.filter(event="code").count() == before + 1
    correct(case, {"email": "right@example.org"})
    come_back(case.reference, contact="wrong@example.org")
    Resident().open("/return/lost/").send(contact="wrong@example.org")
    assert Message.objects.filter(event__in=("code", "references")).count() == before + 1
    come_back(case.reference, contact="right@example.org")
    Resident().open("/return/lost/").send(contact="Right@example.org")
    assert Message.objects.filter(event__in=("code", "references")).count() == before + 3


def test_a_wish_with_no_sensible_key_is_not_found(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    for key in ("", "\u0663", "9" * 400):
        answer = resident.client.post(f"/case/{case.reference}/look-again/", {"key": key, "words": "x"})
        assert answer.status_code == 404


def test_a_character_that_cannot_be_stored_is_one_clear_error(
    shed: ServiceVersion, resident: Resident
) -> None:
    nul = "a\x00b"
    begun = resident.client.post("/shed/apply/you/full_name/", {"full_name": "Ada Invented", "version": nul})
    assert begun.status_code == 302
    case = sent_case(resident)
    page = f"/case/{case.reference}/look-again/"
    answer = resident.client.post(page, {"key": str(case.last_sequence), "words": nul})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert resident.client.get(f"/case/{case.reference}/document/%00/").status_code == 404
    long = resident.client.post(page, {"key": str(case.last_sequence), "words": "word " * 1000})
    assert (long.status_code, "word word" in long.content.decode()) == (422, True)
    assert not case.submissions.filter(purpose="review").exists()
    taken = resident.client.post(page, {"key": str(case.last_sequence), "words": " Look\r\nagain "})
    assert taken.status_code == 302
    assert case.submissions.get(purpose="review").note == "Look\nagain"
