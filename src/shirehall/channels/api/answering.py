"""Reads a resident's answers out of JSON into an application, and says what is missing: by the rules of everywhere."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from shirehall.casework.api import Application
from shirehall.channels.api.places import place_addresses
from shirehall.channels.api.problem import Found, Problem
from shirehall.kernel.api import Answer, AnswersError, Items, label, read_facts
from shirehall.kernel.problems import nearest
from shirehall.kernel.questions import AnswerError
from shirehall.kernel.values import Repeat, Value
from shirehall.partnership.api import authority as council_of

_MOST_ROUNDS = 50


def read_given(application: Application, given: Any) -> dict[str, Answer]:
    """The answers that a JSON object gives to questions of the service. Raises AnswersError naming every fault."""
    if not isinstance(given, Mapping):
        raise AnswersError([("answers", _("The answers must be an object of facts and their values"))])
    service = application.version.service
    asked = {name for name, fact in service.facts.items() if fact.origin == "asked" and "." not in name}
    problems: list[Found] = [
        (
            name[:80],
            _("“%(fact)s” is not asked: %(hint)s")
            % {"fact": name[:80], "hint": nearest(name, asked) or ", ".join(sorted(asked))},
        )
        for name in given
        if name not in asked
    ]
    found: dict[str, Answer] = {}
    for name in given:
        if name in asked:
            try:
                found.update(_read_one(application, name, given[name]))
            except AnswersError as error:
                problems += error.problems
            except AnswerError as error:
                problems.append((name, error.message))
    if problems:
        raise AnswersError(problems)
    return found


def _read_one(application: Application, name: str, given: Any) -> dict[str, Answer]:
    version = application.version
    if version.service.facts[name].kind == "files" and given not in (None, []):
        raise AnswerError(_("Send files to a draft, or as evidence, and not among the answers"))
    read = read_facts(version, {name: given}, on=application.on)
    return {each: _stamped(application, each, answer) for each, answer in read.items()}


def _stamped(application: Application, name: str, answer: Answer) -> Answer:
    """The answer with who gave it, when and how. Raises AnswerError where nobody may say that they do not know."""
    question = application.version.service.asking.get(name)
    if answer.state == "declined" and not (question and question.decline):
        raise AnswerError(
            _("“%(label)s” must have a value: “I do not know” is no answer to it")
            % {"label": label(application.version, name)}
        )
    if answer.state != "known":
        return application.without_value(declined=answer.state == "declined")
    value: Value = answer.value  # type: ignore[assignment]  # what is known has a value
    return application.known(place_addresses(value))


def put_answers(application: Application, answers: Mapping[str, Answer]) -> None:
    """Let the application have these answers, without storing anything. What does not apply within an item is left
    out, and an optional question that was not answered counts as left empty: as on a form."""
    kept = dict(answers)
    for _round in range(_MOST_ROUNDS):
        application.answers = kept
        _forget(application)
        settled = _without_spare_parts(application, {**kept, **_left_empty(application)})
        if settled == kept:
            return
        kept = settled


def _forget(application: Application) -> None:
    for worked_out in ("journey", "told_authority"):
        application.__dict__.pop(worked_out, None)


def _left_empty(application: Application) -> dict[str, Answer]:
    return {
        question.fact: application.without_value(declined=False)
        for state in application.journey.pages
        if state.state == "asked" and not state.page.repeat
        for question in state.questions
        if question.asked.optional and question.fact not in application.answers and question.type != "file"
    }


def _without_spare_parts(application: Application, answers: dict[str, Answer]) -> dict[str, Answer]:
    for page in application.version.service.pages:
        answer = answers.get(page.repeat) if page.repeat else None
        if answer is not None and isinstance(answer.value, Repeat):
            items = application.items(page)
            kept = tuple(_applying(items, item) for item in answer.value.items)
            answers[page.repeat] = replace(answer, value=Repeat(kept, done=True))
    return answers


def _applying(items: Items, item: Mapping[str, Value]) -> Mapping[str, Value]:
    applies = {question.fact for question in items.questions(item)}
    return {name: value for name, value in item.items() if name in applies}


def missing_from(application: Application) -> list[Found]:
    """Every question that is asked and not answered. What else is asked may depend on these."""
    found: list[Found] = []
    for state in application.journey.pages:
        if state.state != "asked":
            continue
        if state.page.repeat:
            found += _missing_items(application, application.items(state.page))
        else:
            found += [
                (question.fact, _enter(label(application.version, question.fact)))
                for question in state.questions
                if question.fact not in application.answers and question.type != "file"
            ]
    return found


def _missing_items(application: Application, items: Items) -> list[Found]:
    name = items.page.repeat
    if name not in application.answers:
        return [
            (name, _("List each %(item)s; give [] where there is none") % {"item": items.page.item or name})
        ]
    found: list[Found] = []
    for number, item in enumerate(items.repeat.items, 1):
        if question := items.open_question(item):
            said = label(application.version, f"{name}.{question.fact}")
            found.append(
                (
                    name,
                    _("item %(number)s: “%(part)s” is missing: %(label)s")
                    % {"number": number, "part": question.fact, "label": said},
                )
            )
    return found


def _enter(said: str) -> str:
    return _("Missing: %(label)s") % {"label": said}


def settle_council(application: Application, given: Any) -> str:
    """The council that the application goes to: told by the answers, or given. Raises AnswersError."""
    offered = application.version.service.offered_by
    if given not in (None, ""):
        if not isinstance(given, str) or given not in offered:
            raise AnswersError(
                [("authority", _("The council must be one of: %(codes)s") % {"codes": ", ".join(offered)})]
            )
        if application.told_authority not in ("", given):
            told = council_of(application.told_authority)
            sentence = _("The answers say another council: %(council)s") % {
                "council": told.name if told else application.told_authority
            }
            raise AnswersError([("authority", sentence)])
        return given
    known = application.authority
    if not known:
        sentence = _("No answer tells the council: give one of %(codes)s") % {"codes": ", ".join(offered)}
        raise AnswersError([("authority", sentence)])
    if known not in offered:
        raise AnswersError([("authority", _("%(council)s does not offer this service") % {"council": known})])
    return known


def complete(application: Application, given_authority: Any) -> str:
    """The council, where nothing is missing. Raises AnswersError naming everything that is."""
    problems = missing_from(application)
    authority = ""
    try:
        authority = settle_council(application, given_authority)
    except AnswersError as error:
        problems += error.problems
    if problems:
        raise AnswersError(problems)
    return authority


def tell(problems: Callable[[], object]) -> list[Found]:
    """The problems that something raises; none where it goes well."""
    try:
        problems()
    except AnswersError as error:
        return list(error.problems)
    return []


def refuse(problems: list[Found]) -> None:
    """Raise Problem where there are any."""
    if problems:
        raise Problem(422, "answers", _("Mend what is named, and send it again."), problems=problems)
