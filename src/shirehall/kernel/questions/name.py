"""A person's name, in one box, as they write it: no title, no parts, any script, any length that fits a
letter."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import replies, strict, typed, wording
from shirehall.kernel.questions.base import OWN, AnswerError, Asked, Box, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

MOST = 250
_LEAD = re.compile(r"^(?:my (?:full )?name is|i am|i\'m|it\'s|this is|name ?:) +", re.IGNORECASE)


class Name(QuestionType):
    name = "name"
    label = "Full name"
    kind: ClassVar[Kind] = "name"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "own": OWN,
    }

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        autocomplete = "name" if asked.settings.get("own", True) else "off"
        return (
            Box(
                "",
                "text",
                _("Full name"),
                width=30,
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
        name = _LEAD.sub("", text, count=1)
        said = replies.fold(name[:60])
        if replies.yes_or_no(said) is not None or replies.says_nothing(said) or replies.says_not_known(said):
            raise self.unclear(asked)
        return {"": [name]}

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply with the full name")

    free_words: ClassVar[bool] = True


def _checked(asked: Asked, text: str) -> str:
    if not text:
        raise AnswerError(wording.enter(asked), missing=True)
    if not any(map(str.isalpha, text)):
        raise AnswerError(_("{subject} must include letters").format(subject=wording.subject(asked)))
    return typed.within(asked, text, MOST)


TYPE = Name()
