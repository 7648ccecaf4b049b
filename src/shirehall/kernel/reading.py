"""Reads answers out of JSON: of the command line, an officer, an API. Never a guess: a wrong type is an error."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shirehall.kernel.answers import Answer, Answers, answer_from_stored, answer_to_stored
from shirehall.kernel.definition import Fact, Page, Service
from shirehall.kernel.language import _
from shirehall.kernel.loading.place import nearest
from shirehall.kernel.problems import AnswersError
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.values import Repeat, Stored, Value
from shirehall.kernel.version import Version
from shirehall.kernel.words import pounds, question_of

DECLINED_WORDS = {"declined": True}


def read_facts(version: Version, given: Mapping[str, Any], *, on: date) -> Answers:
    """The answers that a JSON object gives (numbers int or Decimal, money in pounds). null is as if not given;
    {"declined": true} is "I don't know". Worked-out facts may be given. Raises AnswersError naming every fault."""
    answers: dict[str, Answer] = {}
    problems: list[tuple[str, str]] = []
    for name, value in given.items():
        if value is None:
            continue
        try:
            if value == DECLINED_WORDS:
                _known_fact(version.service, name)
                answers[name] = Answer("declined")
            else:
                answers[name] = Answer("known", read_answer(version, name, value, on=on))
        except AnswerError as error:
            problems.append((name, error.message))
    if problems:
        raise AnswersError(problems)
    return answers


def _known_fact(service: Service, name: str) -> Fact:
    fact = service.facts.get(name)
    if fact is None or "." in name:
        known = [each for each in service.facts if "." not in each]
        raise AnswerError(
            _("“{name}” is not a fact of this service: {hint}").format(
                name=name, hint=nearest(name, known) or ", ".join(known)
            )
        )
    if fact.origin == "judged" or fact.kind == "outcome":
        raise AnswerError(_("“{name}” is decided, so it cannot be given as a fact").format(name=name))
    return fact


def read_answer(version: Version, name: str, given: Any, *, on: date) -> Value:
    """One value out of JSON. Raises AnswerError."""
    service = version.service
    fact = _known_fact(service, name)
    if fact.kind == "repeat":
        page = next(page for page in service.pages if page.repeat == name)
        return _read_repeat(version, page, given, on=on)
    question = question_of(service, name)
    if question is not None:
        return TYPES[question.type].from_json(question.asked, given, on=on)
    return _read_kind(fact, given)


def _read_repeat(version: Version, page: Page, given: Any, *, on: date) -> Repeat:
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise AnswerError(_("“{name}” must be a list of objects").format(name=page.repeat))
    if not page.at_least <= len(given) <= page.at_most:
        raise AnswerError(
            _("“{name}” must have {least} to {most} items").format(
                name=page.repeat, least=page.at_least, most=page.at_most
            )
        )
    questions = {question.fact: question for question in page.questions}
    items = []
    for number, item in enumerate(given, 1):
        for part in item:
            if part not in questions:
                raise AnswerError(
                    _("item {number}: “{part}” is not asked: {hint}").format(
                        number=number, part=part, hint=nearest(part, questions)
                    )
                )
        for part, question in questions.items():
            if part not in item and not question.asked.optional and question.when is None:
                raise AnswerError(_("item {number}: “{part}” is missing").format(number=number, part=part))
        try:
            items.append(
                {
                    part: TYPES[questions[part].type].from_json(questions[part].asked, value, on=on)
                    for part, value in item.items()
                }
            )
        except AnswerError as error:
            raise AnswerError(
                _("item {number}: {message}").format(number=number, message=error.message)
            ) from error
    return Repeat(tuple(items), done=True)


def _read_kind(fact: Fact, given: Any) -> Value:
    """A worked-out fact given directly."""
    label = fact.name
    match fact.kind:
        case "yes_no":
            if not isinstance(given, bool):
                raise AnswerError(_("“{name}” must be true or false").format(name=label))
            return given
        case "choice":
            if given not in fact.options:
                raise AnswerError(
                    _("“{name}” must be one of: {options}").format(
                        name=label, options=", ".join(fact.options)
                    )
                )
            return str(given)
        case "date":
            try:
                return date.fromisoformat(given)
            except (TypeError, ValueError) as error:
                raise AnswerError(
                    _("“{name}” must be a date such as 2026-04-01").format(name=label)
                ) from error
        case "text":
            if not isinstance(given, str):
                raise AnswerError(_("“{name}” must be a text").format(name=label))
            return given
    if (
        isinstance(given, bool)
        or not isinstance(given, int | Decimal)
        or (isinstance(given, Decimal) and not given.is_finite())
    ):
        raise AnswerError(_("“{name}” must be a number").format(name=label))
    number = Decimal(given) * (100 if fact.kind == "money" else 1)
    if number != number.to_integral_value():
        wanted = _("an amount with at most two decimals") if fact.kind == "money" else _("a whole number")
        raise AnswerError(_("“{name}” must be {wanted}").format(name=label, wanted=wanted))
    low, high = fact.domain.low, fact.domain.high
    value = int(number)
    if (low is not None and value < low) or (high is not None and value > high):
        ends = [pounds(end) if fact.kind == "money" else str(end) for end in (low or 0, high or 0)]
        raise AnswerError(
            _("“{name}” must be from {low} to {high}").format(name=label, low=ends[0], high=ends[1])
        )
    return value


def answers_to_stored(answers: Answers) -> dict[str, Stored]:
    """JSON-able form of all answers."""
    return {name: answer_to_stored(answer) for name, answer in answers.items()}


def answers_from_stored(version: Version, stored: Mapping[str, Stored]) -> dict[str, Answer]:
    """The answers whose stored form this is. Facts that the version does not know are left out."""
    facts = version.service.facts
    return {
        name: answer_from_stored(answer, facts[name].kind, facts[name].parts)
        for name, answer in stored.items()
        if name in facts
    }
