"""One of several options. A screen shows radios, or a list to pick from where there are many."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import picking, replies, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

MOST_RADIOS = 15


class Choice(QuestionType):
    name = "choice"
    label = "One of several"
    kind: ClassVar[Kind] = "choice"
    needs = ("options",)
    choices = True

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        options = tuple(asked.options.items())
        return (
            Box(
                "",
                "radios" if len(options) <= MOST_RADIOS else "select",
                options=options,
                required=not asked.optional,
            ),
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        text = typed.given(asked, raw)
        if isinstance(text, str) and text in asked.options:
            return text
        text = typed.clean_line(asked, text)
        if not text:
            raise AnswerError(wording.select(asked), missing=True)
        chosen = named(asked, text)
        if chosen is None:
            raise AnswerError(wording.select(asked))
        return chosen

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        if given is None:
            raise AnswerError(wording.select(asked), missing=True)
        if not isinstance(given, str):
            raise AnswerError(wording.must_be(asked, _("text in quotation marks")))
        if given not in asked.options:
            raise AnswerError(wording.not_one_of(asked, tuple(asked.options)))
        return given

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def show(self, asked: Asked, value: Value) -> str:
        return asked.options.get(str(value), str(value))

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        chosen = picking.picked(asked, replies.fold(text))
        if chosen is None:
            raise self.unclear(asked)
        return {"": [chosen]}

    def claims(self, asked: Asked, text: str) -> bool:
        return picking.named_exactly(asked, text)

    def how_to_reply(self, asked: Asked) -> str:
        return picking.how_to_pick(asked)

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        return picking.key_prompt(asked, 1)

    def pressed(self, asked: Asked, value: Value) -> tuple[str, ...]:
        return (str(list(asked.options).index(str(value)) + 1),)

    def keys(self, asked: Asked, keys: Sequence[str], *, on: date) -> Raw:
        return {"": [picking.keyed(asked, "".join(keys))]}


def named(asked: Asked, text: str) -> str | None:
    """The option that a person meant who wrote its name or its words out, as in a text message or on
    paper."""
    wanted = text.casefold()
    meant = [key for key, words in asked.options.items() if wanted in (key.casefold(), words.casefold())]
    return meant[0] if len(meant) == 1 else None


TYPE = Choice()
