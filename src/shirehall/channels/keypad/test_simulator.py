"""The keypad simulator of a demonstration, and what is kept of calls."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from shirehall.casework.models import Draft
from shirehall.channels.keypad import voice
from shirehall.channels.keypad.checks import check_keypad
from shirehall.channels.keypad.conftest import Caller
from shirehall.channels.keypad.disposal import dispose_of_draft, dispose_of_rest
from shirehall.channels.keypad.models import Call
from shirehall.channels.keypad.settings import KeypadSettings
from shirehall.design.test_parts import check as check_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("household")]
FIRST = {"service": "keypad_household", "council": "west_dorset", "caller": "01632 960001"}


def rung(client: Client) -> str:
    answer = client.post("/telephone/", FIRST)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_call_is_made_on_a_page() -> None:
    client = Client()
    start = client.get("/telephone/").content.decode()
    check_page(start)
    assert "Ask for a larger bin" in start
    here = rung(client)
    page = client.get(here).content.decode()
    check_page(page)
    assert "Welcome to West Dorset District Council." in page
    assert client.post(here, {"key": "2"})["Location"] == here
    client.post(here, {"key": "1"})
    page = client.post(here, {"key": "1", "keys": ""}).content.decode()
    assert 'value="1"' in page[page.index('id="keys"') :]
    client.post(here, {"keys": "14052020", "key": "#"})
    page = client.get(here).content.decode()
    assert "14 May 2020." in page
    assert "How many people live there" in page
    assert "Use the numbers, star and hash only" in client.post(here, {"keys": "seven"}).content.decode()
    client.post(here, {"do": "wait"})
    assert "We did not hear a key." in client.get(here).content.decode()
    assert Draft.objects.get().answers["lived_since"]["value"] == "2020-05-14"


def test_what_cannot_be_a_number_is_said_so() -> None:
    page = Client().post("/telephone/", FIRST | {"caller": "my phone"}).content.decode()
    check_page(page)
    assert "must be a telephone number" in page
    assert not Call.objects.exists()


def test_it_is_there_in_a_demonstration_only(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    here = rung(client)
    monkeypatch.setattr("shirehall.channels.keypad.views.simulator.is_demonstration", lambda: False)
    for address in ("/telephone/", here, f"{here}speech.wav"):
        assert client.get(address).status_code == 404


def test_a_call_of_a_provider_is_not_shown() -> None:
    caller = Caller(call="CA77")
    caller.ring()
    assert Client().get("/telephone/call/CA77/").status_code == 404
    assert Client().get("/telephone/call/simulated-none/").status_code == 404


@pytest.fixture
def a_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """espeak-ng, or where it is not installed a program that takes the same and gives as little as may be."""
    if not voice.can_speak():
        program = tmp_path / "espeak-ng"
        program.write_text("#!/bin/sh\nprintf RIFF\ncat\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")


@pytest.mark.usefixtures("a_voice")
def test_what_is_said_is_spoken() -> None:
    client = Client()
    answer = client.get(f"{rung(client)}speech.wav")
    assert answer["Content-Type"] == "audio/wav"
    assert answer.content[:4] == b"RIFF"
    assert len(answer.content) > 200


def test_without_a_voice_the_page_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    client = Client()
    here = rung(client)
    assert "<audio" not in client.get(here).content.decode()
    assert client.get(f"{here}speech.wav").status_code == 404
    assert voice.speak("x") is None


def test_a_call_is_forgotten_after_a_day_and_with_its_draft() -> None:
    now = timezone.now()
    for call in ("CA1", "CA2"):
        caller = Caller(call=call)
        caller.ring()
        caller.press("2")
    assert dispose_of_rest(now) == 0
    dispose_of_draft(Call.objects.get(provider_id="CA1").draft or Draft())
    assert [each.provider_id for each in Call.objects.all()] == ["CA2"]
    assert dispose_of_rest(now + timedelta(days=1, hours=1)) == 1


def test_settings_are_numbers() -> None:
    assert KeypadSettings.from_env({"SHIREHALL_KEYPAD_WAIT_SECONDS": "5"}).wait_seconds == 5
    with pytest.raises(
        ValueError, match=re.escape("SHIREHALL_KEYPAD_DAYS_KEPT must be a whole number from 1")
    ):
        KeypadSettings.from_env({"SHIREHALL_KEYPAD_DAYS_KEPT": "0"})


def test_what_cannot_be_right_is_said_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_keypad(None) == []
    monkeypatch.setenv("SHIREHALL_KEYPAD_ADDRESS", "forms.example.org")
    assert [each.id for each in check_keypad(None)] == ["shirehall.keypad.E002"]
    monkeypatch.setenv("SHIREHALL_KEYPAD_WAIT_SECONDS", "soon")
    (found,) = check_keypad(None)
    assert found.msg == "SHIREHALL_KEYPAD_WAIT_SECONDS must be a whole number from 1, not 'soon'."


def test_the_start_page_says_how_to_call(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'href="/telephone/"' in client.get("/keypad_household/").content.decode()
    monkeypatch.setenv("SHIREHALL_KEYPAD_NUMBER", "01632 960 100")
    assert "Call 01632 960 100 at any hour." in client.get("/keypad_household/").content.decode()
