"""What is asked is used, what is used is there, every page can be reached, every condition looks back."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from shirehall.kernel.definition import Expression, Page, Question, Service
from shirehall.kernel.grids.api import NOT_APPLICABLE
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.nodes import Day, Name, Node, Number, Over, children
from shirehall.kernel.problems import nearest
from shirehall.kernel.values import Repeat
from shirehall.kernel.version import Version
from shirehall.kernel.words import PLACEHOLDER

MOST_TRIES = 20_000
FILE = "service.yaml"


def check_use(version: Version, faults: Faults) -> None:
    """Writes down facts that nothing reads, names that are not there, and pages that cannot be reached."""
    service = version.service
    _check_names(service, faults)
    _check_unused(version, faults)
    _check_conditions(version, faults)
    _check_reachable(version, faults)


def _check_names(service: Service, faults: Faults) -> None:
    facts = [name for name in service.facts if "." not in name]
    for evidence in service.evidence:
        for name in evidence.proves:
            if name not in service.facts:
                faults.add(
                    FILE,
                    evidence.line,
                    evidence.name,
                    f"it proves `{name}`, which is not a fact",
                    nearest(name, facts),
                )
    applicant: Any = service.settings["applicant"]
    for role, name in applicant.items():
        if name not in service.facts:
            faults.add(FILE, 0, f"applicant.{role}", f"`{name}` is not a fact", nearest(name, facts))
    for name in service.special_category:
        if name not in service.facts:
            faults.add(FILE, 0, f"special_category.{name}", f"`{name}` is not a fact", nearest(name, facts))


def _expressions(service: Service) -> Iterator[Expression]:
    yield from (page.when for page in service.pages if page.when)
    yield from (question.when for question in service.questions if question.when)
    yield from (each.wanted_when for each in service.evidence if each.wanted_when)
    yield from (fact.formula for fact in service.facts.values() if fact.formula)
    yield from (formula for amount in service.amounts for formula in amount.formulas.values())


def _inner_names(node: Node, repeat: str = "") -> Iterator[str]:
    if isinstance(node, Name):
        yield f"{repeat}.{node.name}" if repeat else node.name
        yield node.name
    inside = node.repeat if isinstance(node, Over) else repeat
    for child in children(node):
        yield from _inner_names(child, inside)


def _check_unused(version: Version, faults: Faults) -> None:
    service = version.service
    used: set[str] = set()
    for expression in _expressions(service):
        used |= set(expression.reads) | set(_inner_names(expression.node))
    for words in version.words.values():
        used |= set(version.reads[words.table.gives])
    applicant: Any = service.settings["applicant"]
    used |= set(applicant.values()) | {name for each in service.evidence for name in each.proves}
    texts = [
        part
        for message in service.messages
        for part in (message.subject, message.email, message.sms, message.letter)
    ]
    used |= {match[1] for text in texts for match in PLACEHOLDER.finditer(text)}
    for page in service.pages:
        for question in page.questions:
            name = f"{page.repeat}.{question.fact}" if page.repeat else question.fact
            if name not in used and not question.kept_for and question.type != "declaration":
                faults.add(
                    question.file,
                    question.line,
                    question.fact,
                    f"`{question.fact}` is asked and nothing uses it",
                    "remove it, or say `kept_for: contact`, identity or message",
                )
    if service.tables and not version.outcome_table:
        faults.add(
            "rules.yaml",
            service.tables[0].line,
            "tables",
            "there are tables, but none gives the outcome",
            "add a table that `gives: {outcome: outcome}`",
        )
    if (
        version.outcome_table
        and next(each for each in service.tables if each.kind == "outcome").hit != "first"
    ):
        faults.add(
            "rules.yaml",
            service.tables[-1].line,
            "outcome",
            "the outcome table is read from the top",
            "add `hit: first`",
        )


def _check_conditions(version: Version, faults: Faults) -> None:
    """A page's condition reads what earlier pages asked: a person is never sent back by an answer."""
    service = version.service
    before: set[str] = set(service.rates)
    # A bare word in a condition may be an option (`road = bus`), which nothing asks.
    before |= _words_of(service) - set(service.facts) - {question.fact for question in service.questions}
    for page in service.pages:
        _looks_back(page.when, before, page, page.name, faults)
        own: set[str] = set()
        for question in page.questions:
            _looks_back(question.when, before | own, question, question.fact, faults)
            own.add(question.fact)
        before |= {page.repeat} if page.repeat else own


def _words_of(service: Service) -> set[str]:
    return {word for expression in _expressions(service) for word in expression.reads}


def _looks_back(
    condition: Expression | None, known: set[str], place: Page | Question, key: str, faults: Faults
) -> None:
    for name in sorted(condition.reads if condition else ()):
        if name not in known:
            said = f"its condition reads `{name}`, which no earlier question asks"
            faults.add(place.file, place.line, key, said, "move the page down, or ask it earlier")


def _check_reachable(version: Version, faults: Faults) -> None:
    hidden: set[str] = set()
    for page in version.service.pages:
        if page.when and not _can_be_true(version, page, hidden):
            faults.add(
                page.file,
                page.line,
                page.name,
                f"page `{page.name}` can never be reached: `{page.when.words}` is never true",
                "correct the condition, or remove the page",
            )
            hidden |= {page.repeat} if page.repeat else {question.fact for question in page.questions}


def _can_be_true(version: Version, page: Page, hidden: set[str]) -> bool:
    """Tries the values at which a condition can change. A condition too large to try is taken to be reachable."""
    if page.when is None:
        return True
    reckon = version.conditions[page.name]
    numbers = sorted(
        {
            *_numbers(page.when.node),
            *(
                amount
                for rate in version.service.rates.values()
                if rate.name in page.when.reads
                for entry in rate.dated
                for amount in entry.amounts.values()
            ),
        }
    )
    names, tried = [], []
    for name in sorted(page.when.reads):
        if name not in version.service.facts and name not in version.service.rates:
            continue
        names.append(name)
        tried.append([NOT_APPLICABLE] if name in hidden else _values(version, name, numbers))
    size = 1
    for values in tried:
        size *= len(values)
    if size > MOST_TRIES:
        return True
    return any(
        reckon({"on": 738000, **dict(zip(names, values, strict=True))}) is True
        for values in itertools.product(*tried)
    )


def _numbers(node: Node) -> Iterator[int]:
    if isinstance(node, Number):
        yield int(node.value)
        yield int(node.value * 100)
    if isinstance(node, Day):
        yield node.ordinal
    for child in children(node):
        yield from _numbers(child)


def _values(version: Version, name: str, numbers: list[int]) -> list[Any]:
    facts: Mapping[str, Any] = version.service.facts
    if name not in facts:
        return [amount for entry in version.service.rates[name].dated for amount in entry.amounts.values()]
    fact = facts[name]
    if fact.kind == "yes_no":
        return [True, False]
    if fact.kind in ("choice", "choices"):
        return [option if fact.kind == "choice" else (option,) for option in fact.options]
    if fact.kind == "repeat":
        return [Repeat((), done=True)]
    low, high = fact.domain.low, fact.domain.high
    around = (
        {value + step for value in numbers for step in (-1, 0, 1)}
        | {end for end in (low, high) if end is not None}
        | {0}
    )
    return [
        value for value in sorted(around) if (low is None or value >= low) and (high is None or value <= high)
    ]
