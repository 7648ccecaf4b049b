"""What was answered, in words, for check answers and for the copy of what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shirehall.kernel.api import Answers, PageState, Question, Turn, Version, show
from shirehall.kernel.values import Repeat


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in words, and the turn that changes it. `label` is short, `asked` the question in full."""

    label: str
    asked: str
    text: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The answers of one page."""

    title: str
    rows: tuple[AnswerRow, ...]


def answer_groups(version: Version, answers: Answers, pages: Sequence[PageState]) -> list[AnswerGroup]:
    """The answers of every page that is asked, in order."""
    return [
        AnswerGroup(state.page.title, (_repeated if state.page.repeat else _plain)(version, answers, state))
        for state in pages
        if state.state == "asked"
    ]  # fmt: skip


def gathered(found: Sequence[AnswerGroup]) -> list[AnswerGroup]:
    """The groups for a screen: pages of one answer that follow each other stand together, without a title each."""
    made: list[AnswerGroup] = []
    for group in found:
        if len(group.rows) == 1 and made and not made[-1].title:
            made[-1] = AnswerGroup("", (*made[-1].rows, *group.rows))
        else:
            made.append(group if len(group.rows) > 1 else AnswerGroup("", group.rows))
    return made


def _plain(version: Version, answers: Answers, state: PageState) -> tuple[AnswerRow, ...]:
    return tuple(
        AnswerRow(
            each.asked.label[:1].upper() + each.asked.label[1:],
            each.asked.ask,
            _said(version, answers, each),
            Turn(state.page.name, each.fact),
        )
        for each in state.questions
    )


def _said(version: Version, answers: Answers, question: Question) -> str:
    answer = answers.get(question.fact)
    if answer is None:
        return _("You will send it later") if question.type == "file" else _("Not answered yet")
    if answer.state == "declined":
        return _("I don’t know")
    if answer.state == "not_applicable":
        return _("Not given")
    return show(version, question.fact, answer.value)


def _repeated(version: Version, answers: Answers, state: PageState) -> tuple[AnswerRow, ...]:
    page = state.page
    answer = answers.get(page.repeat)
    items = answer.value.items if answer and isinstance(answer.value, Repeat) else ()
    turn = Turn(page.name)
    if not items:
        return (AnswerRow(page.title, page.title, _("None"), turn),)
    name = (page.item or _("item")).capitalize()
    rows = []
    for number, item in enumerate(items, 1):
        parts = [show(version, f"{page.repeat}.{fact}", value) for fact, value in item.items()]
        label = _("%(item)s %(number)d") % {"item": name, "number": number}
        rows.append(AnswerRow(label, label, "\n".join(parts), turn))
    return tuple(rows)
