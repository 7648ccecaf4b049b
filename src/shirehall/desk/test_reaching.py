"""How a person is reached: shown before an officer acts, changed by those who may, with its history."""

from typing import Any

import pytest
from django.test import Client

from shirehall.capabilities.people.api import Person, PersonCase, Representative
from shirehall.casework.api import MACHINE, record
from shirehall.casework.models import Case
from shirehall.desk.conftest import AT, MakeOfficer, SignIn, make_case, page_of
from shirehall.desk.test_permissions import OWN, PLACES, WORKS, reaches

pytestmark = pytest.mark.django_db

WAYS = {
    "do": "ways", "seen": "0", "ways-channel": "letter", "ways-format": "large_print", "ways-language": "pl",
    "ways-needs": ["text_relay", "no_telephone"], "ways-need_words": "Ring the bell twice.",
}  # fmt: skip
ACTING = {
    "do": "acting", "seen": "0", "acting-name": "Sam Invented", "acting-relation": "son",
    "acting-authority": "power_of_attorney", "acting-copies": "only_them", "acting-may": ["be_told"],
    "acting-email": "sam@example.org",
    **{f"acting-{name}-{box}": value for name in ("seen_on", "from_on")
       for box, value in (("day", "2"), ("month", "3"), ("year", "2026"))},
}  # fmt: skip


@pytest.fixture
def client(make_officer: MakeOfficer, sign_in: SignIn) -> Client:
    return sign_in(make_officer(name="Cleo"))


def send(client: Client, case: Case, **changed: Any) -> Any:
    return client.post(f"/desk/case/{case.reference}/way/", {**WAYS, **changed})


def test_what_is_told_stands_before_every_act_with_its_history(client: Client) -> None:
    case = make_case()
    assert "Nothing was told yet" in page_of(client.get(f"/desk/case/{case.reference}/"))
    assert send(client, case).status_code == 302
    page = page_of(client.get(f"/desk/case/{case.reference}/"))
    for words in (
        "Do not telephone.",
        "dial 18001",
        "Letters in large print.",
        "Polski",
        "Ring the bell twice.",
        "By letter",
    ):
        assert words in page, words
    assert f'<a class="govuk-link" href="/desk/case/{case.reference}/way/">' in page
    page = page_of(client.get(f"/desk/case/{case.reference}/way/"))
    assert "needs: – → Calls by text relay (Relay UK), No telephone calls" in page
    assert "Cleo" in page
    assert 'value="letter" checked' in page


def test_somebody_is_let_act_and_ended(client: Client) -> None:
    case = make_case()
    assert client.post(f"/desk/case/{case.reference}/way/", ACTING).status_code == 302
    page = page_of(client.get(f"/desk/case/{case.reference}/way/"))
    assert "Sam Invented (son) acts for them: power of attorney." in page
    row = Representative.objects.get()
    assert row.seen_by == "cleo@example.org"
    ended = client.post(f"/desk/case/{case.reference}/way/", {"do": "end", "number": row.pk})
    assert ended.status_code == 302
    assert "Sam Invented (son) acts" not in page_of(client.get(f"/desk/case/{case.reference}/"))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ways-channel": "pigeon"}, "Select how we write"),
        ({"ways-needs": ["interpreter"]}, "Say which language the interpreter is to speak."),
        ({"do": "nonsense"}, "Use one of the forms on this page."),
        ({"do": "end", "number": "99"}, "They do not act for this person."),
        ({"do": "join", "number": "99"}, "Somebody else has settled this already."),
        ({"do": "part", "number": "x" * 40}, "Somebody else has settled this already."),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(client: Client, changed: dict[str, Any], words: str) -> None:
    answer = send(client, make_case(), **changed)
    assert answer.status_code == 422
    assert words in page_of(answer)
    if changed.get("do") is None:
        assert "Ring the bell twice." in page_of(answer)
    assert not Person.objects.exists()


def test_who_was_late_is_told_and_loses_nothing(client: Client) -> None:
    case = make_case()
    send(client, case)
    answer = send(client, case, **{"ways-need_words": "Ring once."})
    assert answer.status_code == 409
    assert "Somebody else has changed this" in page_of(answer)
    assert "Ring once." in page_of(answer)


def test_an_uncertain_person_is_settled_by_an_officer(client: Client) -> None:
    first = make_case()
    send(client, first)
    second = make_case(telephone="07700 900999")
    page = page_of(client.get(f"/desk/case/{second.reference}/way/"))
    assert "May be somebody we know" in page
    assert "Ring the bell twice." not in page
    assert first.reference in page
    link = PersonCase.objects.get(case=second)
    client.post(f"/desk/case/{second.reference}/way/", {"do": "join", "number": link.pk})
    assert "Ring the bell twice." in page_of(client.get(f"/desk/case/{second.reference}/"))
    client.post(f"/desk/case/{second.reference}/way/", {"do": "part"})
    assert "Ring the bell twice." not in page_of(client.get(f"/desk/case/{second.reference}/"))


@pytest.mark.parametrize(("role", "team", "council"), PLACES)
def test_who_may_see_and_change_it(
    make_officer: MakeOfficer, sign_in: SignIn, role: str, team: str, council: str | None
) -> None:
    case = make_case()
    client = sign_in(make_officer(role, team, council))
    sees = reaches(role, team, council)
    assert client.get(f"/desk/case/{case.reference}/way/").status_code == (200 if sees else 404)
    may = sees and role in WORKS
    for form in (WAYS, ACTING, {"do": "end"}, {"do": "join"}, {"do": "part"}):
        answered = client.post(f"/desk/case/{case.reference}/way/", form).status_code
        assert answered in ((302, 409, 422) if may else (403,) if sees else (404,)), (form["do"], OWN)
    assert Person.objects.exists() == may


def test_a_reminder_that_was_left_out_says_why(client: Client) -> None:
    case = make_case(people=5)
    payload = {"because": "arrived", "reminders": {"proof_of_address": 1}}
    record(case=case, kind="reminder_left_out", by=MACHINE, at=AT, payload=payload)
    page = page_of(client.get(f"/desk/case/{case.reference}/"))
    assert "Reminder left out" in page
    assert "Proof of address: it has come" in page
