"""Yes or no. Never preselected; in JSON only true and false."""

from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, QuestionType, Raw
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


TYPE = YesNo()
