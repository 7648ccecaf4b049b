"""Yes or no. Never preselected; in JSON only true and false."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import replies, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

_YES = frozenset(("yes", "y", "true"))
_NO = frozenset(("no", "n", "false"))


class YesNo(QuestionType):
    name = "yes_no"
    label = "Yes or no"
    kind: ClassVar[Kind] = "yes_no"

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        return (Box("", "radios", options=(("yes", _("Yes")), ("no", _("No"))), required=not asked.optional),)

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        text = typed.line(asked, raw).lower().rstrip(".!")
        if text in _YES:
            return True
        if text in _NO:
            return False
        if not text:
            raise AnswerError(wording.select(asked), missing=True)
        if text in (_("Yes").lower(), _("No").lower()):
            return text == _("Yes").lower()
        raise AnswerError(wording.must_be(asked, _("yes or no")))

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        if isinstance(given, bool):
            return given
        if given is None:
            raise AnswerError(wording.select(asked), missing=True)
        raise AnswerError(wording.must_be(asked, _("true or false")))

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": ["yes" if value else "no"]}

    def show(self, asked: Asked, value: Value) -> str:
        return _("Yes") if value else _("No")

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        said = replies.yes_or_no(replies.fold(text))
        if said is None:
            raise self.unclear(asked)
        return {"": ["yes" if said else "no"]}

    def claims(self, asked: Asked, text: str) -> bool:
        return replies.yes_or_no(text) is not None

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply YES or NO")

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        return (KeyPrompt(_("For yes, press 1. For no, press 2."), 1),)

    def pressed(self, asked: Asked, value: Value) -> tuple[str, ...]:
        return ("1" if value else "2",)

    def keys(self, asked: Asked, keys: Sequence[str], *, on: date) -> Raw:
        pressed = "".join(keys)
        if pressed not in ("1", "2"):
            raise AnswerError(_("Press 1 for yes or 2 for no"))
        return {"": ["yes" if pressed == "1" else "no"]}


TYPE = YesNo()
