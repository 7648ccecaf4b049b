"""A whole percentage, from 0 to 100 unless `between` says otherwise."""

import re
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import amounts, numerals, replies, strict, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw
from shirehall.kernel.values import Domain, Kind, Value

HIGHEST = 100
_SIGN = re.compile(r" ?(?:%|per ?cent)$", re.IGNORECASE)


class Percent(QuestionType):
    name = "percent"
    label = "Percentage"
    kind: ClassVar[Kind] = "percent"
    bounded = True

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        return (
            Box(
                "",
                "text",
                width=4,
                suffix="%",
                inputmode="numeric",
                spellcheck=False,
                required=not asked.optional,
            ),
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        text = typed.line(asked, raw)
        if not text:
            raise AnswerError(wording.enter(asked), missing=True)
        written = numerals.parse(_SIGN.sub("", text))
        if written is None or written.fraction or "£" in text:
            raise AnswerError(wording.must_be(asked, _("a whole percentage, like 25")))
        return _checked(asked, -written.whole if written.negative else written.whole)

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        return _checked(asked, strict.number(asked, given, decimals=0, what=_("a whole percentage, like 25")))

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def show(self, asked: Asked, value: Value) -> str:
        return f"{value}%"

    def domain(self, asked: Asked) -> Domain:
        low, high = numerals.limits(_up_to_a_hundred(asked))
        return Domain(low=low, high=high)

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        number = amounts.count_in(asked, _SIGN.sub("", replies.fold(text)), unit="")
        if number is None:
            raise self.unclear(asked)
        return {"": [number]}

    def claims(self, asked: Asked, text: str) -> bool:
        return amounts.says_zero(asked, text)

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply with a percentage, like 25%")

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        return amounts.number_prompt(asked, _("Key the percentage. Then press the hash key."))

    def spoken(self, asked: Asked, value: Value) -> str:
        return _("{number} percent").format(number=value)


def _up_to_a_hundred(asked: Asked) -> Asked:
    return asked if asked.high is not None else replace(asked, high=HIGHEST)


def _checked(asked: Asked, number: int) -> int:
    return numerals.check_whole(_up_to_a_hundred(asked), number, "%")


TYPE = Percent()
