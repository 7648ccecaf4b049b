"""A whole number: how many, how far, how old. Commas and spaces between thousands are read."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import amounts, numerals, replies, strict, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw
from shirehall.kernel.values import Domain, Kind, Value


class Integer(QuestionType):
    name = "integer"
    label = "Whole number"
    kind: ClassVar[Kind] = "integer"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "unit": {
            "type": "string",
            "minLength": 1,
            "description": 'What is counted, shown after it: "miles".',
        },
    }
    bounded = True

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        low, high = numerals.limits(asked)
        width = 5 if high < 10**5 else 10
        inputmode = "numeric" if low >= 0 else "text"
        return (
            Box(
                "",
                "text",
                width=width,
                suffix=_unit(asked),
                inputmode=inputmode,
                spellcheck=False,
                required=not asked.optional,
            ),
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        text = typed.line(asked, raw)
        if not text:
            raise AnswerError(wording.enter(asked), missing=True)
        if unit := _unit(asked):
            text = text.removesuffix(unit).rstrip()
        written = numerals.parse(text)
        if written is None or written.fraction or "£" in text:
            raise AnswerError(wording.must_be(asked, _("a whole number, like 3")))
        return numerals.check_whole(asked, -written.whole if written.negative else written.whole)

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        number = strict.number(asked, given, decimals=0, what=_("a whole number, like 3"))
        return numerals.check_whole(asked, number)

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def show(self, asked: Asked, value: Value) -> str:
        number = f"{value:,}" if isinstance(value, int) else str(value)
        return f"{number} {unit}" if (unit := _unit(asked)) else number

    def domain(self, asked: Asked) -> Domain:
        low, high = numerals.limits(asked)
        return Domain(low=low, high=high)

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        number = amounts.count_in(asked, replies.fold(text), unit=_unit(asked))
        if number is None:
            raise self.unclear(asked)
        return {"": [number]}

    def claims(self, asked: Asked, text: str) -> bool:
        return amounts.says_zero(asked, text)

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply with a whole number, like {number}").format(number=amounts.example(asked))

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        return amounts.number_prompt(asked, _("Key the number. Then press the hash key."))

    def spoken(self, asked: Asked, value: Value) -> str:
        return self.show(asked, value).replace(",", "")


def _unit(asked: Asked) -> str:
    return str(asked.settings.get("unit", ""))


TYPE = Integer()
