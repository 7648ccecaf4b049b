"""Reading messages."""

from dataclasses import dataclass
from datetime import datetime

from shirehall.capabilities.messages.choosing import choose
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.wording import matter_of
from shirehall.capabilities.people.api import ways_of
from shirehall.casework.models import Case

PAGE = 25


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as pages show it. `state` is Message.State; `document_id` a letter's PDF; `to` and `error` are empty
    for the resident where they say nothing new."""

    key: str
    channel: str
    template: str
    event: str
    subject: str
    text: str
    to: str
    state: str
    at: datetime
    sms_length: int
    sms_parts: int
    document_id: str
    error: str
    to_representative: bool = False


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """One page of the outbox, newest first. `newer` and `older` are keys of the next pages, or None."""

    messages: tuple[Message, ...]
    newer: int | None
    older: int | None


def for_case(case: Case, *, for_resident: bool = False) -> list[SentMessage]:
    """The messages of a case, newest first. A resident sees those that went out, without what staff need to know."""
    rows = Message.objects.filter(case=case, disposed_at=None).order_by("-id")
    if for_resident:
        # What went to who acts for the person says where that one is reached.
        rows = rows.filter(state__in=Message.GONE_OUT, recipient="")
    return [_shown(row, for_resident) for row in rows]


def message_called(key: str) -> Message | None:
    """One message with its letter and case."""
    return Message.objects.select_related("document", "case").filter(key=key).first()


def outbox_page(*, before: int | None = None, after: int | None = None) -> OutboxPage:
    """A page of all messages by keyset: those older than `before`, or newer than `after`."""
    rows = Message.objects.select_related("document", "case").filter(disposed_at=None)
    if after is not None:
        found = list(rows.filter(id__gt=after).order_by("id")[: PAGE + 1])
        more_newer, more_older = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    else:
        found = list((rows.filter(id__lt=before) if before is not None else rows).order_by("-id")[: PAGE + 1])
        more_newer, more_older = before is not None, len(found) > PAGE
        found = found[:PAGE]
    if not found:
        return OutboxPage((), None, None)
    return OutboxPage(tuple(found), found[0].pk if more_newer else None, found[-1].pk if more_older else None)


def _shown(row: Message, for_resident: bool) -> SentMessage:
    return SentMessage(
        key=row.key, channel=row.channel, template=row.template, event=row.event, subject=row.subject, text=row.text,
        to=row.to, state=row.state, at=row.sent_at or row.created_at, sms_length=row.sms_length,
        sms_parts=row.sms_parts, document_id=row.document_id or "", error="" if for_resident else row.error,
        to_representative=bool(row.recipient),
    )  # fmt: skip


def channels_of_decision(case: Case, *, at: datetime) -> tuple[str, ...]:
    """The channels by which the person hears of the decision as it stands; empty where there is no way, or no words."""
    ways = ways_of(case, at=at)
    matter = matter_of(case, language=ways.language)
    outcome = matter.decision.outcome if matter.decision else ""
    templates = matter.version.service.messages
    told = next((each for each in templates if each.on == "decided" and outcome in each.outcomes), None)
    told = told or next((each for each in templates if each.on == "received"), None)
    if told is None:
        return ()
    return choose(
        case, told, asked_for=(), version=matter.version, answers=matter.answers, ways=ways
    ).channels
