"""Where to pay somebody: the name, sort code, account number and, for some building societies, the roll
number."""

import re
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import speech, strict, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, QuestionType, Raw
from shirehall.kernel.values import BankAccount, Kind, Value

MOST_HOLDER = 100
_PARTS = ("holder", "sort_code", "number", "roll")
_PARTING = re.compile(r"[\s.,\-\u2010-\u2015/]+")
_IN_WORDS = re.compile(
    r"(?P<holder>[^0-9]{1,120}?)[ ,.:;]*(?:sort ?code:? *)?(?<![0-9])(?P<sort_code>[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2})"
    r"[ ,.:;]+(?:(?:account|acc|a/c)\.?(?: ?(?:number|no)\.?)?:? *)?(?P<number>[0-9]{8}|[0-9]{6,7}|[0-9]{4} [0-9]{4})"
    r"(?:[ ,.:;]+(?:roll(?: ?number| ?no\.?)?:? +)(?P<roll>[A-Za-z0-9./ -]{1,18}))?",
    re.IGNORECASE,
)
_ROLL = re.compile(r"[A-Za-z0-9./ -]{1,18}")


class BankAccountType(QuestionType):
    name = "bank_account"
    label = "Bank account"
    kind: ClassVar[Kind] = "bank_account"

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        required = not asked.optional
        return (
            Box("holder", "text", _("Name on the account"), width=30, spellcheck=False, required=required),
            Box(
                "sort_code",
                "text",
                _("Sort code"),
                _("Must be 6 digits long"),
                width=5,
                inputmode="numeric",
                spellcheck=False,
                required=required,
            ),
            Box(
                "number",
                "text",
                _("Account number"),
                _("Must be between 6 and 8 digits long"),
                width=10,
                inputmode="numeric",
                spellcheck=False,
                required=required,
            ),
            Box(
                "roll",
                "text",
                _("Building society roll number (if you have one)"),
                _("You can find it on your card, statement or passbook"),
                width=20,
                spellcheck=False,
                required=False,
            ),
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        holder, sort_code, number, roll = (typed.line(asked, raw, part) for part in _PARTS)
        if not (holder or sort_code or number or roll):
            raise AnswerError(wording.enter(asked), box="holder", missing=True)
        return _made(asked, holder, sort_code, number, roll)

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        parts = strict.record(asked, given, ("holder", "sort_code", "number"), ("roll",))
        holder, sort_code, number, roll = (strict.text(asked, parts.get(part), part) for part in _PARTS)
        return _made(asked, holder, sort_code, number, roll)

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        if not isinstance(value, BankAccount):
            return {}
        parts = zip(_PARTS, (value.holder, value.sort_code, value.number, value.roll), strict=True)
        return {part: [text] for part, text in parts if text}

    def show(self, asked: Asked, value: Value) -> str:
        if not isinstance(value, BankAccount):
            return str(value)
        code = value.sort_code
        said = [
            value.holder,
            _("Sort code {code}").format(code=f"{code[:2]}-{code[2:4]}-{code[4:]}"),
            _("Account number {number}").format(number=value.number),
        ]
        if value.roll:
            said.append(_("Roll number {roll}").format(roll=value.roll))
        return "\n".join(said)

    lines_in_words: ClassVar[bool] = True

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        found = _IN_WORDS.fullmatch(" ".join(text.split()))
        if found is None:
            raise self.unclear(asked)
        return {part: [said.strip(" ,.:;")] for part, said in found.groupdict().items() if said}

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply with the name, sort code and account number, like Ann Lee, 30-94-30, 00733445")

    def spoken(self, asked: Asked, value: Value) -> str:
        if not isinstance(value, BankAccount):
            return str(value)
        said = _("{holder}, sort code {code}, account number {number}").format(
            holder=value.holder, code=speech.spelt(value.sort_code), number=speech.spelt(value.number)
        )
        roll = _("roll number {roll}").format(roll=speech.spelt(value.roll)) if value.roll else ""
        return ", ".join(part for part in (said, roll) if part)


def _made(asked: Asked, holder: str, sort_code: str, number: str, roll: str) -> BankAccount:
    if not holder:
        raise AnswerError(_("Enter the name on the account"), box="holder")
    typed.within(asked, holder, MOST_HOLDER, "holder")
    if not sort_code:
        raise AnswerError(_("Enter a sort code"), box="sort_code")
    sort_digits = _PARTING.sub("", sort_code)
    if not (_are_digits(sort_digits) and len(sort_digits) == 6):
        raise AnswerError(_("Enter a valid sort code, like 30-94-30"), box="sort_code")
    if not number:
        raise AnswerError(_("Enter an account number"), box="number")
    digits = _PARTING.sub("", number)
    if not _are_digits(digits):
        raise AnswerError(_("Enter a valid account number, like 00733445"), box="number")
    if not 6 <= len(digits) <= 8:
        raise AnswerError(_("Account number must be between 6 and 8 digits"), box="number")
    if roll and len(roll) > 18:
        raise AnswerError(_("Building society roll number must be between 1 and 18 characters"), box="roll")
    if roll and not _ROLL.fullmatch(roll):
        sentence = _(
            "Building society roll number must only include letters a to z, numbers, hyphens, spaces,"
            " forward slashes and full stops"
        )
        raise AnswerError(sentence, box="roll")
    return BankAccount(holder=holder, sort_code=sort_digits, number=digits, roll=roll)


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


TYPE = BankAccountType()
