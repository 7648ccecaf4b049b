"""A complete set of invented answers to a service, for the examples of its document and for trying it out."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shirehall.kernel.api import Answer, Question, Version, journey, read_facts
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.values import PERIODS

_TEXTS = (
    "Wren Thistledown", "wren.thistledown@example.org", "07700 900401", "01632 960401", "DT1 9ZZ", "AA123456A",
    "A gate", "A",
)  # fmt: skip
# A postcode that is nowhere: which council it is follows from nothing but what the example says.
_ADDRESS = {"lines": ["1 Example Lane"], "town": "Exampleton", "postcode": "ZZ9 9ZZ"}
_ACCOUNT = {"holder": "Wren Thistledown", "sort_code": "089999", "number": "66374958"}
_MOST_ROUNDS = 200


def sample_answers(version: Version, *, on: date) -> dict[str, Any]:
    """Answers as JSON gives them, to everything that a person who gives them is asked. Files are left for later."""
    given: dict[str, Any] = {}
    authority = next(iter(version.service.offered_by))
    for _round in range(_MOST_ROUNDS):
        read = read_facts(version, given, on=on)
        found = journey(version, {**read, **_left_empty(version, given)}, on=on, authority=authority).next
        if found is None:
            break
        if found.page.repeat:
            item = {
                each.fact: sample(each, on=on)
                for each in found.page.questions
                if each.when is None and not each.asked.optional
            }
            given[found.page.repeat] = [item] * max(1, found.page.at_least)
            continue
        # One at a time: what is asked next may depend on it.
        question = next(
            each
            for each in found.questions
            if each.fact not in given and not each.asked.optional and each.type != "file"
        )
        given[question.fact] = sample(question, on=on)
    return given


def _left_empty(version: Version, given: Mapping[str, Any]) -> dict[str, Answer]:
    return {
        each.fact: Answer("not_applicable")
        for each in version.service.questions
        if each.asked.optional and each.fact not in given
    }


def sample(question: Question, *, on: date) -> Any:
    """The first of the invented values that the question takes, as JSON gives it. Raises LookupError where it takes
    none."""
    question_type = TYPES[question.type]
    for each in _values(question, on):
        try:
            question_type.from_json(question.asked, _exact(each), on=on)
        except AnswerError:
            continue
        return each
    raise LookupError(f"there is no sample answer for {question.fact}")


def _exact(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value


def _values(question: Question, on: date) -> Iterable[Any]:
    asked = question.asked
    domain = TYPES[question.type].domain(asked)
    match question.kind:
        case "yes_no":
            return (True,) if question.type == "declaration" else (False, True)
        case "choice":
            return tuple(asked.options)
        case "choices":
            return ([each] for each in asked.options)
        case "money" | "integer" | "percent":
            scale = 100 if question.kind == "money" else 1
            return (
                _scaled(each, scale)
                for each in (100 * scale, 2 * scale, domain.low, domain.high)
                if each is not None
            )
        case "date":
            days = (0, 1, -1, 30, -30, 365, -365, 20 * 365, -40 * 365, -20 * 365, -10 * 365, -70 * 365)
            return ("1980-03-27", *((on + timedelta(days=each)).isoformat() for each in days))
        case "address":
            return (_ADDRESS,)
        case "bank_account":
            return (_ACCOUNT,)
        case "money_per":
            return ({"amount": 100, "per": each} for each in PERIODS)
        case "files":
            return ([],)
    return _TEXTS


def _scaled(number: int, scale: int) -> int | float:
    return number // scale if number % scale == 0 else number / scale
