"""An amount in pounds and pence, kept as pence; with `per`, an amount for a week, a month or a year.

`between` bounds the amount as it is given, whatever its period.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import amounts, numerals, periods, replies, speech, strict, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw
from shirehall.kernel.values import PERIODS, Domain, Kind, MoneyPer, Value


class Money(QuestionType):
    name = "money"
    label = "Money"
    kind: ClassVar[Kind] = "money"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "per": {
            "type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(PERIODS)},
            "description": "The periods that may be chosen. With it the value is an amount and its period.",
        },
    }  # fmt: skip
    bounded = True

    def kind_of(self, asked: Asked) -> Kind:
        return "money_per" if "per" in asked.settings else "money"

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        allowed = _periods(asked)
        required = not asked.optional
        if not allowed:
            return (_amount_box("", "", "", required),)
        names = periods.names()
        if len(allowed) == 1:
            return (_amount_box("amount", _("Amount"), names[allowed[0]], required),)
        options = tuple((period, names[period]) for period in allowed)
        return (
            _amount_box("amount", _("Amount"), "", required),
            Box("per", "radios", _("How often"), options=options, required=required),
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        allowed = _periods(asked)
        if not allowed:
            return _read_pence(asked, raw, "")
        per = typed.line(asked, raw, "per") if len(allowed) > 1 else allowed[0]
        missing_both = len(allowed) > 1 and not per
        try:
            pence = _read_pence(asked, raw, "amount")
        except AnswerError as error:
            if error.missing and len(allowed) > 1 and not missing_both:
                raise AnswerError(error.message, box="amount") from error
            raise
        if per not in allowed:
            raise AnswerError(_choose_period(allowed), box="per")
        return MoneyPer(pence=pence, per=per)

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        allowed = _periods(asked)
        if not allowed:
            return _pence_from_json(asked, given, "")
        parts = strict.record(asked, given, ("amount", "per"))
        if parts["amount"] is None:
            raise AnswerError(wording.enter(asked), box="amount")
        pence = _pence_from_json(asked, parts["amount"], "amount")
        per = parts["per"]
        if not isinstance(per, str) or per not in allowed:
            sentence = _("The period of {label} must be one of: {names}")
            raise AnswerError(sentence.format(label=asked.label, names=", ".join(allowed)), box="per")
        return MoneyPer(pence=pence, per=per)

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        if isinstance(value, MoneyPer):
            return {"amount": [_typed_back(value.pence)], "per": [value.per]}
        return {"": [_typed_back(value)]}

    def show(self, asked: Asked, value: Value) -> str:
        if isinstance(value, MoneyPer):
            return f"{wording.say_money(value.pence)} {periods.names()[value.per]}"
        return wording.say_money(value) if isinstance(value, int) else str(value)

    def domain(self, asked: Asked) -> Domain:
        if "per" in asked.settings:
            return Domain()
        low, high = numerals.limits(asked)
        return Domain(low=low, high=high)

    def check_config(self, asked: Asked) -> tuple[str, ...]:
        wrong = super().check_config(asked)
        per = asked.settings.get("per", ())
        if "per" in asked.settings and not per:
            wrong += ("`per` is empty. Name at least one period, or take it out.",)
        unknown = [str(each) for each in per if each not in PERIODS]
        if unknown:
            wrong += (f"`per` names {', '.join(unknown)}. The periods are: {', '.join(PERIODS)}.",)
        return wrong

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        said = replies.fold(text)
        allowed = _periods(asked)
        if not allowed:
            return {"": [self._pounds(asked, said)]}
        if amounts.says_zero(asked, said):
            # Nothing a week is nothing a year
            return {"amount": ["0"], "per": [allowed[0]]}
        found = periods.found_in(said)
        if (found.per and found.per not in allowed) or found.other:
            sentence = _("We need the amount {periods}. Reply like {example}")
            said_periods, example = periods.either(allowed), periods.example(allowed)
            raise AnswerError(sentence.format(periods=said_periods, example=example), box="per")
        if found.per == "" and len(allowed) > 1:
            self._pounds(asked, said)
            sentence = _("Say how often as well: {periods}. Reply like {example}")
            raise AnswerError(
                sentence.format(periods=periods.either(allowed), example=periods.example(allowed)), box="per"
            )
        return {"amount": [self._pounds(asked, found.rest)], "per": [found.per or allowed[0]]}

    def _pounds(self, asked: Asked, text: str) -> str:
        pounds = amounts.pounds_in(asked, text)
        if pounds is None:
            raise self.unclear(asked)
        return pounds

    def claims(self, asked: Asked, text: str) -> bool:
        return amounts.says_zero(asked, text)

    def how_to_reply(self, asked: Asked) -> str:
        allowed = _periods(asked)
        if not allowed:
            return _("Reply with an amount, like £210 or £99.50")
        if len(allowed) == 1:
            return _("Reply with the amount {period}, like £210").format(period=periods.either(allowed))
        return _("Reply with an amount and how often, like {example}").format(
            example=periods.example(allowed)
        )

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        amount = amounts.number_prompt(
            asked,
            _("Key the pounds. If there are pence, press star, then key the pence. Then press the hash key."),
        )
        allowed = _periods(asked)
        if not amount or len(allowed) < 2:
            return amount
        said = [
            _("For {period}, press {key}.").format(period=periods.names()[period], key=key)
            for key, period in enumerate(allowed, start=1)
        ]
        return (*amount, KeyPrompt(" ".join(said), 1))

    def pressed(self, asked: Asked, value: Value) -> tuple[str, ...]:
        if isinstance(value, MoneyPer):
            allowed = _periods(asked)
            amount = _keys_of(value.pence)
            return (amount,) if len(allowed) == 1 else (amount, str(allowed.index(value.per) + 1))
        return (_keys_of(value),)

    def keys(self, asked: Asked, keys: Sequence[str], *, on: date) -> Raw:
        allowed = _periods(asked)
        pounds = amounts.pounds_keyed(keys[0] if keys else "")
        if not allowed:
            return {"": [pounds]}
        if len(allowed) == 1:
            return {"amount": [pounds], "per": [allowed[0]]}
        key = keys[1] if len(keys) > 1 else ""
        if not (len(key) == 1 and key in "12345" and int(key) <= len(allowed)):
            raise AnswerError(_("Press a number from 1 to {most}").format(most=len(allowed)), box="per")
        return {"amount": [pounds], "per": [allowed[int(key) - 1]]}

    def spoken(self, asked: Asked, value: Value) -> str:
        if isinstance(value, MoneyPer):
            return f"{speech.say_pounds(value.pence)} {periods.names()[value.per]}"
        return speech.say_pounds(value) if isinstance(value, int) else str(value)


def _periods(asked: Asked) -> tuple[str, ...]:
    return tuple(asked.settings.get("per", ()))


def _amount_box(name: str, label: str, suffix: str, required: bool) -> Box:
    return Box(
        name, "text", label, width=10, prefix="£", suffix=suffix, inputmode="decimal", spellcheck=False,
        required=required,
    )  # fmt: skip


def _read_pence(asked: Asked, raw: Raw, box: str) -> int:
    text = typed.line(asked, raw, box)
    if not text:
        raise AnswerError(wording.enter(asked), box=box, missing=True)
    written = numerals.parse(text)
    if written is None:
        raise AnswerError(wording.must_be(asked, _example()), box=box)
    if len(written.fraction) > 2:
        sentence = _("{subject} must have no more than 2 numbers after the decimal point")
        raise AnswerError(sentence.format(subject=wording.subject(asked)), box=box)
    pence = written.whole * 100 + int(written.fraction.ljust(2, "0"))
    return numerals.check_money(asked, -pence if written.negative else pence, box)


def _pence_from_json(asked: Asked, given: Any, box: str) -> int:
    what = _("a number of pounds with at most 2 decimals, like 125.50")
    return numerals.check_money(asked, strict.number(asked, given, decimals=2, what=what, box=box), box)


def _typed_back(pence: Value) -> str:
    return wording.say_money(pence).replace("£", "") if isinstance(pence, int) else str(pence)


def _keys_of(pence: Value) -> str:
    pounds, rest = divmod(pence, 100) if isinstance(pence, int) else (0, 0)
    return f"{pounds}*{rest:02d}" if rest else str(pounds)


def _example() -> str:
    return _("an amount in pounds, like 125 or 1,250.50")


def _choose_period(allowed: tuple[str, ...]) -> str:
    return _("Select how often: {periods}").format(periods=periods.either(allowed))


TYPE = Money()
