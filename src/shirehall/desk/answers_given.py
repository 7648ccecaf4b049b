"""The answers of a case as officers read them: by page, with where each came from and what it was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from shirehall.casework.api import case_answers
from shirehall.casework.models import Submission
from shirehall.design import formats
from shirehall.desk.access import OpenCase
from shirehall.desk.people import People
from shirehall.desk.words import by_channel
from shirehall.kernel.api import Answer, answers_from_stored, journey, label, show
from shirehall.kernel.values import Repeat
from shirehall.kernel.words import question_of


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer that a later one took the place of."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer. `source` is empty where it is the usual one."""

    fact: str
    label: str
    text: str
    source: str = ""
    note: str = ""
    earlier: Sequence[Earlier] = ()


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The answers of one page of the service. The title of a page with one question would say it twice: it is empty."""

    title: str
    rows: Sequence[AnswerRow]


@dataclass(slots=True)
class Answered:
    """Works out the pages of a case. `given` is every answer that ever came, by fact, oldest first."""

    desk: OpenCase
    people: People
    answers: Mapping[str, Answer]
    given: dict[str, list[Answer]] = field(default_factory=dict)

    @property
    def usual(self) -> str:
        """Where most answers came from: said once, so that what came otherwise stands out."""
        sources = [self.source(answer) for answer in self.answers.values()]
        return max(sources, key=sources.count, default="")

    def pages(self) -> list[AnswerPage]:
        """What was asked, in the order of the service; then what only an officer gave."""
        usual = self.usual
        case, version = self.desk.case, self.desk.version
        states = journey(version, self.answers, on=self.desk.on, authority=case.authority).pages
        pages, shown = [], set()
        for state in states:
            if state.state != "asked":
                continue
            facts = [state.page.repeat] if state.page.repeat else [each.fact for each in state.questions]
            labels = {each.fact: each.asked.label or each.asked.ask for each in state.questions}
            shown.update(facts)
            pages.append(self._page(state.page.title if len(facts) > 1 else "", facts, labels, usual))
        others = [name for name in self.answers if name not in shown and name in version.service.facts]
        derived = [name for name in others if version.service.facts[name].origin != "asked"]
        hidden = [name for name in others if name not in derived]
        for title, facts in (
            (_("Given by an officer or a register"), derived),
            (_("Answered, and no longer asked"), hidden),
        ):
            if facts:
                pages.append(self._page(title, facts, {}, usual))
        return pages

    def _page(self, title: str, facts: Sequence[str], labels: Mapping[str, str], usual: str) -> AnswerPage:
        return AnswerPage(title, [self._row(name, labels.get(name, ""), usual) for name in facts])

    def _row(self, name: str, words: str, usual: str) -> AnswerRow:
        words = words or label(self.desk.version, name)
        answer = self.answers.get(name)
        if answer is None:
            return AnswerRow(name, words, _("not answered"))
        source = self.source(answer)
        before = [each for each in self.given.get(name, ()) if each.at != answer.at]
        earlier = [Earlier(self.text(name, each), self.source(each)) for each in reversed(before)]
        return AnswerRow(
            name,
            words,
            self.text(name, answer),
            "" if source == usual and not earlier else source,
            answer.note,
            earlier,
        )

    def text(self, name: str, answer: Answer) -> str:
        """An answer in words."""
        if answer.state == "declined":
            return _("does not know")
        if answer.state == "not_applicable" or answer.value is None:
            question = question_of(self.desk.version.service, name)
            return _("not given") if question and question.asked.optional else _("does not apply")
        if isinstance(answer.value, Repeat):
            return self._items(name, answer.value)
        return show(self.desk.version, name, answer.value)

    def _items(self, name: str, repeat: Repeat) -> str:
        lines = [
            ": ".join(show(self.desk.version, f"{name}.{part}", value) for part, value in item.items())
            for item in repeat.items
        ]
        return "\n".join(lines) or _("none")

    def source(self, answer: Answer) -> str:
        """Who gave it, by which way and when."""
        if answer.source == "register":
            who = _("from a register")
        elif answer.source == "earlier_case":
            who = _("from an earlier case")
        else:
            who = self.people.name(answer.by or answer.source)
        way = by_channel(answer.channel) if answer.channel else ""
        when = formats.moment(answer.at) if isinstance(answer.at, datetime) else ""
        return ", ".join(each for each in (f"{who} {way}".strip(), when) if each)


def answered(desk: OpenCase, people: People) -> Answered:
    """The answers of a case with their history. Two queries."""
    found = Answered(desk, people, case_answers(desk.case))
    sent = Submission.objects.filter(case=desk.case).order_by("id")
    for submission in sent.exclude(answers={}):
        for name, answer in answers_from_stored(desk.version, submission.answers).items():
            found.given.setdefault(name, []).append(answer)
    return found
