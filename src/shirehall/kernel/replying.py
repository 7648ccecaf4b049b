"""Answers in the words of a text message and in the keys of a telephone, for every question type alike.

What is understood goes through the same `read` as a typed form. What could mean two things is never guessed: it
raises AnswerError with a sentence that says how to answer.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shirehall.kernel.definition import Question
from shirehall.kernel.language import _
from shirehall.kernel.questions import TYPES, AnswerError, KeyPrompt, QuestionType, replies, typed
from shirehall.kernel.questions.base import Asked
from shirehall.kernel.values import Value

MOST_WORDS = 500
"""The most characters of a reply to a question that is not asked in free words."""
MOST_SAID = 80
"""What is longer is not merely "skip" or "I don't know"."""
MOST_KEYS = 60


@dataclass(frozen=True, slots=True)
class Reply:
    """What was replied: a value, that the person does not know, or that they leave the question out."""

    state: Literal["value", "declined", "left_out"]
    value: Value | None = None


def read_words(question: Question, text: str, *, on: date) -> Reply:
    """What one message says in answer to a question. Raises AnswerError, missing where nothing was written."""
    kind, asked = TYPES[question.type], question.asked
    cleaned = (typed.clean_lines if kind.lines_in_words else typed.clean_line)(asked, text)
    if not cleaned:
        raise AnswerError(kind.how_to_reply(asked) or _("Reply with your answer"), missing=True)
    if len(cleaned) > MOST_WORDS and not kind.free_words:
        raise kind.unclear(asked)
    if len(cleaned) <= MOST_SAID:
        short = _without_answer(question, kind, replies.fold(cleaned))
        if short is not None:
            return short
    return Reply("value", kind.read(asked, kind.words(asked, cleaned, on=on), on=on))


def _without_answer(question: Question, kind: QuestionType, said: str) -> Reply | None:
    """The reply that gives no value, if folded words are one."""
    asked = question.asked
    if kind.claims(asked, said):
        return None
    if replies.says_not_known(said):
        if question.decline:
            return Reply("declined")
        if kind.free_words and not asked.optional:
            return None
        raise _needed(kind, asked)
    if replies.says_skip(said):
        if asked.optional:
            return Reply("left_out")
        raise _needed(kind, asked)
    if asked.optional and (replies.says_nothing(said) or (replies.yes_or_no(said) is False and said != "2")):
        return Reply("left_out")
    return None


def _needed(kind: QuestionType, asked: Asked) -> AnswerError:
    how = kind.how_to_reply(asked) or _("You can send it to us later")
    if asked.optional:
        return AnswerError(_("{how}. Or reply SKIP to leave it out").format(how=how))
    return AnswerError(_("We need an answer to this. {how}").format(how=how))


def can_be_worded(question: Question) -> bool:
    """Whether a text message can answer it: everything but a file, which is sent later."""
    return bool(TYPES[question.type].how_to_reply(question.asked))


def how_to_reply(question: Question) -> str:
    """How to answer by text: "Reply YES or NO". No full stop. Empty where a text cannot answer."""
    how = TYPES[question.type].how_to_reply(question.asked)
    if how and question.decline:
        how = _("{how}. If you do not know, reply DON'T KNOW").format(how=how)
    if how and question.asked.optional:
        how = _("{how}. To leave it out, reply SKIP").format(how=how)
    return how


def can_be_keyed(question: Question) -> bool:
    """Whether the keys of a telephone can answer it."""
    return bool(key_prompts(question))


def key_prompts(question: Question) -> tuple[KeyPrompt, ...]:
    """The runs of keys that answer it, each with how to key it. Empty where keys cannot."""
    return TYPES[question.type].prompts(question.asked)


def how_to_key(question: Question) -> str:
    """How to answer with keys, as the voice says it."""
    return " ".join(prompt.say for prompt in key_prompts(question))


def read_keys(question: Question, keys: str, *, on: date) -> Reply:
    """What keys say in answer to a question; the runs of several prompts are parted by hash keys. AnswerError."""
    kind, asked = TYPES[question.type], question.asked
    prompts = key_prompts(question)
    if not prompts:
        raise AnswerError(_("This cannot be answered with keys"))
    if not keys.strip("#"):
        raise AnswerError(how_to_key(question), missing=True)
    runs = keys.removesuffix("#").split("#")
    if len(keys) > MOST_KEYS or len(runs) > len(prompts) or not set(keys) <= set("0123456789*#"):
        raise AnswerError(how_to_key(question))
    return Reply("value", kind.read(asked, kind.keys(asked, runs, on=on), on=on))


def keys_for(question: Question, value: Value) -> tuple[str, ...]:
    """What would have to be keyed to give this value, one run for each prompt."""
    return TYPES[question.type].pressed(question.asked, value)


def spoken(question: Question, value: Value) -> str:
    """A value as a voice says it."""
    return TYPES[question.type].spoken(question.asked, value)


def wording(question: Question, channel: str) -> str:
    """How a question is asked on a channel: in its own words there, those of the voice on the keypad, or as on the
    screen."""
    ways = ("keypad", "phone") if channel == "keypad" else (channel,)
    return next((question.channels[way] for way in ways if question.channels.get(way)), question.asked.ask)
