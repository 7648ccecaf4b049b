"""Whether every question that must be answered can be, on the channels that a service declares."""

from shirehall.kernel.definition import Question, Service
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.questions import TYPES
from shirehall.kernel.replying import can_be_keyed, how_to_reply, wording
from shirehall.kernel.sms_length import size_of

MOST_PARTS = 2
"""The parts in which the longest question may travel by text, with how to answer it."""


def check_channels(service: Service, faults: Faults) -> None:
    """Writes down each question that a declared channel cannot ask. A file may always be sent later."""
    for question in service.questions:
        if question.type not in TYPES or TYPES[question.type].kind == "files":
            continue
        if "sms" in service.channels:
            _check_sms(question, faults)
        if "keypad" in service.channels and not question.asked.optional and not can_be_keyed(question):
            _cannot_key(question, faults)


def _check_sms(question: Question, faults: Faults) -> None:
    size = size_of(f"{wording(question, 'sms')}\n{how_to_reply(question)}")
    if size.parts > MOST_PARTS:
        faults.add(
            question.file,
            question.line,
            question.fact,
            f"the question is too long for a text message: {size.parts} parts with how to reply",
            'add a shorter `sms: "..."`, give fewer or shorter options, or take `sms` out of `channels`',
        )


def _cannot_key(question: Question, faults: Faults) -> None:
    mend = "make it `optional: true`, ask it another way, or take `keypad` out of `channels`"
    if TYPES[question.type].choices:
        mend = f"give at most 9 options, those that are numbers in the place of their number; or {mend}"
    elif TYPES[question.type].bounded:
        mend = f"let `between` start at 0 or more; or {mend}"
    faults.add(
        question.file,
        question.line,
        question.fact,
        f"a {question.type} question cannot be answered with the keys of a telephone",
        mend,
    )
