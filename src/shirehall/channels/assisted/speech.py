"""What was said, read back as a voice says it: numbers letter by letter, dates and money as people speak."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from shirehall.casework.api import Application
from shirehall.channels.assisted.channel import PHONE
from shirehall.channels.assisted.words import capital
from shirehall.kernel.api import Page, Question, Turn, spoken, wording
from shirehall.kernel.values import Repeat, Value


@dataclass(frozen=True, slots=True)
class Heard:
    """A line of a read-back: what was asked, what was said, the turn that changes it, and the number of an item."""

    label: str
    said: str
    turn: Turn
    number: int = 0


def voiced(question: Question) -> Question:
    """A question in its words for the voice."""
    return replace(question, asked=replace(question.asked, ask=wording(question, PHONE)))


def said(question: Question, value: Value) -> str:
    """A value as it is read back. Files have no sound but their names."""
    return spoken(question, value)


def heard_rows(application: Application, page: Page, *, numbered: bool = False) -> list[Heard]:
    """What was said on a page. Of a repeated page a line an item, `numbered` or with its name."""
    if page.repeat:
        return _items(application, page)
    state = application.journey.page(page.name)
    return [_plain(application, page, each) for each in (state.questions if state else ())]


def _plain(application: Application, page: Page, question: Question) -> Heard:
    answer = application.answers.get(question.fact)
    if answer is None:
        words = _("You will send it later") if question.type == "file" else _("Not answered yet")
    elif answer.state == "declined":
        words = _("You do not know")
    elif answer.value is None:
        words = _("Nothing")
    else:
        words = said(question, answer.value)
    return Heard(capital(question.asked.label), words, Turn(page.name, question.fact))


def _items(application: Application, page: Page) -> list[Heard]:
    answer = application.answers.get(page.repeat)
    repeat = answer.value if answer and isinstance(answer.value, Repeat) else Repeat()
    if not repeat.items:
        return [Heard(page.title, _("None"), Turn(page.name))] if repeat.done else []
    name = capital(page.item or _("item"))
    rows = []
    for number, item in enumerate(repeat.items, 1):
        label = _("%(item)s %(number)d") % {"item": name, "number": number}
        first = page.questions[0].fact
        rows.append(Heard(label, ", ".join(_parts(page, item)), Turn(page.name, first, number), number))
    return rows


def _parts(page: Page, item: Mapping[str, Any]) -> list[str]:
    return [said(each, item[each.fact]) for each in page.questions if each.fact in item]
