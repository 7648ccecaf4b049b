"""The sentences people read when an answer will not do, and how values are said.

The patterns are those of the GOV.UK Design System: "Enter ...", "Select ...", "... must be ...". A label
is a noun phrase in the middle of a sentence ("your savings"). Where the question itself had to serve as
the label, a sentence speaks of "your answer" instead. Every sentence stands whole in `_`, so that it can
be translated.
"""

from collections.abc import Callable, Sequence
from datetime import date

from shirehall.kernel.language import _
from shirehall.kernel.questions.base import Asked


def capital(text: str) -> str:
    """The text with a capital at its start and nothing else changed."""
    return text[:1].upper() + text[1:]


def subject(asked: Asked) -> str:
    """What begins a sentence about the answer: "Your savings"."""
    return _("Your answer") if _asks(asked) else capital(asked.label)


def _asks(asked: Asked) -> bool:
    return not asked.label or asked.label.endswith("?")


def enter(asked: Asked) -> str:
    return _("Enter your answer") if _asks(asked) else _("Enter {label}").format(label=asked.label)


def select(asked: Asked) -> str:
    return _("Select your answer") if _asks(asked) else _("Select {label}").format(label=asked.label)


def upload(asked: Asked) -> str:
    return _("Add a file") if _asks(asked) else _("Add {label}").format(label=asked.label)


def too_long(asked: Asked, most: int, count: int) -> str:
    sentence = _("{subject} must be {most} characters or fewer. You used {count}")
    return sentence.format(subject=subject(asked), most=f"{most:,}", count=f"{count:,}")


def too_many_words(asked: Asked, most: int, count: int) -> str:
    sentence = _("{subject} must be {most} words or fewer. You used {count}")
    return sentence.format(subject=subject(asked), most=f"{most:,}", count=f"{count:,}")


def unreadable(asked: Asked) -> str:
    sentence = _("{subject} must not have hidden characters in it. Type it again instead of pasting it")
    return sentence.format(subject=subject(asked))


def only_one(asked: Asked) -> str:
    return _("{subject} must be one answer, not several").format(subject=subject(asked))


def must_be(asked: Asked, what: str) -> str:
    """`what` is already translated: "a whole number, like 3"."""
    return _("{subject} must be {what}").format(subject=subject(asked), what=what)


def at_least(asked: Asked, least: str) -> str:
    return _("{subject} must be {least} or more").format(subject=subject(asked), least=least)


def at_most(asked: Asked, most: str) -> str:
    return _("{subject} must be {most} or less").format(subject=subject(asked), most=most)


def not_one_of(asked: Asked, names: Sequence[str]) -> str:
    """For a program: lists the names where they are few enough to read."""
    if len(names) > 12:
        return _("{subject} must be one of the options").format(subject=subject(asked))
    return _("{subject} must be one of: {names}").format(subject=subject(asked), names=", ".join(names))


def either(words: Sequence[str]) -> str:
    """The words as a list that ends in "or": "a week, a month or a year"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} or {last}").format(first=", ".join(words[:-1]), last=words[-1])


def both(words: Sequence[str]) -> str:
    """The words as a list that ends in "and": "a day and a month"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def say_money(pence: int) -> str:
    """Pence as pounds: 1234550 is "£12,345.50"."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}.{rest:02d}"


# Each is said when it is needed, in the language of that moment.
_MONTHS: tuple[Callable[[], str], ...] = (
    lambda: _("January"), lambda: _("February"), lambda: _("March"), lambda: _("April"), lambda: _("May"),
    lambda: _("June"), lambda: _("July"), lambda: _("August"), lambda: _("September"), lambda: _("October"),
    lambda: _("November"), lambda: _("December"),
)  # fmt: skip


def month_names() -> tuple[str, ...]:
    return tuple(month() for month in _MONTHS)


def say_date(day: date) -> str:
    """A date as "1 April 2025"."""
    return f"{day.day} {_MONTHS[day.month - 1]()} {day.year}"
