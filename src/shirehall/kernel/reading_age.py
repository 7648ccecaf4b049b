"""How old a reader has to be: advice to whoever writes a service, never a reason to refuse it."""

import re
from collections.abc import Iterable

import readability

from shirehall.kernel.definition import MessageTemplate, Service

PLACEHOLDER = re.compile(r"\{[^}]*\}")
SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n+")
WORD = re.compile(r"[A-Za-z']+")
STARTS_SCHOOL = 5
"""Years: a grade of the Flesch-Kincaid measure counts from the age at which children start school."""
FEWEST_WORDS = 30


def reading_age(service: Service) -> int | None:
    """Years of age, by the Flesch-Kincaid grade of questions, hints and messages; None for too little text."""
    texts = [text for question in service.questions for text in (question.asked.ask, question.asked.hint)]
    return age_of([*texts, *(text for message in service.messages for text in _words(message))])


def message_age(message: MessageTemplate) -> int | None:
    """The same of one message."""
    return age_of(_words(message))


def _words(message: MessageTemplate) -> tuple[str, str]:
    return message.email or message.letter, message.sms


def age_of(texts: Iterable[str]) -> int | None:
    """The same of any texts; what stands in for a value counts as a short word."""
    sentences = [WORD.findall(part) for text in texts for part in SENTENCE.split(PLACEHOLDER.sub("it", text))]
    sentences = [words for words in sentences if words]
    if sum(len(words) for words in sentences) < FEWEST_WORDS:
        return None
    measured = readability.getmeasures([" ".join(words) for words in sentences], lang="en")
    grade: float = measured["readability grades"]["Kincaid"]
    return max(STARTS_SCHOOL, round(grade) + STARTS_SCHOOL)
