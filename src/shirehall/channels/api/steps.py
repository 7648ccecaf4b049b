"""The machine's step that tells a partner what happened to a case it sent."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse

from shirehall.casework.api import StepHandler, StepResult, register_step
from shirehall.casework.models import Step
from shirehall.casework.steps import Delivery
from shirehall.channels.api.keys import webhook_secrets
from shirehall.channels.api.models import Partner
from shirehall.channels.api.settings import api_settings
from shirehall.channels.api.webhooks.addresses import AddressRefused, target_of
from shirehall.channels.api.webhooks.calling import CallFailed, call
from shirehall.channels.api.webhooks.planning import KIND
from shirehall.channels.api.webhooks.signing import signed_headers


class CallWebhook(StepHandler):
    """Post a signed event to the partner's address. It says which case and what kind of thing: nothing of anybody's
    matter leaves before the partner asks for it with its key."""

    kind = KIND
    label = "Tell a partner"
    delivery: ClassVar[Delivery] = "at_least_once"
    options: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "required": ["partner", "type", "at"],
        "properties": {"partner": {"type": "integer"}, "type": {"type": "string"}, "at": {"type": "string"}},
    }

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """Post it, once more if need be."""
        partner = Partner.objects.filter(pk=step.payload["partner"]).first()
        if partner is None or not partner.webhook_address or step.case is None:
            return StepResult("done", event="webhook_not_wanted")
        chosen = api_settings()
        body = event_body(step)
        headers = signed_headers(
            webhook_secrets(partner, at=at), message_id=event_id(step), second=int(at.timestamp()), body=body
        )
        try:
            target = target_of(partner.webhook_address, private=chosen.webhook_private)
            status = call(target, body, headers, seconds=chosen.webhook_seconds)
        except AddressRefused as error:
            return StepResult("give_up", error=f"{partner.name}: {error}")
        except CallFailed as error:
            return StepResult("try_again", error=f"{partner.name}: {error}")
        if 200 <= status < 300:
            told = {"partner": partner.code, "type": step.payload["type"]}
            return StepResult("done", event="partner_told", payload=told)
        return StepResult("try_again", error=f"{partner.name}: its server answered {status}")


def event_id(step: Step) -> str:
    """The event's id: the same at every attempt."""
    return "evt_" + hashlib.sha256(step.key.encode()).hexdigest()[:32]


def event_body(step: Step) -> bytes:
    """What is posted."""
    case = step.case
    assert case is not None
    data = {
        "reference": case.reference, "service": case.service, "authority": case.authority,
        "case": reverse("api_case", args=[case.reference]),
    }  # fmt: skip
    return json.dumps({"type": step.payload["type"], "timestamp": step.payload["at"], "data": data}).encode()


register_step(CallWebhook())
