"""All questions of a page, or of an item, read together: what is given, what is wrong, what is still open. What is
right is kept even where something else is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shirehall.casework.api import Application
from shirehall.channels.assisted import addresses, files
from shirehall.design.questions import Given, Typed, Wrong, declined_by_option, read, typed_in
from shirehall.kernel.api import Answer, Question
from shirehall.kernel.values import Value


@dataclass
class PageRead:
    """What came in for some questions, by fact. `looking` are addresses that are being looked up,
    `gone` are files that were taken out and left nothing."""

    given: dict[str, Given] = field(default_factory=dict)
    wrong: dict[str, Wrong] = field(default_factory=dict)
    empty: dict[str, Wrong] = field(default_factory=dict)
    typed: dict[str, Typed] = field(default_factory=dict)
    looking: dict[str, addresses.Looking] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def not_taken(self, facts: Sequence[str], *, whole: bool) -> dict[str, Wrong]:
        """What is wrong of what is still asked; with `whole`, what was left empty is wrong too."""
        found = {**self.wrong, **(self.empty if whole else {})}
        return {fact: wrong for fact, wrong in found.items() if fact in facts}


def read_questions(
    request: HttpRequest,
    application: Application,
    questions: Sequence[Question],
    standing: Mapping[str, Value],
) -> PageRead:
    """Read what was posted for questions that stand together. `standing` are the values given before, by fact."""
    found = PageRead()
    for question in questions:
        if question.type == "file":
            _read_files(request, application, question, standing.get(question.fact), found)
        else:
            _read_one(request, application, question, standing.get(question.fact), found)
    return found


def _read_files(
    request: HttpRequest,
    application: Application,
    question: Question,
    standing: Value | None,
    found: PageRead,
) -> None:
    kept = files.read_files(request, application, question, standing)
    if isinstance(kept, Wrong):
        found.wrong[question.fact] = kept
    elif kept:
        found.given[question.fact] = Given(kept)
    elif standing:
        found.gone.add(question.fact)


def _read_one(
    request: HttpRequest,
    application: Application,
    question: Question,
    standing: Value | None,
    found: PageRead,
) -> None:
    data, fact = request.POST, question.fact
    declined = {"decline": data.get(f"decline-{fact}", "")}
    if addresses.is_looked_up(question) and not declined["decline"]:
        taken = addresses.read_address(question, data, standing, on=application.on)
        found.typed[fact] = typed_in(question, data)
        if isinstance(taken, addresses.Looking):
            found.looking[fact] = taken
            return
    else:
        typed = typed_in(question, data)
        found.typed[fact] = typed
        taken = read(question, declined, typed, on=application.on)
    if isinstance(taken, Given):
        found.given[fact] = taken
    elif any(text.strip() for texts in taken.typed.values() for text in texts):
        found.wrong[fact] = taken
    else:
        found.empty[fact] = taken


def answers_with(
    application: Application, questions: Sequence[Question], found: PageRead
) -> dict[str, Answer]:
    """All answers with what a page gave. What says the same as before keeps who said it, and when; a question that was
    emptied has no answer any more."""
    answers = dict(application.answers)
    for question in questions:
        fact = question.fact
        if fact in found.empty or fact in found.gone:
            answers.pop(fact, None)
        elif fact in found.given:
            new = answer_of(application, found.given[fact])
            old = answers.get(fact)
            if old is None or (old.state, old.value) != (new.state, new.value):
                answers[fact] = new
    return answers


def answer_of(application: Application, given: Given) -> Answer:
    """What a form gave, as an answer."""
    if given.value is not None:
        return application.known(given.value)
    return application.without_value(declined=given.declined)


def decline_box(question: Question) -> str:
    """The name of the box by which "does not know" is said; empty where it cannot be, or is one of the options."""
    return f"decline-{question.fact}" if question.decline and not declined_by_option(question) else ""


def error_links(wrong: Mapping[str, Wrong], labels: Mapping[str, str]) -> list[dict[str, str]]:
    """The error summary: each leads to its question."""
    return [
        {"text": each.message or labels.get(fact, _("Answer this")), "href": f"#{fact}"}
        for fact, each in wrong.items()
    ]
