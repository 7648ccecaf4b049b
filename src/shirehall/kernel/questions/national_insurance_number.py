"""A National Insurance number, kept as "QQ123456C" and shown as "QQ 12 34 56 C"."""

import re
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import speech, strict, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

_PARTING = str.maketrans("", "", " .,-_/")
# HMRC, National Insurance Manual NIM39110: letters that are never used first or second, and prefixes never given
_FORM = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[A-D]")
_WITHIN = re.compile(r"\b[A-Za-z]{2}[ .,_/-]?(?:[0-9]{2}[ .,_/-]?){3}[A-Da-d]\b")


class NationalInsuranceNumber(QuestionType):
    name = "national_insurance_number"
    label = "National Insurance number"
    kind: ClassVar[Kind] = "text"

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        hint = _("It is on your payslip, your P60 or a letter about benefits. For example, QQ 12 34 56 C.")
        return (
            Box(
                "",
                "text",
                _("National Insurance number"),
                hint,
                width=20,
                autocomplete="off",
                spellcheck=False,
                required=not asked.optional,
            ),
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        return _checked(asked, typed.line(asked, raw))

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        return _checked(asked, strict.text(asked, given))

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": [self.show(asked, value)]}

    def show(self, asked: Asked, value: Value) -> str:
        text = str(value)
        return " ".join((text[:2], text[2:4], text[4:6], text[6:8], text[8:]))

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        found = [each for each in _WITHIN.findall(text) if _FORM.fullmatch(each.translate(_PARTING).upper())]
        return {"": [found[0] if len(found) == 1 else text]}

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply with the number, like QQ 12 34 56 C")

    def spoken(self, asked: Asked, value: Value) -> str:
        return speech.spelt(self.show(asked, value))


def _checked(asked: Asked, text: str) -> str:
    if not text:
        raise AnswerError(wording.enter(asked), missing=True)
    plain = text.translate(_PARTING).upper()
    if not _FORM.fullmatch(plain):
        raise AnswerError(wording.must_be(asked, _("a National Insurance number, like QQ 12 34 56 C")))
    return plain


TYPE = NationalInsuranceNumber()
