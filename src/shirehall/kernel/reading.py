"""Reads answers out of JSON: of the command line, an officer, an API. Never a guess: a wrong type is an error."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shirehall.kernel.answers import Answer, Answers, answer_from_stored, answer_to_stored
from shirehall.kernel.definition import Fact, Page, Service
from shirehall.kernel.language import _
from shirehall.kernel.problems import AnswersError, nearest
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.values import Repeat, Stored, Value
from shirehall.kernel.version import Version
from shirehall.kernel.words import question_of, show_kind

LARGEST = 10**15
_WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def read_facts(version: Version, given: Mapping[str, Any], *, on: date) -> Answers:
    """The answers that a JSON object gives (numbers int or Decimal, money in pounds).

    null is as if not given; {"declined": true} is "I don't know"; {"not_applicable": true} is a question that
    was left empty and may be. Worked-out facts may be given. Raises AnswersError naming every fault.
    """
    if not isinstance(given, Mapping):
        raise AnswersError([("", _("The answers must be an object of facts and their values"))])
    answers: dict[str, Answer] = {}
    problems: list[tuple[str, str]] = []
    for name, value in given.items():
        try:
            if value is not None:
                answers[name] = _read_one(version, str(name), value, on=on)
        except AnswerError as error:
            problems.append((str(name), error.message))
    if problems:
        raise AnswersError(problems)
    return answers


def _says(value: Any, word: str) -> bool:
    """Whether a value is {word: true} and nothing else."""
    return isinstance(value, Mapping) and list(value) == [word] and value[word] is True


def _read_one(version: Version, name: str, value: Any, *, on: date) -> Answer:
    if _says(value, "declined"):
        _known_fact(version.service, name)
        return Answer("declined")
    if _says(value, "not_applicable"):
        fact = _known_fact(version.service, name)
        if not fact.may_be_not_applicable:
            raise AnswerError(_("“{name}” always applies, so it must have a value").format(name=name))
        if fact.absent_unless:
            # Whether it applies follows from other answers, so nobody can say it.
            raise AnswerError(_("“{name}” is worked out from other answers: leave it out").format(name=name))
        return Answer("not_applicable")
    return Answer("known", read_answer(version, name, value, on=on))


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
    name = fact.name
    match fact.kind:
        case "yes_no":
            _must(isinstance(given, bool), _("“{name}” must be true or false"), name=name)
            return bool(given)
        case "date":
            return _read_day(name, given)
        case "money" | "percent" | "integer":
            return _read_whole(fact, given)
    _must(isinstance(given, str), _("“{name}” must be a text"), name=name)
    if fact.kind == "choice":
        sentence = _("“{name}” must be one of: {options}")
        _must(given in fact.options, sentence, name=name, options=", ".join(fact.options))
    return str(given)


def _must(holds: bool, sentence: str, **words: str) -> None:
    if not holds:
        raise AnswerError(sentence.format(**words))


def _read_day(name: str, given: Any) -> date:
    try:
        return date.fromisoformat(given if _WRITTEN_DAY.match(given) else "")
    except (TypeError, ValueError) as error:
        raise AnswerError(_("“{name}” must be a date such as 2026-04-01").format(name=name)) from error


def _read_whole(fact: Fact, given: Any) -> int:
    name = fact.name
    number = isinstance(given, int | Decimal) and not isinstance(given, bool) and Decimal(given).is_finite()
    _must(number, _("“{name}” must be a number"), name=name)
    _must(abs(given) < LARGEST, _("“{name}” is too large"), name=name)
    decimals = 2 if fact.kind == "money" else 0
    exact = round(Decimal(given), decimals)
    wanted = _("an amount with at most two decimals") if decimals else _("a whole number")
    _must(exact == given, _("“{name}” must be {wanted}"), name=name, wanted=wanted)
    value = int(exact.scaleb(decimals))
    low, high = fact.domain.low, fact.domain.high
    if (low is not None and value < low) or (high is not None and value > high):
        ends = [_("any") if end is None else show_kind(fact.kind, end, {}) for end in (low, high)]
        raise AnswerError(
            _("“{name}” must be from {low} to {high}").format(name=name, low=ends[0], high=ends[1])
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
