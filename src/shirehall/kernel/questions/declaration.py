"""A declaration: statements, and one box that must be ticked. Its value is always true.

The channel shows `settings["wording"]` above the box; the service version keeps which words were agreed to.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import replies, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

_AGREED = frozenset(
    ("confirm", "i confirm", "i confirm this", "confirmed", "agree", "i agree", "agreed", "ok", "okay")
)


class Declaration(QuestionType):
    name = "declaration"
    label = "Declaration"
    kind: ClassVar[Kind] = "yes_no"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "wording": {
            "type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1},
            "description": "The statements that are agreed to, in order.",
        },
    }  # fmt: skip
    needs = ("wording",)

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        return (Box("", "checkboxes", options=(("yes", _("I confirm this")),)),)

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        text = typed.line(asked, raw).lower()
        if not text:
            raise AnswerError(_unticked(asked), missing=True)
        if text not in ("yes", "y", "on", "true"):
            raise AnswerError(_unticked(asked))
        return True

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        if given is True:
            return True
        raise AnswerError(
            _unticked(asked) if given is None else wording.must_be(asked, "true"), missing=given is None
        )

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": ["yes"] if value else []}

    def show(self, asked: Asked, value: Value) -> str:
        return _("Confirmed") if value else _("Not confirmed")

    def check_config(self, asked: Asked) -> tuple[str, ...]:
        wrong = super().check_config(asked)
        if asked.optional:
            wrong += ("A declaration cannot be optional. Take `optional` out.",)
        if not asked.settings.get("wording"):
            wrong += ("A declaration needs `wording`: the statements that the person agrees to.",)
        return wrong

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        said = replies.fold(text)
        if replies.yes_or_no(said) is True or said in _AGREED:
            return {"": ["yes"]}
        if replies.yes_or_no(said) is False:
            raise AnswerError(
                _("You can only go on if you confirm this. {how}").format(how=self.how_to_reply(asked))
            )
        raise self.unclear(asked)

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply YES to confirm")

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        return (KeyPrompt(_("To confirm this, press 1."), 1),)

    def pressed(self, asked: Asked, value: Value) -> tuple[str, ...]:
        return ("1",)

    def keys(self, asked: Asked, keys: Sequence[str], *, on: date) -> Raw:
        if "".join(keys) != "1":
            raise AnswerError(_("Press 1 to confirm"))
        return {"": ["yes"]}


def _unticked(asked: Asked) -> str:
    return _("Tick the box to confirm {label}").format(label=asked.label or _("this"))


TYPE = Declaration()
