"""One reminder, a day later and never at night, to somebody who left an application by text in the middle."""

from datetime import datetime, timedelta

from django.db import transaction

from shirehall.capabilities.messages.api import quiet_until, takes_texts
from shirehall.casework.api import Chore, register_chore
from shirehall.channels.sms.asking import ask_to_resume
from shirehall.channels.sms.conversation import application_of
from shirehall.channels.sms.exchange import Exchange
from shirehall.channels.sms.models import Conversation

_AFTER, _UNTIL = timedelta(days=1), timedelta(days=7)
_AT_ONCE = 20


def nudge(at: datetime) -> int:
    """Remind a share of those who wait to be reminded; gives how many were looked at."""
    if quiet_until(at) is not None:
        return 0
    waiting = Conversation.objects.filter(
        stage__in=Conversation.UNDER_WAY, asked_at__lt=at - _AFTER, asked_at__gt=at - _UNTIL, nudged_at=None
    )
    return sum(_nudge(pk, at) for pk in waiting.order_by("asked_at").values_list("pk", flat=True)[:_AT_ONCE])


def _nudge(pk: int, at: datetime) -> int:
    with transaction.atomic():
        waiting = Conversation.objects.select_for_update(of=("self",)).filter(pk=pk, nudged_at=None)
        conversation = waiting.filter(stage__in=Conversation.UNDER_WAY, asked_at__lt=at - _AFTER).first()
        if conversation is None:
            return 0
        exchange = Exchange(conversation, "", at, f"nudge:{pk}:{at.isoformat()}")
        application = application_of(exchange)
        if application is None:
            conversation.let_go()
        elif takes_texts(conversation.number):
            ask_to_resume(exchange, application)
        conversation.nudged_at = at
        conversation.save()
        exchange.finish()
    return 1


register_chore(Chore(name="sms_nudges", label="Remind of applications by text", work=nudge))
