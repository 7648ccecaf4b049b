"""The machine's step that sends a message of a service."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import connection, transaction
from django.utils.translation import gettext as _

from shirehall.capabilities.messages.actions import deliver, write_messages
from shirehall.capabilities.messages.choosing import Choice, choose
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.providers.base import DeliveryError
from shirehall.capabilities.messages.quiet import STILL_AN_ANSWER, answers_somebody, quiet_until
from shirehall.capabilities.messages.reminding import reminder_now, rungs_of
from shirehall.capabilities.messages.texts import SEND_TEXTS
from shirehall.capabilities.messages.wording import matter_of
from shirehall.capabilities.people.api import ways_of
from shirehall.casework.api import StepHandler, StepResult, register_step
from shirehall.casework.models import Step
from shirehall.casework.steps import Delivery

_MUST_ARRIVE = frozenset({"decided", "evidence_wanted", "evidence_refused"})
"""A person who hears nothing of these is harmed, so staff are told where there is no way to send them."""
NOTHING_MORE: Mapping[str, Any] = {}
_ANY_WRITTEN = "SELECT 1 FROM shirehall_messages_message WHERE step_key = %s LIMIT 1"


class SendMessage(StepHandler):
    """Write the permanent copy, then give it to the provider of its channel. Whether that provider is asked before a
    message goes out again is its own declared policy, held by the message and not by the step's count of attempts,
    which starts anew when staff try again."""

    kind = "send_message"
    label = "Send a message"
    delivery: ClassVar[Delivery] = "look_first"
    options: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "required": ["message", "channels"],
        "properties": {
            "message": {"type": "string"},
            "channels": {"type": "array", "items": {"enum": ["email", "sms", "letter"]}},
            "decision": {"type": "integer"},
            "evidence": {"type": "array", "items": {"type": "string"}},
            "rung": {"type": "integer"},
        },
    }

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """Send what has not gone out yet."""
        if step.case is None:
            return StepResult("give_up", error=_("a message of a service needs a case"))
        given = step.payload
        ways = ways_of(step.case, at=at)
        matter = matter_of(
            step.case, decision=given.get("decision", 0), evidence=given.get("evidence", ()), language=ways.language
        )  # fmt: skip
        template = next(
            (each for each in matter.version.service.messages if each.name == given["message"]), None
        )
        if template is None:
            return StepResult(
                "give_up", error=_("the service has no message %(name)s") % {"name": given["message"]}
            )
        messages = _written(step.key)
        choice = Choice(())
        if not messages:
            asked_for = tuple(given.get("channels", ()))
            choice = choose(
                step.case, template, asked_for=asked_for, version=matter.version, answers=matter.answers, ways=ways
            )  # fmt: skip
            if not choice.sends:
                return _nowhere(template.on, template.name)
            if (
                "sms" in choice.channels
                and (until := quiet_until(at))
                and not answers_somebody(step.case, at)
            ):
                return StepResult("wait", not_before=until)
            with transaction.atomic():
                if step.evidence and template.on == "reminder":
                    reminder = reminder_now(step, matter, template, choice, ways=ways, at=at)
                    if reminder.left_out:
                        return _left_out(step, reminder.left_out)
                    matter, choice = reminder.matter, reminder.choice
                messages = write_messages(
                    matter=matter, template=template, sends=choice.sends, step_key=step.key, at=at,
                    large_print=ways.large_print,
                )  # fmt: skip
        more = {"reminders": rungs_of(step, messages[0].evidence, at)} if step.evidence else {}
        return _send_all(messages, choice, at, more)


def _left_out(step: Step, because: str) -> StepResult:
    """Nothing was to be said: a record of why, for who asks where the reminder is."""
    payload = {"because": because, "reminders": {step.evidence: step.payload.get("rung", 0)}}
    return StepResult("done", event="reminder_left_out", payload=payload)


class SendTexts(StepHandler):
    """Give texts that are written already to their provider, in their order."""

    kind = SEND_TEXTS
    label = "Send text messages"
    delivery: ClassVar[Delivery] = "look_first"
    options: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "required": ["messages"],
        "properties": {"messages": {"type": "array", "items": {"type": "string"}}},
    }

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """Send those that have not gone out. What was disposed of meanwhile is not missed."""
        keys = list(step.payload["messages"])
        found = {each.key: each for each in Message.objects.filter(key__in=keys, disposed_at=None)}
        messages = [found[key] for key in keys if key in found]
        if not messages:
            return StepResult("done")
        # An answer that is late by hours, since no worker ran, would wake somebody up.
        late = all(each.created_at < at - STILL_AN_ANSWER for each in messages)
        if late and (until := quiet_until(at)):
            return StepResult("wait", not_before=until)
        return _send_all(messages, Choice(()), at)


def _written(step_key: str) -> list[Message]:
    """What was written at an earlier attempt. Seldom anything, and to ask that costs a tenth of reading it."""
    with connection.cursor() as cursor:
        cursor.execute(_ANY_WRITTEN, [step_key])
        if cursor.fetchone() is None:
            return []
    return list(Message.objects.select_related("document").filter(step_key=step_key).order_by("id"))


def _nowhere(event: str, name: str) -> StepResult:
    error = _("there is no email address, mobile number or address for the message “%(name)s”") % {
        "name": name
    }
    if event in _MUST_ARRIVE:
        return StepResult("give_up", error=error)
    return StepResult("done", event="message_not_possible", payload={"message": name})


def _send_all(
    messages: Sequence[Message], choice: Choice, at: datetime, more: Mapping[str, Any] = NOTHING_MORE
) -> StepResult:
    errors: list[DeliveryError] = []
    for message in messages:
        try:
            deliver(message, at=at)
        except DeliveryError as error:
            errors.append(error)
    gone = [message for message in messages if message.state in Message.GONE_OUT]
    if any(error.temporary for error in errors):
        return StepResult("try_again", error=_words(errors))
    if not gone:
        return StepResult("give_up", error=_words(errors))
    payload = {**_payload(messages, gone, choice), **more}
    return StepResult("done", event="message_sent", payload=payload, error=_words(errors))


def _payload(messages: Sequence[Message], gone: Sequence[Message], choice: Choice) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "message": gone[0].template,
        "subject": next((each.subject for each in gone if each.subject), ""),
        "channels": [*dict.fromkeys(each.channel for each in gone)],
        "messages": [each.key for each in gone],
        "held": all(each.state == Message.State.HELD for each in gone),
    }
    if choice.instead_of:
        payload["instead_of"] = choice.instead_of
    if any(each.recipient for each in gone):
        payload["to_representative"] = "alone" if all(each.recipient for each in gone) else "too"
    failed = [each.channel for each in messages if each not in gone]
    return {**payload, "failed": failed} if failed else payload


def _words(errors: Sequence[DeliveryError]) -> str:
    return "; ".join(str(error) for error in errors)[:500]


register_step(SendMessage())
register_step(SendTexts())
