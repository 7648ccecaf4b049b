"""A UK postcode, in any case and with or without its space, kept as "DT9 3AA"."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import speech, strict, typed, wording
from shirehall.kernel.questions.base import OWN, AnswerError, Asked, Box, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

_PARTING = str.maketrans("", "", " .,-_()[]'\"*")
# The last two letters are never C, I, K, M, O or V (Royal Mail, Programmers' Guide to the PAF)
_FORM = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})")
WITHIN = re.compile(r"\b[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}\b")


class Postcode(QuestionType):
    name = "postcode"
    label = "Postcode"
    kind: ClassVar[Kind] = "text"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "own": OWN,
    }

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        autocomplete = "postal-code" if asked.settings.get("own", True) else "off"
        return (
            Box(
                "",
                "text",
                _("Postcode"),
                width=10,
                autocomplete=autocomplete,
                spellcheck=False,
                required=not asked.optional,
            ),
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        return _checked(asked, typed.line(asked, raw))

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        return _checked(asked, strict.text(asked, given))

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def show(self, asked: Asked, value: Value) -> str:
        return str(value)

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        found = found_in(text)
        return {"": [found[0] if len(found) == 1 else text]}

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply with the full postcode, like DT9 3AA")

    def spoken(self, asked: Asked, value: Value) -> str:
        return speech.spelt(self.show(asked, value))


def normalise(text: str) -> str | None:
    """The postcode as "DT9 3AA", or None where the text is not a full UK postcode."""
    match = _FORM.fullmatch(text.translate(_PARTING).upper())
    return f"{match[1]} {match[2]}" if match else None


def found_in(text: str) -> tuple[str, ...]:
    """Every different full UK postcode in the text, in their order."""
    return tuple(dict.fromkeys(found for each in WITHIN.findall(text) if (found := normalise(each))))


def _checked(asked: Asked, text: str) -> str:
    if not text:
        raise AnswerError(wording.enter(asked), missing=True)
    postcode = normalise(text)
    if postcode is None:
        raise AnswerError(wording.must_be(asked, _("a full UK postcode, like DT9 3AA")))
    return postcode


TYPE = Postcode()
