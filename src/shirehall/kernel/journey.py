"""What to ask next, given any answers. Order and conditions, no jumps: the pages stand as they are defined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from shirehall.kernel.answers import Answer, Answers
from shirehall.kernel.definition import Page, Question
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.reckon import reckon
from shirehall.kernel.values import Repeat
from shirehall.kernel.version import Version


@dataclass(frozen=True, slots=True)
class PageState:
    """A page in a journey. `questions` are those that apply; `complete` when each has been answered."""

    page: Page
    state: Literal["asked", "not_applicable", "not_yet"]
    questions: tuple[Question, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """Where a person stands. `next` is the first page that is not complete, or None when all is answered.
    `kept` are the answers that count: those of hidden pages are left out, though the draft keeps them."""

    pages: tuple[PageState, ...]
    next: PageState | None
    applicable: frozenset[str]
    kept: Answers

    def page(self, name: str) -> PageState | None:
        """The state of a page by name."""
        return next((state for state in self.pages if state.page.name == name), None)


def journey(version: Version, answers: Answers, *, on: date, authority: str) -> Journey:
    """The journey through a service with these answers."""
    facts = reckon(version, answers, {}, authority=authority, on=on).facts
    states = tuple(_page_state(version, page, answers, facts) for page in version.service.pages)
    applicable: set[str] = set()
    for state in states:
        if state.state == "asked":
            applicable.update(
                (state.page.repeat,) if state.page.repeat else (question.fact for question in state.questions)
            )
    asked = {fact.name for fact in version.service.facts.values() if fact.origin == "asked"}
    kept: Mapping[str, Answer] = {
        name: answer for name, answer in answers.items() if name in applicable or name not in asked
    }
    waiting = next((state for state in states if state.state == "asked" and not state.complete), None)
    return Journey(states, waiting, frozenset(applicable), kept)


def _page_state(version: Version, page: Page, answers: Answers, facts: Mapping[str, Any]) -> PageState:
    shown = version.conditions[page.name](facts) if page.when else True
    if shown is not True:
        return PageState(page, "not_yet" if shown is UNKNOWN else "not_applicable", (), complete=False)
    if page.repeat:
        answer = answers.get(page.repeat)
        done = answer is not None and (
            answer.state != "known" or (isinstance(answer.value, Repeat) and answer.value.done)
        )
        return PageState(page, "asked", page.questions, complete=done)
    questions = tuple(
        question for question in page.questions if _applies(version, page, question, answers, facts)
    )
    complete = all(_is_answered(question, answers) for question in questions)
    return PageState(page, "asked", questions, complete)


def _applies(
    version: Version, page: Page, question: Question, answers: Answers, facts: Mapping[str, Any]
) -> bool:
    """Whether a question is asked. While its condition is not known it stands on its page, unless all that could
    tell was answered and somebody did not know: then a person looks, and it is not asked."""
    if question.when is None:
        return True
    shown = version.conditions[f"{page.name}.{question.fact}"](facts)
    return shown is True or (shown is UNKNOWN and _is_open(version, question.when.reads, answers))


def _is_open(version: Version, names: Iterable[str], answers: Answers) -> bool:
    """Whether any question behind some facts is not answered yet."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in seen or name in answers:
            continue
        seen.add(name)
        if name in version.service.facts and name not in version.reads:
            return True
        waiting.extend(version.reads.get(name, ()))
    return False


def item_questions(
    version: Version, page: Page, item: Mapping[str, Any], answers: Answers, *, on: date, authority: str
) -> tuple[Question, ...]:
    """The questions of a repeated page that apply to one item, given what is known of it so far."""
    facts = reckon(version, answers, {}, authority=authority, on=on).facts
    within = {**facts, **{question.fact: item.get(question.fact, UNKNOWN) for question in page.questions}}
    found = []
    for question in page.questions:
        shown = version.conditions[f"{page.name}.{question.fact}"](within) if question.when else True
        if shown is False:
            within[question.fact] = NOT_APPLICABLE
        else:
            found.append(question)
    return tuple(found)


def _is_answered(question: Question, answers: Answers) -> bool:
    # A file may always be sent later, so it never holds a page up.
    return question.fact in answers or question.type == "file"
