"""Reading an answer out of JSON: nothing is guessed, and what is of the wrong type is an error, never
missing.

Only null is "nothing given". A number is an int or a Decimal; a float has already lost what was written.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shirehall.kernel.language import _
from shirehall.kernel.questions import typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked

MOST_DIGITS = 18


def text(asked: Asked, given: Any, box: str = "") -> str:
    """The string, cleaned onto one line; empty where null was given."""
    if given is None:
        return ""
    if not isinstance(given, str):
        raise AnswerError(wording.must_be(asked, _("text in quotation marks")), box=box)
    return typed.clean_line(asked, given, box)


def text_in_lines(asked: Asked, given: Any) -> str:
    """The string, cleaned, its lines kept; empty where null was given."""
    if given is None:
        return ""
    if not isinstance(given, str):
        raise AnswerError(wording.must_be(asked, _("text in quotation marks")))
    return typed.clean_lines(asked, given)


def record(
    asked: Asked, given: Any, needed: tuple[str, ...], allowed: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    """The object, with every part that is needed and none that is unknown. None is missing."""
    if given is None:
        raise AnswerError(wording.enter(asked), missing=True)
    if not isinstance(given, Mapping):
        raise AnswerError(
            wording.must_be(asked, _("an object with: {parts}").format(parts=", ".join(needed)))
        )
    for part in needed:
        if part not in given:
            sentence = _("{subject} must include `{part}`").format(subject=wording.subject(asked), part=part)
            raise AnswerError(sentence, box=part)
    if not set(given) <= {*needed, *allowed}:
        parts = ", ".join((*needed, *allowed))
        raise AnswerError(
            _("{subject} must have no parts but: {parts}").format(subject=wording.subject(asked), parts=parts)
        )
    return given


def number(asked: Asked, given: Any, *, decimals: int, what: str, box: str = "") -> int:
    """The number in units of its last decimal place (pence for two). `what` says what it must be.

    A number written with more places than `decimals`, not finite, or of more digits than any bound is an
    error.
    """
    if given is None:
        raise AnswerError(wording.enter(asked), box=box, missing=True)
    if isinstance(given, int) and not isinstance(given, bool):
        if abs(given) < 10**MOST_DIGITS:
            return given * int(10**decimals)
        raise AnswerError(wording.must_be(asked, what), box=box)
    if not isinstance(given, Decimal) or not given.is_finite():
        raise AnswerError(wording.must_be(asked, what), box=box)
    places = given.as_tuple().exponent
    if not isinstance(places, int) or places < -decimals or given.adjusted() >= MOST_DIGITS:
        raise AnswerError(wording.must_be(asked, what), box=box)
    return int(given.scaleb(decimals))
