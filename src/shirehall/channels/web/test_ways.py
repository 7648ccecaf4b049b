"""How we reach you: told by who has proved that it is theirs, kept for all that we write, and shown to nobody else."""

from typing import Any

import pytest
from django.utils import timezone

from shirehall.capabilities.people import api as people
from shirehall.casework.conftest import MORNING
from shirehall.casework.models import Case, ServiceVersion
from shirehall.channels.web.conftest import Resident
from shirehall.channels.web.test_coming_back import code_sent, come_back, sent_case

SAM = people.NewRepresentative(
    name="Sam Invented", relation="son", authority="appointee", seen_on=MORNING.date(), from_on=MORNING.date(),
    copies="both", email="sam@example.org",
)  # fmt: skip
SAID: dict[str, Any] = {
    "channel": "letter",
    "format": "large_print",
    "language": "en",
    "needs": ["text_relay", "hearing"],
}


def proved(case: Case, contact: str = "ada@example.org") -> Resident:
    """The resident, back with a code."""
    return come_back(case.reference, contact).send(code=code_sent())


def page(case: Case) -> str:
    return f"/case/{case.reference}/how-we-reach-you/"


def test_it_is_told_kept_and_shown_again(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    back = proved(case)
    assert "Choose how we reach you" in back.html
    back.open(page(case)).send(**SAID, need_words="Ring <twice>.")
    assert back.url == f"/case/{case.reference}/?done=ways"
    assert "We keep to this from now on" in back.html
    ways = people.ways_of(case, at=MORNING)
    assert (ways.channel, ways.large_print, ways.needs) == ("letter", True, ("text_relay", "hearing"))
    shown = back.open(page(case)).html
    assert "Ring &lt;twice&gt;." in shown
    assert 'value="letter" checked' in shown
    people.add_representative(case=case, given=SAM, by="cleo@example.org", at=timezone.now())
    assert "Sam Invented" in back.open(page(case)).html
    assert "They get a copy of what we write to you." in back.html


def test_who_has_only_sent_it_is_first_asked_for_a_code(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    assert "Show that it is you" in resident.open(page(case)).html
    resident.client.post(page(case), {**SAID, "seen": "0"})
    assert not people.Person.objects.exists()


def test_nobody_else_reaches_the_page(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    assert Resident().open(page(case)).url == "/return/"
    assert Resident().open("/case/7K4-92M-CTR/how-we-reach-you/").url == "/return/"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"channel": ""}, "Select how we write"),
        ({"channel": "pigeon"}, "Select how we write"),
        ({"needs": ["interpreter"]}, "Say which language the interpreter is to speak."),
        ({"need_words": "x" * 1001}, "1,000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    shed: ServiceVersion, resident: Resident, typed: dict[str, str], words: str
) -> None:
    case = sent_case(resident)
    back = (
        proved(case)
        .open(page(case))
        .send(**{**SAID, "interpreter_language": "", "need_words": "Ring.", **typed})
    )
    assert back.status == 422
    assert back.title.startswith("Error: ")
    assert words in back.html
    assert 'value="large_print" checked' in back.html
    assert not people.Person.objects.exists()


def test_a_page_that_is_old_changes_nothing(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    back = proved(case)
    back.open(page(case)).send(**SAID)
    late = back.client.post(page(case), {**SAID, "channel": "email", "seen": "0"})
    assert late.status_code == 409
    assert people.ways_of(case, at=MORNING).channel == "letter"


def test_a_stranger_with_somebodys_name_sees_and_changes_nothing_of_theirs(
    shed: ServiceVersion, resident: Resident
) -> None:
    """The stranger knows name, date of birth and home, and proves a contact of their own."""
    true = sent_case(resident)
    told = people.Told(channel="letter", needs=("sight",), need_words="A secret.")
    people.tell_ways(case=true, told=told, by="cleo@example.org", at=MORNING)
    stranger = sent_case(Resident(), email="stranger@example.org")
    assert people.ways_of(stranger, at=MORNING).channel == "letter"
    back = proved(stranger, "stranger@example.org").open(page(stranger))
    assert "Call us on" in back.html
    assert "A secret." not in back.html
    assert "checked" not in back.html
    back.client.post(page(stranger), {**SAID, "channel": "email", "seen": "2"})
    assert people.ways_of(true, at=MORNING).channel == "letter"
    own = proved(true).open(page(true))
    assert "Call us on" in own.html
    assert "A secret." not in own.html
