"""Any of several options, with `none` the words of the one that rules the others out. None of them is an
empty tuple."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import picking, replies, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw
from shirehall.kernel.questions.choice import named
from shirehall.kernel.values import Kind, Value

NONE = "none"
MOST_GIVEN = 500

_ALL = frozenset(
    ("all", "all of them", "all of these", "any", "any of them", "any of these", "any time", "anytime")
)
_NONE_OF_THEM = frozenset(("none of these", "none of them", "none of those", "neither"))


class Choices(QuestionType):
    name = "choices"
    label = "Any of several"
    kind: ClassVar[Kind] = "choices"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "none": {
            "type": "string",
            "minLength": 1,
            "description": "The words of the option that rules out the others.",
        },
    }
    needs = ("options",)
    choices = True

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        options = tuple(asked.options.items())
        exclusive = ""
        if words := asked.settings.get("none"):
            options += ((NONE, words),)
            exclusive = NONE
        return (Box("", "checkboxes", options=options, exclusive=exclusive, required=not asked.optional),)

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        values = raw.get("") or ()
        if len(values) > MOST_GIVEN:
            raise AnswerError(wording.select(asked))
        given = [text for value in values if (text := typed.clean_line(asked, value))]
        if not given:
            raise AnswerError(wording.select(asked), missing=True)
        return _gathered(asked, [_meant(asked, text) for text in given])

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        if given is None:
            raise AnswerError(wording.select(asked), missing=True)
        if not isinstance(given, list):
            raise AnswerError(wording.must_be(asked, _("a list")))
        names = (*asked.options, NONE) if asked.settings.get("none") else tuple(asked.options)
        if not all(isinstance(each, str) and each in names for each in given):
            raise AnswerError(wording.not_one_of(asked, names))
        if not given and not asked.settings.get("none"):
            raise AnswerError(wording.select(asked), missing=True)
        return _gathered(asked, given)

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        chosen = [str(each) for each in _names(value)]
        return {"": chosen or ([NONE] if asked.settings.get("none") else [])}

    def show(self, asked: Asked, value: Value) -> str:
        chosen = _names(value)
        if not chosen:
            return str(asked.settings.get("none") or _("None"))
        return "\n".join(asked.options.get(each, each) for each in chosen)

    def check_config(self, asked: Asked) -> tuple[str, ...]:
        wrong = super().check_config(asked)
        if asked.settings.get("none") and NONE in asked.options:
            wrong += ("An option is named `none` and the question has `none` as well. Rename the option.",)
        return wrong

    lines_in_words: ClassVar[bool] = True

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        none = str(asked.settings.get("none", ""))
        said = replies.fold(text)
        exact = picking.named_exactly(asked, said)
        if none and not exact and (replies.says_nothing(said) or said in _NONE_OF_THEM):
            return {"": [NONE]}
        if not exact and (said in _ALL or (said == "both" and len(asked.options) == 2)):
            return {"": list(asked.options)}
        chosen = picking.several(asked, text, extra=NONE if none else "", extra_words=none)
        if chosen is None:
            raise self.unclear(asked)
        return {"": list(chosen)}

    def claims(self, asked: Asked, text: str) -> bool:
        none = bool(asked.settings.get("none"))
        return picking.named_exactly(asked, text) or (none and replies.says_nothing(text))

    def how_to_reply(self, asked: Asked) -> str:
        none = str(asked.settings.get("none", ""))
        pick = picking.how_to_pick(asked, none)
        return _("{pick}. For several, reply like {marks}").format(pick=pick, marks=picking.two_marks(asked))

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        return picking.key_prompt(asked, len(asked.options), none=str(asked.settings.get("none", "")))

    def pressed(self, asked: Asked, value: Value) -> tuple[str, ...]:
        options = list(asked.options)
        return ("".join(str(options.index(each) + 1) for each in _names(value)) or "0",)

    def keys(self, asked: Asked, keys: Sequence[str], *, on: date) -> Raw:
        pressed = "".join(keys)
        if pressed == "0" and asked.settings.get("none"):
            return {"": [NONE]}
        if len(set(pressed)) != len(pressed):
            raise AnswerError(_("Press each number once"))
        return {"": [picking.keyed(asked, each) for each in pressed] or [picking.keyed(asked, "")]}


def _names(value: Value) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else ()


def _meant(asked: Asked, text: str) -> str:
    if text in asked.options:
        return text
    words = asked.settings.get("none")
    if words and text.casefold() in (NONE, str(words).casefold()):
        return NONE
    chosen = named(asked, text)
    if chosen is None:
        raise AnswerError(wording.select(asked))
    return chosen


def _gathered(asked: Asked, given: Sequence[str]) -> tuple[str, ...]:
    chosen = set(given)
    if asked.settings.get("none") and NONE in chosen:
        if len(chosen) > 1:
            sentence = _("{select}, or select “{none}” and nothing else")
            raise AnswerError(sentence.format(select=wording.select(asked), none=asked.settings["none"]))
        return ()
    return tuple(each for each in asked.options if each in chosen)


TYPE = Choices()
