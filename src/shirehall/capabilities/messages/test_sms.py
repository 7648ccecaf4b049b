"""Length and parts of text messages, held against a reckoning that builds the parts one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirehall.capabilities.messages.sms import plain_signs, size_of

BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüàabcXYZ"
EXTENDED = "\f^{}\\[~]|€"


@pytest.mark.parametrize(
    ("text", "alphabet", "length", "parts"),
    [
        ("", "gsm", 0, 1),
        ("a" * 160, "gsm", 160, 1),
        ("a" * 161, "gsm", 161, 2),
        ("a" * 306, "gsm", 306, 2),
        ("a" * 307, "gsm", 307, 3),
        ("€" * 80, "gsm", 160, 1),
        # A part of 153 holds 76 of these and half a place that stays empty.
        ("€" * 153, "gsm", 306, 3),
        ("£120 due", "gsm", 8, 1),
        ("ŵ" * 70, "ucs2", 70, 1),
        ("ŵ" * 71, "ucs2", 71, 2),
        ("😀" * 35, "ucs2", 70, 1),
        ("😀" * 36, "ucs2", 72, 2),
        ("😀" * 67, "ucs2", 134, 3),
    ],
)
def test_known_sizes(text: str, alphabet: str, length: int, parts: int) -> None:
    size = size_of(text)
    assert (size.alphabet, size.length, size.parts) == (alphabet, length, parts)


@given(st.text(alphabet=BASIC + EXTENDED, max_size=700))
def test_the_basic_alphabet_in_parts(text: str) -> None:
    units = "".join("\x1bX" if sign in EXTENDED else "x" for sign in text)
    size = size_of(text)
    assert (size.alphabet, size.length) == ("gsm", len(units))
    assert size.parts == (1 if len(units) <= 160 else _cut(units, 153, "\x1b"))


@given(st.text(min_size=1, max_size=300))
def test_any_text_in_parts(text: str) -> None:
    size = size_of(text)
    if size.alphabet == "gsm":
        return
    assert size.length == len(text.encode("utf-16-be", "surrogatepass")) // 2
    units = "".join("\x1bX" if ord(sign) > 0xFFFF else "x" for sign in text)
    assert size.parts == (1 if len(units) <= 70 else _cut(units, 67, "\x1b"))


def _cut(units: str, room: int, first_of_two: str) -> int:
    """Cut off one part after another, never behind the first half of a pair."""
    parts = 0
    while units:
        end = min(room, len(units))
        if end < len(units) and units[end - 1] == first_of_two:
            end -= 1
        units, parts = units[end:], parts + 1
    return parts


def test_what_word_processors_put_in_costs_nothing_and_names_keep_their_accents() -> None:
    assert plain_signs("It’s “ready” – Siân…") == 'It\'s "ready" - Siân...'
    assert size_of(plain_signs("It’s “ready” – Zoë")).alphabet == "ucs2"
    assert size_of(plain_signs("It’s “ready” – Renée")).alphabet == "gsm"
