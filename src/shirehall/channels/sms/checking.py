"""The end of an application by text: what was read back is sent, or an answer is changed."""

import hashlib
from dataclasses import replace

from django.utils.translation import gettext as _

from shirehall.casework.api import Application, SubmissionError
from shirehall.casework.models import Draft
from shirehall.channels.sms.asking import ask_next, ask_turn, rows_of
from shirehall.channels.sms.exchange import Exchange
from shirehall.channels.sms.outcome import say_sent
from shirehall.channels.sms.words import fold
from shirehall.kernel.api import AnswersError, Turn

_SEND = frozenset(("send", "send it", "yes send", "send please", "submit", "yes", "ok send"))


def hear_check(exchange: Exchange, application: Application) -> None:
    """SEND, CHANGE and a number, or something that cannot be read."""
    said = fold(exchange.text)
    if said in _SEND:
        _send(exchange, application)
        return
    words = said.split()
    if words and words[0] == "change":
        _change(exchange, application, "".join(words[1:]).removeprefix("number").removeprefix("no"))
        return
    exchange.conversation.tries += 1
    exchange.say(
        _("Sorry, we could not read that. Reply SEND to send it, or CHANGE and a number, like CHANGE 1.")
    )


def _change(exchange: Exchange, application: Application, number: str) -> None:
    rows = rows_of(application)
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    if not 1 <= place <= len(rows):
        exchange.say(
            _("Which one? Reply CHANGE and a number from 1 to %(most)s, like CHANGE 1.") % {"most": len(rows)}
        )
        return
    row = rows[place - 1]
    question = application.question(row.turn)
    if question is not None and question.type == "file":
        exchange.say(_("You can send that later. We tell you how. Reply SEND to send the rest."))
        return
    if question is None:
        _take_out(
            exchange, application, row.turn, item=1 + sum(each.turn == row.turn for each in rows[: place - 1])
        )
        return
    ask_turn(exchange, application, row.turn)


def _take_out(exchange: Exchange, application: Application, turn: Turn, *, item: int) -> None:
    """Take an item of a list out; whoever wants it otherwise tells it again."""
    page = application.page(turn.page)
    items = application.items(page)
    repeat = items.without(item) if items.repeat.items else items.repeat
    answers = {**application.answers, page.repeat: application.known(replace(repeat, done=False))}
    application.put(answers, page=page.name)
    if items.repeat.items:
        exchange.say(
            _("We took out %(item)s %(number)s. If it was wrong, tell us it again.")
            % {"item": page.item or _("item"), "number": item}
        )
    ask_next(exchange, application)


def _send(exchange: Exchange, application: Application) -> None:
    if application.next_turn() is not None or not application.is_offered:
        ask_next(exchange, application)
        return
    try:
        receipt = application.send(_key(application.draft))
    except AnswersError as error:
        exchange.say(_("We could not send it: %(problem)s") % {"problem": error.problems[0][1]})
        return
    except SubmissionError as error:
        exchange.say(str(error))
        return
    exchange.conversation.let_go()
    say_sent(exchange, application, receipt)


def _key(draft: Draft | None) -> str:
    token = draft.token if draft else ""
    return "sms:" + hashlib.sha256(token.encode()).hexdigest()
