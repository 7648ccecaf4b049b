"""What strangers may send: forged, unsigned, replayed, in floods. Nothing is done for it."""

from collections.abc import Sequence

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.casework.models import Case, Draft
from shirehall.channels.keypad.conftest import WEBHOOK, WHOLE, Caller
from shirehall.channels.keypad.models import Call
from shirehall.channels.keypad.providers.base import Incoming, NotTakenError, Said, telephony
from shirehall.channels.keypad.providers.twiml import PROVIDER, SIGNATURE, secret, sign
from shirehall.channels.keypad.ringing import RingingError, read_twiml

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("household")]
ADDRESS = f"http://testserver{WEBHOOK}"


def post(form: dict[str, str], *, query: str = "", signature: str | None = None) -> int:
    headers = {} if signature is None else {SIGNATURE: signature}
    return Client().post(WEBHOOK + query, form, headers=headers).status_code


def signed(form: dict[str, Sequence[str]], *, query: str = "", by: str = "") -> str:
    return sign(ADDRESS + query, form, by or secret())


def test_the_signature_is_the_one_that_twilio_publishes() -> None:
    form = {
        "CallSid": ["CA1234567890ABCDE"], "Caller": ["+14158675309"], "Digits": ["1234"], "From": ["+14158675309"],
        "To": ["+18005551212"],
    }  # fmt: skip
    address = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign(address, form, "12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_what_is_forged_or_not_signed_does_nothing() -> None:
    form = {"CallSid": "CA1", "From": "+441632960001"}
    lists: dict[str, Sequence[str]] = {name: [value] for name, value in form.items()}
    assert post(form) == 403
    assert post(form, signature="") == 403
    assert post(form, signature=signed(lists, by="guessed")) == 403
    assert post(form, signature=signed({**lists, "From": ["+441632960002"]})) == 403
    assert post(form, query="?service=keypad_household", signature=signed(lists)) == 403
    assert post(form, signature="é" * 40) == 403
    assert not Call.objects.exists()
    assert post(form, signature=signed(lists)) == 200
    assert Client().get(WEBHOOK).status_code == 405
    assert Client().post("/telephone/provider/nobody/", form).status_code == 404


def test_a_key_brought_again_is_heard_once() -> None:
    caller = Caller()
    caller.ring()
    at_council = caller.heard
    first = caller.press("2")
    assert caller.telephone.press(at_council, "2").text == first
    assert caller.telephone.press(at_council, "3").text == first
    assert Draft.objects.get().answers["authority"]["value"] == "west_dorset"
    caller.press(*WHOLE[1:])
    at_check = caller.heard
    sent = caller.press("1")
    assert caller.telephone.press(at_check, "1").text == sent
    assert Case.objects.count() == 1
    assert caller.telephone.ring(service="keypad_household").text == sent


def test_a_number_that_calls_in_a_flood_is_told_to_wait() -> None:
    for number in range(10):
        assert "Welcome" in Caller(call=f"CA{number}").ring()
    assert "You have called often." in Caller(call="CA99").ring()
    assert Call.objects.count() == 10
    assert "Welcome" in Caller(call="CA98", number="+441632960002").ring()


def test_what_cannot_be_read_is_refused() -> None:
    for form, query in (
        ({"CallSid": "<script>"}, ""), ({"CallSid": ""}, ""), ({"CallSid": "CA1", "Digits": "1; drop"}, "?step=1"),
        ({"CallSid": "CA1"}, "?service=nothing"), ({"CallSid": "CA1"}, "?service=received_only"),
        ({"CallSid": "CA1", "Digits": "1"}, "?step=x"), ({"CallSid": "CA404", "Digits": "1"}, "?step=1"),
    ):  # fmt: skip
        lists: dict[str, Sequence[str]] = {name: [value] for name, value in form.items()}
        assert post(form, query=query, signature=signed(lists, query=query)) == 400
    assert not Call.objects.exists()


def test_too_much_is_not_read() -> None:
    assert post({"CallSid": "CA1", "Note": "x" * 30_000}, signature="any") == 413


@settings(max_examples=40, deadline=None)
@given(runs=st.lists(st.text("0123456789*#", max_size=9), max_size=12))
def test_whatever_is_keyed_something_is_said(runs: list[str]) -> None:
    Call.objects.all().delete()
    caller = Caller(number="+441632960003", call=f"CA{abs(hash(tuple(runs)))}")
    try:
        caller.ring()
    except RingingError:
        pytest.fail("a call was refused")
    for run in runs:
        if not caller.heard.most:
            break
        caller.press(run)
        assert caller.heard.text.strip()
        assert "something went wrong" not in caller.heard.text


def test_twiml_is_escaped_and_ends_a_run_with_hash() -> None:
    said = Said(("Rent & <rates>",), 8)
    answer = PROVIDER.answer(said, keys_url='/x?step=1&y="', wait_seconds=5)
    heard = read_twiml(answer.body)
    assert heard.texts == ("Rent & <rates>",)
    assert heard.keys_url == '/x?step=1&y="'
    assert 'finishOnKey="#"' in answer.body
    assert 'finishOnKey=""' in PROVIDER.answer(Said(("x",), 1), keys_url="/x", wait_seconds=5).body
    assert read_twiml(PROVIDER.answer(Said(("x",), 0), keys_url="/x", wait_seconds=5).body).most == 0
    long = Said(("One sentence of a long list. " * 300,), 1)
    pieces = read_twiml(PROVIDER.answer(long, keys_url="/x", wait_seconds=5).body).texts
    assert len(pieces) == 3
    assert all(len(piece) <= 3000 and piece.endswith("list.") for piece in pieces)
    with pytest.raises(RingingError):
        read_twiml("<html")


def test_without_a_secret_there_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shirehall.channels.keypad.providers.twiml.is_demonstration", lambda: False)
    assert not PROVIDER.ready()
    assert post({"CallSid": "CA1"}, signature=sign(ADDRESS, {"CallSid": ["CA1"]}, "")) == 404
    with pytest.raises(NotTakenError):
        PROVIDER.read(Incoming(ADDRESS, {}, {"CallSid": ["CA1"]}, {}))
    monkeypatch.setenv("SHIREHALL_TWILIO_AUTH_TOKEN", "0123456789abcdef0123456789abcdef")
    assert PROVIDER.ready()


def test_providers_are_found_by_being_there() -> None:
    assert telephony.get("twilio") is PROVIDER
