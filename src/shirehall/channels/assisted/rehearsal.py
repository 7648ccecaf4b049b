"""Rehearsals of the form and of the call: an officer signs in and types the answers, as they would be told."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from shirehall.casework.api import Rehearsal, RehearsalError
from shirehall.design.fields import html_name
from shirehall.design.questions import typed_back
from shirehall.design.visiting import Visit, VisitError
from shirehall.kernel.api import Answer, Page, Question
from shirehall.kernel.values import Repeat, Value

MOST_PAGES = 300


def rehearse_form(rehearsal: Rehearsal) -> str:
    """Fill in the form in the office. Gives the reference. Raises RehearsalError."""
    return _rehearse(_Form(rehearsal, "office"))


def rehearse_call(rehearsal: Rehearsal) -> str:
    """Go through the script of a call. Gives the reference. Raises RehearsalError."""
    return _rehearse(_Call(rehearsal, "phone"))


@lru_cache(maxsize=2)
def _signed_in(url: str, email: str, password: str) -> Visit:
    """A session, kept: a code of the second factor is good once."""
    return Visit(url).sign_in(email, password)


def _rehearse(helping: "_Helping") -> str:
    try:
        return helping.apply()
    except VisitError as error:
        raise RehearsalError(str(error)) from error


class _Helping(ABC):
    """An officer who helps with one application."""

    def __init__(self, rehearsal: Rehearsal, how: str) -> None:
        self.rehearsal, self.how = rehearsal, how
        self.visit = _signed_in(rehearsal.url, *rehearsal.officer)

    def apply(self) -> str:
        """From who is there to the reference."""
        visit = self.visit
        visit.open(f"/desk/help/begin/{self.rehearsal.service}/")
        visit.send({"how": self.how, "speaker": "resident", "consent": "yes"}, form='name="consent"')
        for _page in range(MOST_PAGES):
            parts = visit.path.strip("/").split("/")[3:]
            if parts == ["check"]:
                visit.send({"agreed": "yes"}, form='name="agreed"')
                if not visit.path.endswith("/done/"):
                    raise RehearsalError(f"sending led to {visit.path}: {visit.says[:400]}")
                return visit.path.split("/")[3]
            before = (visit.url, visit.main)
            if parts == ["council"]:
                visit.send({"council": self.rehearsal.authority}, form='name="council"')
            else:
                self.answer(parts)
            if (visit.url, visit.main) == before:
                raise RehearsalError(f"{visit.path} asked again: {visit.says[:400]}")
        raise RehearsalError(f"the end was not reached, but {visit.path}")

    @abstractmethod
    def answer(self, parts: list[str]) -> None:
        """Answer what the page asks; `parts` are those of its address after the reference."""

    def page(self, name: str) -> Page:
        """A page of the service."""
        found = next((each for each in self.rehearsal.version.service.pages if each.name == name), None)
        if found is None:
            raise RehearsalError(f"{self.visit.path} is no page to answer: {self.visit.says[:400]}")
        return found

    def items(self, page: Page) -> tuple[Mapping[str, Value], ...]:
        """The items that are to be told."""
        answer = self.rehearsal.answers.get(page.repeat)
        return answer.value.items if answer and isinstance(answer.value, Repeat) else ()

    def typed(self, question: Question, answer: Answer | None, *, decline: str) -> dict[str, Any]:
        """What is typed for a question. `decline` is the name by which "does not know" is said."""
        declined = answer is not None and answer.state == "declined"
        texts = typed_back(question, answer.value if answer else None, declined=declined)
        if declined and not texts:
            return {decline: "yes"}
        return {html_name(question.fact, box): list(given) for box, given in texts.items()}


class _Form(_Helping):
    """Page by page, all questions of a page at once."""

    def answer(self, parts: list[str]) -> None:
        page = self.page(parts[1] if len(parts) > 1 else "")
        if not page.repeat:
            self._send_sheet()
            return
        shown = len(re.findall(r'name="take_out"', self.visit.main))
        items = self.items(page)
        if shown == len(items):
            self.visit.send({"no_more": "yes"}, form='name="no_more"')
            return
        item = items[shown]
        typed: dict[str, Any] = {"add": "yes"}
        for question in page.questions:
            if question.fact in item and question.type != "file":
                typed |= self.typed(question, Answer("known", item[question.fact]), decline="")
        self.visit.send(typed, form='name="source"')

    def _send_sheet(self) -> None:
        typed: dict[str, Any] = {"go_on": "yes"}
        for question in self.rehearsal.version.service.questions:
            if f'id="at-{question.fact}"' in self.visit.main and question.type != "file":
                answer = self.rehearsal.answers.get(question.fact)
                typed |= self.typed(question, answer, decline=f"decline-{question.fact}")
        self.visit.send(typed, form='name="source"')


class _Call(_Helping):
    """Card by card, each page read back."""

    def answer(self, parts: list[str]) -> None:
        page = self.page(parts[1] if len(parts) > 1 else "")
        if parts[0] == "heard":
            self.visit.send({}, form='id="go-on"')
        elif page.repeat and len(parts) == 2:
            told = len(re.findall(r'name="take_out"', self.visit.main))
            self.visit.send({"another": "yes" if told < len(self.items(page)) else "no"}, form='id="go-on"')
        elif len(parts) == 4:
            value = self.items(page)[int(parts[2]) - 1].get(parts[3])
            self._say(self._question(page, parts[3]), Answer("known", value) if value is not None else None)
        else:
            self._say(self._question(page, parts[2]), self.rehearsal.answers.get(parts[2]))

    def _say(self, question: Question, answer: Answer | None) -> None:
        if question.type == "file":
            self.visit.send({}, form='id="go-on"')
        elif (
            question.type == "address"
            and 'name="do" value="hand"' not in self.visit.main
            and 'name="by_hand"' in self.visit.main
        ):
            self.visit.send({"by_hand": "yes"}, form='id="go-on"')
        else:
            self.visit.send(self.typed(question, answer, decline="decline"), form='id="go-on"')

    def _question(self, page: Page, fact: str) -> Question:
        return next(each for each in page.questions if each.fact == fact)
