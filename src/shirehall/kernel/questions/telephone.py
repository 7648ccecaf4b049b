"""A telephone number, however it is spaced, kept as E.164 ("+447700900123", with ";ext=12" for an
extension)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from shirehall.kernel.language import _
from shirehall.kernel.questions import speech, strict, typed, wording
from shirehall.kernel.questions.base import OWN, AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

REGION = "GB"
UNITED_KINGDOM = 44
MOST = 60
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
# Letters would be read as keys of the keypad, so that "after 5" becomes part of the number
_WRITTEN = re.compile(
    r"[+\uff0b0-9 ().\-\u2010-\u2015/]+(?:[ ,;]*(?:ext|extn|extension|x|#)[ .:=]*[0-9]{1,7})?", re.IGNORECASE
)
_WITHIN = re.compile(r"[+0-9(][0-9 ().\-/]{6,20}[0-9]")
# Ofcom keeps these for drama: nobody has them, so examples, tests and training use them
_FOR_EXAMPLES = re.compile(r"7700900[0-9]{3}|1632960[0-9]{3}|2079460[0-9]{3}|8081570[0-9]{3}")
_MOBILE_FOR_EXAMPLES = re.compile(r"7700900[0-9]{3}")


class Telephone(QuestionType):
    name = "telephone"
    label = "Telephone number"
    kind: ClassVar[Kind] = "text"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mobile": {
            "type": "boolean",
            "description": "Whether it must be a mobile, so that it can get texts.",
        },
        "own": OWN,
    }

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        label = _("Mobile number") if asked.settings.get("mobile") else _("Telephone number")
        autocomplete = "tel" if asked.settings.get("own", True) else "off"
        return (
            Box(
                "",
                "text",
                label,
                width=20,
                inputmode="tel",
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
        number = phonenumbers.parse(str(value), REGION)
        at_home = number.country_code == UNITED_KINGDOM
        form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(number, form)

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        if _WRITTEN.fullmatch(text):
            return {"": [text]}
        found = _WITHIN.findall(text)
        others = _WITHIN.sub("", text)
        if len(found) != 1 or any(sign.isdigit() for sign in others):
            raise self.unclear(asked)
        return {"": [found[0].strip()]}

    def how_to_reply(self, asked: Asked) -> str:
        if asked.settings.get("mobile"):
            return _("Reply with a mobile number, like 07700 900 982")
        return _("Reply with a telephone number, like 01632 960 001")

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        return (KeyPrompt(_("Key the whole telephone number. Then press the hash key."), 15),)

    def pressed(self, asked: Asked, value: Value) -> tuple[str, ...]:
        number = phonenumbers.parse(str(value), REGION)
        national = number.country_code == UNITED_KINGDOM
        return (
            f"0{number.national_number}" if national else f"00{number.country_code}{number.national_number}",
        )

    def keys(self, asked: Asked, keys: Sequence[str], *, on: date) -> Raw:
        pressed = "".join(keys)
        if not pressed.isdecimal():
            raise AnswerError(_("Key the telephone number with numbers only"))
        return {"": [pressed]}

    def spoken(self, asked: Asked, value: Value) -> str:
        return speech.spelt(self.show(asked, value))


def _checked(asked: Asked, text: str) -> str:
    if not text:
        raise AnswerError(wording.enter(asked), missing=True)
    number = _parsed(typed.within(asked, text, MOST))
    if number is None:
        raise AnswerError(
            wording.must_be(asked, _("a telephone number, like 01632 960 001 or +44 7700 900 982"))
        )
    if asked.settings.get("mobile") and (number.extension or not _is_mobile(number)):
        raise AnswerError(wording.must_be(asked, _("a mobile number that can get texts, like 07700 900 982")))
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def _parsed(text: str) -> PhoneNumber | None:
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException:
        return None
    return number if _is_for_examples(number) or phonenumbers.is_valid_number(number) else None


def _is_for_examples(number: PhoneNumber) -> bool:
    return number.country_code == UNITED_KINGDOM and bool(
        _FOR_EXAMPLES.fullmatch(str(number.national_number))
    )


def _is_mobile(number: PhoneNumber) -> bool:
    if _is_for_examples(number):
        return bool(_MOBILE_FOR_EXAMPLES.fullmatch(str(number.national_number)))
    return phonenumbers.number_type(number) in _MOBILE


TYPE = Telephone()
