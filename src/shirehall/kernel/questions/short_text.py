"""One line of text: a few words, a reference, a nickname."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import strict, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

MOST = 200


class ShortText(QuestionType):
    name = "short_text"
    label = "Short text"
    kind: ClassVar[Kind] = "text"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "at_most": {
            "type": "integer", "minimum": 1, "maximum": typed.MOST_CHARACTERS,
            "description": f"The most characters it may have. Default {MOST}.",
        },
    }  # fmt: skip

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        return (Box("", "text", width=min(_most(asked), 30), required=not asked.optional),)

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        return _checked(asked, typed.line(asked, raw))

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        return _checked(asked, strict.text(asked, given))

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def show(self, asked: Asked, value: Value) -> str:
        return str(value)

    free_words: ClassVar[bool] = True

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply in your own words")


def _most(asked: Asked) -> int:
    return int(asked.settings.get("at_most", MOST))


def _checked(asked: Asked, text: str) -> str:
    if not text:
        raise AnswerError(wording.enter(asked), missing=True)
    return typed.within(asked, text, _most(asked))


TYPE = ShortText()
