"""References: easy to say on the phone, hard to get wrong.

Nine letters and numbers in three groups, "7K4-92M-CTR". The alphabet has 23 signs, a prime: no vowels (so no words),
and none of 0 O 1 I L 5 S 8 B Z, which are misread or misheard. The last sign makes a weighted sum zero. With a prime
base and a different weight at every place, that catches every single wrong sign and every swap of two.
"""

import secrets
from itertools import product

from django.utils.translation import gettext as _

ALPHABET = "234679CDFGHJKMNPQRTVWXY"
LENGTH = 9
GROUP = 3
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_WEIGHTS = tuple(range(LENGTH, 0, -1))  # the check sign weighs 1, so that it can always make the sum zero
_LOOKS_LIKE = {"O": "QD", "0": "QD", "U": "V", "Z": "2", "A": "4", "E": "3", "1": "7"}
_BETWEEN = " -–—‐‑_./·\t\n\r\u00a0"
_MOST_READINGS = 64


class ReferenceProblem(ValueError):  # noqa: N818 - it reads as the sentence it raises
    """What was typed is no reference. The text says what is wrong, in a sentence for the person who typed it."""


def make_reference() -> str:
    """A new reference at random, in its groups."""
    body = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH - 1))
    return show_reference(body + _check_sign(body))


def show_reference(signs: str) -> str:
    """Nine signs in groups of three."""
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_reference(typed: str) -> str:
    """The reference that was meant, in its groups: any case, spaces and dashes are fine, and so is a sign that looks
    like one of ours where only one reading is right. Raises ReferenceProblem."""
    signs = "".join(sign for sign in typed.upper() if sign not in _BETWEEN)
    if not signs:
        raise ReferenceProblem(_("Enter your reference. It has 9 letters and numbers."))
    if len(signs) != LENGTH:
        raise ReferenceProblem(
            _("A reference has 9 letters and numbers. This one has %(count)d.") % {"count": len(signs)}
        )
    for sign in signs:
        if sign not in _VALUE and sign not in _LOOKS_LIKE:
            raise ReferenceProblem(
                _("A reference never has “%(sign)s” in it. Check that letter or number again.")
                % {"sign": sign}
            )
    readings = [sign if sign in _VALUE else _LOOKS_LIKE[sign] for sign in signs]
    right = [reading for reading in _spelled(readings) if _sum(reading) == 0]
    if len(right) != 1:
        raise ReferenceProblem(
            _("One letter or number is wrong, or two are swapped. Check your reference again.")
        )
    return show_reference(right[0])


def _spelled(readings: list[str]) -> list[str]:
    count = 1
    for each in readings:
        count *= len(each)
    return ["".join(signs) for signs in product(*readings)] if count <= _MOST_READINGS else []


def _sum(signs: str) -> int:
    return sum(weight * _VALUE[sign] for weight, sign in zip(_WEIGHTS, signs, strict=True)) % len(ALPHABET)


def _check_sign(body: str) -> str:
    total = sum(weight * _VALUE[sign] for weight, sign in zip(_WEIGHTS, body, strict=False))
    return ALPHABET[-total % len(ALPHABET)]
