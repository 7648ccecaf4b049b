"""Text of several lines, its characters or words counted for the person and again here."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import strict, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

MOST = 4_000


class LongText(QuestionType):
    name = "long_text"
    label = "Long text"
    kind: ClassVar[Kind] = "text"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "at_most": {
            "type": "integer", "minimum": 1, "maximum": typed.MOST_CHARACTERS,
            "description": f"The most characters it may have, a new line being one. Default {MOST}.",
        },
        "at_most_words": {"type": "integer", "minimum": 1, "description": "The most words it may have."},
    }  # fmt: skip

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        return (Box("", "textarea", most=_most(asked), required=not asked.optional),)

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        return _checked(asked, typed.lines(asked, raw))

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        return _checked(asked, strict.text_in_lines(asked, given))

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def show(self, asked: Asked, value: Value) -> str:
        return str(value)

    free_words: ClassVar[bool] = True
    lines_in_words: ClassVar[bool] = True

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply in your own words")


def _most(asked: Asked) -> int:
    return int(asked.settings.get("at_most", MOST))


def _checked(asked: Asked, text: str) -> str:
    if not text:
        raise AnswerError(wording.enter(asked), missing=True)
    typed.within(asked, text, _most(asked))
    most_words = asked.settings.get("at_most_words")
    if most_words is not None and (count := len(text.split())) > most_words:
        raise AnswerError(wording.too_many_words(asked, most_words, count))
    return text


TYPE = LongText()
