"""An application in Welsh, from the start page to the message that comes of it; and what is left in English, marked."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import publish, work_due
from shirehall.casework.models import Case, Decision, Draft, Event
from shirehall.channels.web.conftest import AT, Resident, publish_shed

FOLDER = Path(__file__).parents[4] / "services" / "call_me_back"


@pytest.fixture
def call_me_back(db: None) -> None:
    """The service as it ships, with its languages."""
    files = [*FOLDER.glob("*.yaml"), *FOLDER.glob("*/*.yaml"), *FOLDER.glob("messages/*.md")]
    texts = {path.relative_to(FOLDER).as_posix(): path.read_text() for path in files}
    publish(texts=texts, by="ada", at=AT)


def filled(resident: Resident) -> Resident:
    """Answer every question, up to check answers."""
    resident.open("/call_me_back/apply/").send(full_name="Wren Thistledown")
    resident.send(telephone="01632 960 401").send(email="wren@example.org")
    resident.send(authority="west_dorset").send(topic="bins").send(note="")
    return resident.send(best_times=["morning", "midday"])


@pytest.mark.usefixtures("call_me_back")
def test_an_application_in_welsh_is_in_welsh_to_its_message(resident: Resident) -> None:
    resident.open("/call_me_back/")
    assert '<html lang="en-GB"' in resident.html
    assert re.search(r'<a class="govuk-link" href="\?language=cy" lang="cy"[^>]*>Cymraeg</a>', resident.html)

    resident.open("/call_me_back/?language=cy")
    assert resident.url == "/call_me_back/"
    assert '<html lang="cy"' in resident.html
    assert "Gofynnwch i ni eich ffonio’n ôl" in resident.html
    assert "Dechrau nawr" in resident.html
    assert "Some of this" not in resident.html

    resident.open("/call_me_back/apply/")
    assert "Beth yw eich enw llawn?" in resident.html
    resident.send(full_name="")
    assert "Pa rif ddylem ni ei ffonio?" in resident.html
    resident.send(telephone="")
    assert "Mae problem" in resident.html
    assert "Rhowch eich rhif ffôn" in resident.html
    resident.open("/call_me_back/apply/you/full_name/")

    filled(resident)
    assert "Gwiriwch eich atebion cyn eu hanfon" in resident.html
    assert "Biniau ac ailgylchu" in resident.html
    assert Draft.objects.get().language == "cy"

    resident.send()
    assert "Rydym wedi derbyn yr hyn a anfonoch" in resident.html
    assert "Mae eich cais gyda ni." in resident.html
    case = Case.objects.get()
    assert case.language == "cy"

    work_due(at=datetime.now(UTC) + timedelta(days=1))
    message = Message.objects.get(template="received")
    assert message.subject == "Byddwn yn eich ffonio’n ôl"
    assert "Biniau ac ailgylchu" in message.text
    assert re.search(r"Ein nod yw ffonio erbyn \d+ [A-Z][a-z]+ 20", message.text)
    assert "Anfonodd " in message.html
    assert '<html lang="cy">' in message.html


@pytest.mark.usefixtures("call_me_back")
def test_what_is_stored_is_the_same_in_every_language() -> None:
    bodies = []
    for language in ("en", "cy", "pl"):
        resident = Resident()
        resident.open(f"/call_me_back/?language={language}")
        filled(resident).send()
        body = Decision.objects.latest("pk").body
        bodies.append({name: value for name, value in body.items() if name != "on"})
    assert bodies[0] == bodies[1] == bodies[2]
    assert set(Case.objects.values_list("language", flat=True)) == {"", "cy", "pl"}
    assert not any("ô" in str(payload) for payload in Event.objects.values_list("payload", flat=True))


@pytest.mark.usefixtures("call_me_back")
def test_the_language_can_change_on_the_way_and_goes_along_when_coming_back(resident: Resident) -> None:
    resident.open("/call_me_back/apply/").send(full_name="Wren Thistledown")
    url = resident.url
    resident.open(f"{url}?language=pl")
    assert resident.url == url
    assert "Pod jaki numer mamy zadzwonić?" in resident.html
    resident.send(telephone="01632 960 401")
    assert Draft.objects.get().language == "pl"
    resident.open(f"{resident.url}?language=en")
    resident.send(email="wren@example.org")
    assert Draft.objects.get().language == ""


@pytest.mark.usefixtures("call_me_back")
def test_a_language_chosen_on_the_last_page_goes_along(resident: Resident) -> None:
    filled(resident)
    resident.open(f"{resident.url}?language=pl").send()
    assert Case.objects.get().language == "pl"


@pytest.mark.usefixtures("call_me_back")
@pytest.mark.parametrize("typed", ["", "xx", "../cy", "cy" * 200, "<b>", "%00"])
def test_a_language_that_there_is_not_is_english(resident: Resident, typed: str) -> None:
    resident.open(f"/call_me_back/?language={typed}")
    assert resident.status == 200
    assert "Ask us to call you back" in resident.html


@pytest.mark.usefixtures("shed")
def test_a_service_without_the_language_is_in_english_and_says_so(resident: Resident) -> None:
    resident.open("/shed/?language=cy")
    assert "Mae rhan o’r dudalen hon yn Saesneg" in resident.html
    assert '<span lang="en">Ask for a shed</span>' in resident.html
    resident.open("/shed/apply/")
    assert '<span lang="en">What is your name?</span>' in resident.html
    assert "<title>What is your name?" in resident.html
    assert "Parhau" in resident.html


def test_what_has_no_translation_is_marked_and_the_rest_is_not(resident: Resident, db: None) -> None:
    publish_shed(
        **{
            "languages/cy": (
                "language: cy\nname: Cymraeg\ntexts:\n  title:\n    of: Ask for a shed\n    is: Gofyn am sied\n"
                "  questions.full_name.ask:\n    of: What was your name?\n    is: Hen\n"
                "  tables.outcome.rows.garden.because:\n    of: 'You have a garden with {trees} trees.'\n"
                "    is: 'Mae gennych ardd gyda {trees} o goed.'\n"
            )
        }
    )
    resident.open("/shed/?language=cy")
    assert '<h1 class="govuk-heading-xl">Gofyn am sied</h1>' in resident.html
    assert '<span lang="en">Ask us for a garden shed.</span>' in resident.html
    resident.open("/shed/apply/")
    assert '<span lang="en">What is your name?</span>' in resident.html
