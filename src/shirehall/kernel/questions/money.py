"""An amount in pounds and pence, kept as pence; with `per`, an amount for a week, a month or a year.

`between` bounds the amount as it is given, whatever its period.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import numerals, strict, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, QuestionType, Raw
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
        periods = _periods(asked)
        required = not asked.optional
        if not periods:
            return (_amount_box("", "", "", required),)
        names = period_names()
        if len(periods) == 1:
            return (_amount_box("amount", _("Amount"), names[periods[0]], required),)
        options = tuple((period, names[period]) for period in periods)
        return (
            _amount_box("amount", _("Amount"), "", required),
            Box("per", "radios", _("How often"), options=options, required=required),
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        periods = _periods(asked)
        if not periods:
            return _read_pence(asked, raw, "")
        per = typed.line(asked, raw, "per") if len(periods) > 1 else periods[0]
        missing_both = len(periods) > 1 and not per
        try:
            pence = _read_pence(asked, raw, "amount")
        except AnswerError as error:
            if error.missing and len(periods) > 1 and not missing_both:
                raise AnswerError(error.message, box="amount") from error
            raise
        if per not in periods:
            raise AnswerError(_choose_period(asked, periods), box="per")
        return MoneyPer(pence=pence, per=per)

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        periods = _periods(asked)
        if not periods:
            return _pence_from_json(asked, given, "")
        parts = strict.record(asked, given, ("amount", "per"))
        if parts["amount"] is None:
            raise AnswerError(wording.enter(asked), box="amount")
        pence = _pence_from_json(asked, parts["amount"], "amount")
        per = parts["per"]
        if not isinstance(per, str) or per not in periods:
            sentence = _("The period of {label} must be one of: {names}")
            raise AnswerError(sentence.format(label=asked.label, names=", ".join(periods)), box="per")
        return MoneyPer(pence=pence, per=per)

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        if isinstance(value, MoneyPer):
            return {"amount": [_typed_back(value.pence)], "per": [value.per]}
        return {"": [_typed_back(value)]}

    def show(self, asked: Asked, value: Value) -> str:
        if isinstance(value, MoneyPer):
            return f"{wording.say_money(value.pence)} {period_names()[value.per]}"
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


def period_names() -> dict[str, str]:
    """Each period in the words that follow an amount: "£210.00 a week"."""
    return {
        "week": _("a week"), "fortnight": _("a fortnight"), "four_weeks": _("every 4 weeks"),
        "month": _("a month"), "year": _("a year"),
    }  # fmt: skip


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


def _example() -> str:
    return _("an amount in pounds, like 125 or 1,250.50")


def _choose_period(asked: Asked, periods: tuple[str, ...]) -> str:
    names = period_names()
    words = wording.either([names[period] for period in periods])
    return _("Select how often: {periods}").format(periods=words)


TYPE = Money()
