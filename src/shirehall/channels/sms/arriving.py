"""A text comes in: told once, held against the limits, understood, and answered, all in one transaction.

Whatever provider brings it, it is taken here. Until it is stored with what is said back, the provider is not told that
it arrived, so it brings it again; once it is, bringing it again changes nothing.
"""

import logging
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from shirehall.capabilities.messages.api import (
    STILL_AN_ANSWER,
    ReceivedText,
    allow_texts,
    mobile_number,
    quiet_until,
    stop_texts,
    takes_texts,
)
from shirehall.channels.sms.asking import ask_to_resume
from shirehall.channels.sms.calling import call_back
from shirehall.channels.sms.cases import hear_reply, hear_which, messages_of_cases
from shirehall.channels.sms.conversation import (
    application_of,
    begin,
    go_back,
    go_on,
    hear,
    help_with,
    take_up,
)
from shirehall.channels.sms.exchange import Exchange, default_council, phone_of
from shirehall.channels.sms.models import ArrivedText, Conversation
from shirehall.channels.sms.offering import offer_in, say_menu
from shirehall.channels.sms.settings import sms_settings
from shirehall.channels.sms.words import Command, command_in
from shirehall.partnership.api import is_demonstration

LOG = logging.getLogger("shirehall.sms")
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_FREE_TEXT = frozenset({"name", "short_text", "long_text", "address"})
Stage = Conversation.Stage


class TooManyTextsError(Exception):
    """More texts come in than are taken in an hour. The provider keeps this one and brings it again."""


def take(*, provider: str, received: ReceivedText, at: datetime) -> bool:
    """Take one text. False where nothing was done: it had come before, its sender can have no answer (a short code, a
    landline), or its number is over its limit and was told so. Raises TooManyTextsError."""
    number = mobile_number(received.sender)
    # A sign that no database takes.
    words, id_ = (each.replace("\x00", "") for each in (received.text, received.id))
    if not number:
        LOG.warning("a text from no mobile number was left")
        return False
    known = ArrivedText.objects.filter(provider=provider, provider_id=id_)
    if known.exists():
        return False
    _refuse_flood(at)
    with transaction.atomic():
        Conversation.objects.get_or_create(number=number)
        # Two texts of one number wait for each other here.
        conversation = Conversation.objects.select_for_update(of=("self",)).get(number=number)
        lately = ArrivedText.objects.filter(number=number, at__gt=at - _HOUR).count()
        limit = sms_settings().texts_an_hour_from_one_number
        # STOP counts however many came before it, as long as it changes anything.
        stops = command_in(words) == "stop" and takes_texts(number)
        if lately > limit and not stops:
            return False
        row, made = ArrivedText.objects.get_or_create(
            provider=provider, provider_id=id_,
            defaults={"number": number, "text": words if is_demonstration() else "", "at": at},
        )  # fmt: skip
        if not made:
            return False
        exchange = Exchange(
            conversation, words.strip(), at, f"{provider}:{row.pk}", not_before=_not_before(received, at)
        )  # fmt: skip
        if lately == limit and not stops:
            _say_too_many(exchange)
        else:
            exchange = _answered(exchange)
            conversation = exchange.conversation
            conversation.heard_at = at
        conversation.save()
        exchange.finish()
    return True


def _answered(exchange: Exchange) -> Exchange:
    """The exchange with its answer. Where we fail, its writer is told so, and stands where they stood."""
    try:
        with transaction.atomic():
            _answer(exchange)
    except OperationalError:
        raise  # the database is away: the provider brings the text again
    except Exception:
        # Whatever a definition or another part does: a text is never met with silence.
        LOG.exception("a text could not be answered")
        conversation = Conversation.objects.get(pk=exchange.conversation.pk)
        exchange = Exchange(conversation, exchange.text, exchange.at, exchange.key, exchange.not_before)
        exchange.say(
            _("Sorry, something went wrong here. Please text that again later, or call us on %(phone)s.")
            % {"phone": phone_of(default_council())}
        )
    return exchange


def _refuse_flood(at: datetime) -> None:
    if ArrivedText.objects.filter(at__gt=at - _HOUR).count() < sms_settings().texts_an_hour:
        return
    if cache.add("shirehall-sms-flood", 1, timeout=_HOUR.total_seconds()):
        LOG.error("more texts come in than are taken in an hour: the rest waits at the provider")
    raise TooManyTextsError


def _say_too_many(exchange: Exchange) -> None:
    LOG.warning("a number sent more texts in an hour than are taken")
    exchange.say(
        _("You sent us many texts, so we stop answering for an hour. You can call us on %(phone)s.")
        % {"phone": phone_of(default_council())}
    )


def _not_before(received: ReceivedText, at: datetime) -> datetime | None:
    """An answer to somebody's own text may go at any hour; to one that lay somewhere since, not at night."""
    late = received.sent_at is not None and at - received.sent_at > STILL_AN_ANSWER
    return quiet_until(at) if late else None


def _answer(exchange: Exchange) -> None:
    command = command_in(exchange.text)
    if not takes_texts(exchange.conversation.number):
        _answer_stopped(exchange, command)
    elif command == "stop":
        _stop(exchange)
    elif not exchange.text:
        _say_stranger(exchange)
    elif offer := _offer(exchange):
        begin(exchange, offer)
    elif not take_up(exchange):
        _converse(exchange, command)


def _answer_stopped(exchange: Exchange, command: Command) -> None:
    """A number that wants no texts gets none, but what it says of a case, or that it wants a call, is heard."""
    if command == "start":
        allow_texts(exchange.conversation.number)
        exchange.say(_("You will get texts from us again. To stop them, reply STOP."))
        if application := application_of(exchange):
            ask_to_resume(exchange, application)
        else:
            say_menu(exchange)
    elif command == "call" or messages_of_cases(exchange):
        _converse(exchange, command)


def _stop(exchange: Exchange) -> None:
    conversation = exchange.conversation
    stop_texts(conversation.number, at=exchange.at)
    conversation.stage = Stage.RESUME if application_of(exchange) else Stage.IDLE
    exchange.stopping = True
    exchange.say(
        _("You will get no more texts from us. To get them again, text START. To talk to us, call %(phone)s.")
        % {"phone": phone_of(exchange.authority or default_council())}
    )


def _offer(exchange: Exchange) -> str:
    """The service that a text begins; not where it can be the answer to an open question in any words."""
    conversation = exchange.conversation
    if conversation.stage == Stage.QUESTION and (application := application_of(exchange)):
        fact, page = conversation.turn.get("fact"), conversation.turn.get("page")
        asked = next(
            (q for q in application.version.service.questions if (q.page, q.fact) == (page, fact)), None
        )
        if asked is not None and asked.type in _FREE_TEXT:
            return ""
    found = offer_in(exchange.text)
    return found.service.name if found else ""


def _converse(exchange: Exchange, command: Command) -> None:
    conversation = exchange.conversation
    found = messages_of_cases(exchange)
    if conversation.stage == Stage.WHICH_CASE:
        hear_which(exchange, found)
        return
    application = application_of(exchange)
    under_way = application is not None and conversation.stage != Stage.IDLE
    newer = found and conversation.asked_at is not None and found[0].created_at > conversation.asked_at
    if command == "call":
        called = conversation.called is not None and not conversation.called.finished
        if found and not under_way and not called:
            hear_reply(exchange, found)
        else:
            call_back(exchange, application=application, why=_("They asked by text to be called."))
    elif command in ("go_on", "back") and application is not None:
        (go_on if command == "go_on" else go_back)(exchange, application)
    elif application is not None and under_way and not newer:
        if command == "help":
            help_with(exchange, application)
        elif command == "menu":
            ask_to_resume(exchange, application)
            say_menu(exchange)
        elif _is_stale(exchange):
            ask_to_resume(exchange, application)
        else:
            hear(exchange, application)
    elif found and command not in ("help", "menu", "start"):
        hear_reply(exchange, found)
    else:
        _say_nothing_known(exchange, command, known=bool(found) or application is not None)


def _is_stale(exchange: Exchange) -> bool:
    conversation = exchange.conversation
    asked_at = conversation.asked_at
    waits = conversation.stage in Conversation.UNDER_WAY and asked_at is not None
    return waits and asked_at is not None and exchange.at - asked_at > sms_settings().resume_after


def _say_nothing_known(exchange: Exchange, command: Command, *, known: bool) -> None:
    if command in ("help", "menu", "start") or known:
        exchange.conversation.told_at = exchange.at
        say_menu(exchange)
    else:
        _say_stranger(exchange)


def _say_stranger(exchange: Exchange) -> None:
    """Somebody we know nothing of, who says nothing that we know: one polite answer a day."""
    told_at = exchange.conversation.told_at
    if told_at is not None and exchange.at - told_at < _DAY:
        return
    exchange.conversation.told_at = exchange.at
    exchange.say(_("Thank you for your text. We could not tell what it is about."))
    say_menu(exchange)
