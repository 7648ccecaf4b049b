"""The sentences of a call: what is asked, how to answer it with keys, what was answered."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from shirehall.casework.api import Application
from shirehall.kernel.api import Page, Question, Turn, key_prompts, spoken, wording
from shirehall.kernel.questions.speech import aloud, spelt
from shirehall.kernel.values import Repeat, Value
from shirehall.partnership.api import authority as council_of
from shirehall.partnership.api import current_partnership


def council_name(code: str) -> str:
    """The council, or the partnership where none is known."""
    council = council_of(code) if code else None
    return council.name if council else current_partnership().name


def council_phone(code: str) -> str:
    """The number of the council, or of the partnership."""
    council = council_of(code) if code else None
    return council.phone if council else current_partnership().phone


def choices(options: Iterable[str]) -> str:
    """ "For one, press 1. For two, press 2." """
    return " ".join(
        _("For %(option)s, press %(key)d.") % {"option": option, "key": key}
        for key, option in enumerate(options, start=1)
    )


def question_texts(question: Question, runs: int) -> list[str]:
    """A question, and how to key the answer; from the second run of keys on only that."""
    how = key_prompts(question)[runs].say
    if runs:
        return [how]
    asked = wording(question, "keypad")
    # Words of its own say all that is needed; those of the screen have a hint below them.
    hint = question.asked.hint if asked == question.asked.ask else ""
    stated = [aloud(each) for each in (hint, *question.asked.settings.get("wording", ())) if each]
    texts = [aloud(asked), *stated, how]
    if question.decline or question.asked.optional:
        texts.append(
            _("If you do not know, press star.") if question.decline else _("To leave this out, press star.")
        )
    return texts


def more_text(page: Page, count: int) -> str:
    """ "Is there another skip?" """
    item = page.item or page.title
    asked = (
        _("You gave %(count)d. Is there another %(item)s?") % {"count": count, "item": item}
        if count
        else _("Is there a %(item)s to tell us about?") % {"item": item}
    )
    return f"{asked} {_('For yes, press 1. For no, press 2.')}"


def answered(application: Application) -> list[tuple[Turn, str]]:
    """Everything that was answered, as the voice reads it back, each with what it answers."""
    found = []
    for turn in application.turns():
        text = _items_text(application, turn) if not turn.fact else _answer_text(application, turn)
        if text:
            found.append((turn, text))
    return found


def _answer_text(application: Application, turn: Turn) -> str:
    question, answer = application.question(turn), application.answers.get(turn.fact)
    if question is None or answer is None or answer.state == "not_applicable":
        return ""
    said = _("you do not know") if answer.value is None else spoken(question, answer.value)
    return _sentence(question, said)


def _sentence(question: Question, said: str) -> str:
    label = question.asked.label or question.asked.ask
    return f"{label[:1].upper()}{label[1:]}: {said}."


def _items_text(application: Application, turn: Turn) -> str:
    page = application.page(turn.page)
    answer = application.answers.get(page.repeat)
    repeat = answer.value if answer and isinstance(answer.value, Repeat) else Repeat()
    if answer is None:
        return ""
    questions = {question.fact: question for question in page.questions}
    texts = [_("%(title)s: %(count)d given.") % {"title": page.title, "count": len(repeat.items)}]
    for number, item in enumerate(repeat.items, start=1):
        texts.append(_("Number %(number)d.") % {"number": number})
        texts += [
            _sentence(questions[fact], spoken(questions[fact], value))
            for fact, value in _in_order(questions, item)
        ]
    return " ".join(texts)


def _in_order(questions: Mapping[str, Question], item: Mapping[str, Value]) -> list[tuple[str, Value]]:
    return [(fact, item[fact]) for fact in questions if fact in item]


def reference_text(reference: str) -> str:
    """A reference twice, letter by letter."""
    said = spelt(reference)
    return _("Your reference is: %(reference)s. I say it again: %(reference)s.") % {"reference": said}
