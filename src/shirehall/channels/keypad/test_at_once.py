"""The same key brought twice at the same moment, as a provider does that waited too long. PostgreSQL alone can show it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connections

from shirehall.casework.api import publish
from shirehall.casework.models import Case, Draft
from shirehall.channels.keypad.conftest import AT, HOUSEHOLD, WHOLE, Caller, texts_of
from shirehall.channels.keypad.ringing import Heard

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def at_once(caller: Caller, heard: Heard, keys: str) -> list[str]:
    def press(_number: int) -> str:
        try:
            return caller.telephone.press(heard, keys).text
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as hands:
        return list(hands.map(press, range(4)))


def test_a_key_brought_four_times_at_once_is_heard_once() -> None:
    cache.clear()
    publish(texts=texts_of(HOUSEHOLD), by="editor", at=AT)
    caller = Caller()
    caller.ring()
    at_council = caller.heard
    assert len(set(at_once(caller, at_council, "2"))) == 1
    assert Draft.objects.count() == 1
    caller.heard = caller.telephone.ring()
    caller.press(*WHOLE[1:])
    at_check = caller.heard
    said = at_once(caller, at_check, "1")
    assert len(set(said)) == 1
    assert "Your reference is" in said[0]
    assert Case.objects.count() == 1
