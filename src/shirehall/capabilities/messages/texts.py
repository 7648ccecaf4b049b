"""Single texts that are no template's: what a conversation says. Each has its permanent copy, with its length and its
parts, and goes out by a step, so that it survives whatever happens to the process that wrote it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shirehall.capabilities.messages.actions import new_message
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.rendering import Rendered
from shirehall.capabilities.messages.sms import plain_signs
from shirehall.casework.api import plan_step
from shirehall.casework.models import Case, Draft, Step

SEND_TEXTS = "send_texts"


def write_text(
    *, key: str, to: str, text: str, template: str, at: datetime, event: str = "conversation", authority: str = "",
    case: Case | None = None, draft: Draft | None = None,
) -> Message:  # fmt: skip
    """The copy of a text to a number (+447...), not sent yet. `key` is 32 hexadecimal signs (see message_key): the same
    key gives the same message."""
    return new_message(
        key=key, rendered=Rendered("sms", "", plain_signs(text)), to=to, authority=authority, at=at,
        template=template, event=event, case=case, draft=draft,
    )  # fmt: skip


def plan_texts(
    messages: Sequence[Message], *, at: datetime, not_before: datetime | None = None, case: Case | None = None
) -> Step:
    """Have texts sent, one after the other, within the caller's transaction. With `case` it shows on its record, and
    staff are told where they cannot be sent."""
    payload = {"messages": [each.key for each in messages]}
    return plan_step(kind=SEND_TEXTS, payload=payload, at=at, case=case, not_before=not_before)


def texts_about_cases(number: str, *, at: datetime, within: timedelta) -> list[Message]:
    """What was texted to a number about cases of late, the newest first; of each case its newest, with the case."""
    rows = Message.objects.select_related("case").filter(
        channel="sms", to=number, case__isnull=False, state__in=Message.GONE_OUT, created_at__gt=at - within
    )
    newest: dict[int, Message] = {}
    for row in rows.order_by("-id"):
        if row.case_id is not None:
            newest.setdefault(row.case_id, row)
    return list(newest.values())


def texts_to(number: str, *, after: int = 0, limit: int = 50) -> list[Message]:
    """The last texts to a number, the oldest first: what its telephone shows. `after` is a message's id."""
    rows = Message.objects.filter(channel="sms", to=number, disposed_at=None, id__gt=after)
    return list(rows.order_by("-id")[:limit])[::-1]
