"""The front door of the kernel: load and check a service, ask what comes next, decide, and say it in words."""

from shirehall.kernel.answers import Answer, Answers, known
from shirehall.kernel.asking import (
    Items,
    Turn,
    first_open,
    items_of,
    keep_end,
    keep_turn,
    new_item,
    next_turn,
    page_of,
    question_asked,
    turn_after,
    turn_before,
    turns_of,
)
from shirehall.kernel.awaiting import judgements_awaited
from shirehall.kernel.checks.everything import check
from shirehall.kernel.decide import decide, settle_only, show_result, why_not
from shirehall.kernel.decision import Decision, Judgement, NextStep, Reason, WhyNot
from shirehall.kernel.definition import Page, Question, Service
from shirehall.kernel.examples import messages_for, run_example
from shirehall.kernel.journey import Journey, PageState, item_questions, journey
from shirehall.kernel.loading.service import CHANNELS
from shirehall.kernel.problems import AnswersError, DefinitionError, Problem
from shirehall.kernel.questions import AnswerError, KeyPrompt
from shirehall.kernel.questions.replies import read_yes_or_no
from shirehall.kernel.reading import answers_from_stored, answers_to_stored, read_answer, read_facts
from shirehall.kernel.replying import (
    Reply,
    can_be_keyed,
    can_be_worded,
    how_to_key,
    how_to_reply,
    key_prompts,
    keys_for,
    read_keys,
    read_words,
    spoken,
    wording,
)
from shirehall.kernel.schema import schema
from shirehall.kernel.settle import Settled
from shirehall.kernel.sheet import sheet
from shirehall.kernel.speaking import in_language, lang_of, lang_of_reason, languages
from shirehall.kernel.telling import fill_message, label, show, what_is_given
from shirehall.kernel.translation.reading import ENGLISH
from shirehall.kernel.version import Version, load

__all__ = [
    "CHANNELS", "ENGLISH", "Answer", "AnswerError", "Answers", "AnswersError", "Decision",
    "DefinitionError", "Items", "Journey", "Judgement", "KeyPrompt", "NextStep", "Page", "PageState",
    "Problem", "Question", "Reason", "Reply", "Service", "Settled", "Turn", "Version", "WhyNot",
    "answers_from_stored", "answers_to_stored", "can_be_keyed", "can_be_worded", "check", "decide",
    "fill_message", "first_open", "how_to_key", "how_to_reply", "in_language", "item_questions", "items_of",
    "journey", "judgements_awaited", "keep_end", "keep_turn", "key_prompts", "keys_for", "known", "label",
    "lang_of", "lang_of_reason", "languages", "load", "messages_for", "new_item", "next_turn", "page_of",
    "question_asked", "read_answer", "read_facts", "read_keys", "read_words", "read_yes_or_no",
    "run_example", "schema", "settle_only", "sheet", "show", "show_result", "spoken", "turn_after",
    "turn_before", "turns_of", "what_is_given", "why_not", "wording",
]  # fmt: skip
