"""Applying by text: a question goes out, the answer comes back in words, until all is read back and sent."""

from dataclasses import replace

import phonenumbers
from django.utils.translation import gettext as _

from shirehall.capabilities.gazetteer.api import authority_of
from shirehall.capabilities.messages.api import mobile_number
from shirehall.casework.api import Application, applicant_facts, draft_by_reference
from shirehall.channels.sms.asking import (
    ask_next,
    ask_to_resume,
    ask_turn,
    councils_of,
    kept_until,
    question_text,
    say_welcome,
)
from shirehall.channels.sms.calling import call_back
from shirehall.channels.sms.checking import hear_check
from shirehall.channels.sms.exchange import Exchange
from shirehall.channels.sms.models import Conversation
from shirehall.channels.sms.settings import NAME
from shirehall.channels.sms.words import fold
from shirehall.kernel.api import AnswersError, Question, Turn, how_to_reply, read_words, read_yes_or_no
from shirehall.kernel.questions import AnswerError
from shirehall.kernel.values import Address

Stage = Conversation.Stage
MOST_TRIES = 2
"""A question that cannot be read so often goes to a person: first it is asked again, with help."""
_THIS = frozenset(
    ("this", "this one", "this number", "this phone", "same", "same number", "the same", "my number")
)


def begin(exchange: Exchange, service: str) -> None:
    """A new application for a service. What was begun before by this number is kept until its time is over."""
    application = Application.begin(service=service, channel=NAME, at=exchange.at)
    exchange.conversation.draft = application.save()
    _about(exchange, application)
    exchange.conversation.stage = Stage.IDLE
    say_welcome(exchange, application)
    ask_next(exchange, application)


def take_up(exchange: Exchange) -> bool:
    """Go on by text with what was begun elsewhere: its reference was texted, from the number that was given there. To
    anybody else its reference says nothing."""
    draft = draft_by_reference(exchange.text[:40])
    if draft is None or draft.sent_case_id is not None or draft.expires_at < exchange.at:
        return False
    application = Application.of(draft, channel=NAME, at=exchange.at)
    given = application.value(applicant_facts(application.version).get("telephone", ""))
    ours = isinstance(given, str) and mobile_number(given) == exchange.conversation.number
    if not ours or NAME not in application.version.service.channels:
        return False
    exchange.conversation.let_go()
    exchange.conversation.draft = draft
    _about(exchange, application)
    ask_to_resume(exchange, application)
    return True


def application_of(exchange: Exchange) -> Application | None:
    """The application that this number is on; None where there is none that can go on. One that was sent from
    elsewhere is let go."""
    draft = exchange.conversation.draft
    if draft is None or draft.expires_at < exchange.at:
        return None
    if draft.sent_case_id is not None:
        exchange.conversation.let_go()
        return None
    application = Application.of(draft, channel=NAME, at=exchange.at)
    _about(exchange, application)
    return application


def go_on(exchange: Exchange, application: Application) -> None:
    """Ask again what was asked last, or what is asked now."""
    conversation = exchange.conversation
    turn = _turn(conversation)
    if turn is not None and _still_asked(application, turn):
        ask_turn(exchange, application, turn)
    else:
        ask_next(exchange, application)


def hear(exchange: Exchange, application: Application) -> None:
    """Take a text as the answer to what was asked."""
    {
        Stage.QUESTION: _hear_answer,
        Stage.COUNCIL: _hear_council,
        Stage.CHECK: hear_check,
        Stage.RESUME: _hear_resume,
    }[Stage(exchange.conversation.stage)](exchange, application)


def help_with(exchange: Exchange, application: Application) -> None:
    """More about what was asked last."""
    turn = _turn(exchange.conversation)
    question = application.question(turn) if turn else None
    if exchange.conversation.stage == Stage.QUESTION and question is not None:
        exchange.say(question.asked.hint, question_text(question))
    elif exchange.conversation.stage != Stage.RESUME:
        go_on(exchange, application)
    else:
        ask_to_resume(exchange, application)
    exchange.say(_("Reply BACK for the question before, CALL ME and we call you, STOP to stop."))


def go_back(exchange: Exchange, application: Application) -> None:
    """Ask the question before."""
    turns, turn = application.turns(), _turn(exchange.conversation)
    if turn is not None and exchange.conversation.stage == Stage.QUESTION:
        listed = Turn(turn.page) if turn.item else turn
        place = turns.index(listed) - (0 if turn.item else 1) if listed in turns else 0
    else:
        place = len(turns) - 1
    ask_turn(exchange, application, turns[max(place, 0)])


def _hear_answer(exchange: Exchange, application: Application) -> None:
    turn = _turn(exchange.conversation)
    if turn is None or not _still_asked(application, turn):
        ask_next(exchange, application)
        return
    try:
        following = _keep(exchange, application, turn)
    except AnswerError as error:
        _not_read(exchange, application, turn, error)
        return
    except AnswersError as error:
        _not_read(exchange, application, turn, AnswerError(error.problems[0][1]))
        return
    if following is not None:
        ask_turn(exchange, application, following)
    else:
        ask_next(exchange, application, after=turn)


def _keep(exchange: Exchange, application: Application, turn: Turn) -> Turn | None:
    """Keep what was said; gives the turn that follows where the answer itself says which. Raises AnswerError."""
    question = application.question(turn)
    if question is None:
        return application.more(turn, yes=read_yes_or_no(exchange.text))
    reply = read_words(question, _given(exchange, question), on=application.on)
    if reply.state == "value" and reply.value is not None:
        value = reply.value
        if isinstance(value, Address) and value.postcode and not value.authority:
            value = replace(value, authority=authority_of(value.postcode) or "")
        application.keep(turn, application.known(value))
    else:
        application.keep(turn, application.without_value(declined=reply.state == "declined"))
    return None


def _given(exchange: Exchange, question: Question) -> str:
    if question.type == "telephone" and fold(exchange.text) in _THIS:
        number = phonenumbers.parse(exchange.conversation.number)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return exchange.text


def _not_read(exchange: Exchange, application: Application, turn: Turn, error: AnswerError) -> None:
    """Once it is asked again with help; then a person takes over, and nothing that was told is lost."""
    conversation = exchange.conversation
    conversation.tries += 1
    conversation.asked_at = exchange.at
    question = application.question(turn)
    if conversation.tries < MOST_TRIES:
        exchange.say(_again(question, str(error)))
        return
    conversation.stage, conversation.tries = Stage.RESUME, 0
    exchange.say(_("Sorry, we still could not read that."))
    asked = question.asked.ask if question else application.page(turn.page).title
    why = _(
        "By text, %(service)s, %(reference)s. We could not read the answer to: %(question)s They wrote: %(text)s"
    )
    call_back(
        exchange,
        application=application,
        why=why
        % {
            "service": application.version.service.title, "question": asked, "text": exchange.text[:500],
            "reference": application.draft.reference if application.draft else "",
        },
    )  # fmt: skip
    exchange.say(_("What you told us is kept. To try again by text, reply GO ON."))


def _again(question: Question | None, wrong: str) -> str:
    """What is wrong, what helps, and how to reply, each said once."""
    hint = question.asked.hint if question else ""
    how = how_to_reply(question) if question else _("Reply YES or NO")
    said = [_("Sorry."), wrong, hint, "" if _("Reply") in wrong else how]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in said if part)


def _hear_council(exchange: Exchange, application: Application) -> None:
    said = fold(exchange.text)
    offered = councils_of(application)
    for number, council in enumerate(offered, 1):
        if said in (str(number), fold(council.name), fold(council.short_name)):
            exchange.conversation.draft = application.save(authority=council.code)
            ask_next(exchange, application)
            return
    exchange.conversation.tries += 1
    if exchange.conversation.tries >= MOST_TRIES:
        exchange.conversation.stage = Stage.RESUME
        why = _("By text, %(service)s, %(reference)s. They do not know which council.")
        call_back(
            exchange, application=application,
            why=why % {
                "service": application.version.service.title,
                "reference": application.draft.reference if application.draft else "",
            },
        )  # fmt: skip
        return
    tries = exchange.conversation.tries
    exchange.say(_("Sorry, we could not read that. It is on your Council Tax bill."))
    ask_next(exchange, application)
    exchange.conversation.tries = tries


def _hear_resume(exchange: Exchange, application: Application) -> None:
    try:
        yes = read_yes_or_no(exchange.text)
    except AnswerError:
        ask_to_resume(exchange, application)
        return
    if yes:
        go_on(exchange, application)
        return
    exchange.conversation.stage = Stage.IDLE
    exchange.say(
        _("All right. We keep what you told us until %(day)s. To go on with it, reply GO ON.")
        % {"day": kept_until(application)}
    )


def _turn(conversation: Conversation) -> Turn | None:
    at = conversation.turn
    return Turn(at["page"], at.get("fact", ""), at.get("item", 0)) if at.get("page") else None


def _still_asked(application: Application, turn: Turn) -> bool:
    """Whether a turn may still be answered: another channel may have changed what it depends on."""
    try:
        application.question(turn)
    except KeyError:
        return False
    return (Turn(turn.page) if turn.item else turn) in application.turns()


def _about(exchange: Exchange, application: Application) -> None:
    exchange.draft, exchange.authority = application.draft, application.authority
