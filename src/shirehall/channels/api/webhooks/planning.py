"""Finds what happened to partners' cases since they were told, and plans a step for each."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, Subquery

from shirehall.casework.api import plan_step
from shirehall.casework.models import Case, Event
from shirehall.channels.api.models import ApiKey, Partner, PartnerCase, WebhookPosition

KIND = "call_webhook"
TYPES: Mapping[str, str] = {
    "decided": "case.decided",
    "evidence_wanted": "case.evidence_wanted",
    "evidence_refused": "case.evidence_wanted",
    "closed": "case.closed",
    "withdrawn": "case.closed",
}
"""Kind of event -> what the partner is told."""
_AT_ONCE = 100
_SETTLED_AFTER = timedelta(minutes=5)


def set_webhook(*, partner: Partner, address: str) -> None:
    """Send events there from now on; empty for nowhere. What happened before is not told."""
    with transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(webhook_address=address)
        now = Case.objects.filter(pk=OuterRef("case")).values("last_sequence")
        PartnerCase.objects.filter(partner=partner).update(told_up_to=Subquery(now))
    partner.webhook_address = address


def plan_webhooks(at: datetime) -> int:
    """Plan a step for each event that a partner is to be told of. Gives how many. Any number of workers may do this at
    once: who moves a case's mark on plans for it."""
    if not Partner.objects.exclude(webhook_address="").exists():
        return 0
    position = _position()
    rows = list(
        Event.objects.filter(
            id__gt=position.seen_up_to, kind__in=TYPES, sequence__gt=F("case__of_partner__told_up_to"),
            case__of_partner__partner__webhook_address__gt="",
        )
        .select_related("case__of_partner")
        .order_by("case_id", "sequence")[:_AT_ONCE]
    )  # fmt: skip
    keys = _keys({row.case.of_partner.partner_id for row in rows if row.case}, at)
    planned = sum(
        _plan(list(events), keys, at) for _case, events in groupby(rows, key=lambda row: row.case_id)
    )
    if len(rows) < _AT_ONCE:
        _move_on(position, at)
    return planned


def _plan(events: list[Event], keys: Mapping[int, list[ApiKey]], at: datetime) -> int:
    case = events[0].case
    assert case is not None
    of_partner: PartnerCase = case.of_partner
    wanted = any(
        key.may("webhook", service=case.service, authority=case.authority)
        for key in keys.get(of_partner.partner_id, ())
    )
    with transaction.atomic():
        mark = PartnerCase.objects.filter(pk=of_partner.pk, told_up_to=of_partner.told_up_to)
        if not mark.update(told_up_to=events[-1].sequence) or not wanted:
            return 0
        for event in events:
            plan_step(
                kind=KIND, case=case, at=at, key=f"webhook:{case.pk}:{event.sequence}",
                payload={
                    "partner": of_partner.partner_id, "type": TYPES[event.kind],
                    "at": event.at.isoformat(timespec="seconds"),
                },
            )  # fmt: skip
    return len(events)


def _keys(partners: Iterable[int], at: datetime) -> dict[int, list[ApiKey]]:
    found: dict[int, list[ApiKey]] = {}
    works = Q(expires_at=None) | Q(expires_at__gt=at)
    for key in ApiKey.objects.filter(works, partner__in=list(partners), revoked_at=None):
        found.setdefault(key.partner_id, []).append(key)
    return found


def _position() -> WebhookPosition:
    found = WebhookPosition.objects.order_by("id").first()
    return found or WebhookPosition.objects.create(seen_up_to=0)


def _move_on(position: WebhookPosition, at: datetime) -> None:
    """What is old enough is looked through for good: no transaction that began before it is still open."""
    settled = Event.objects.filter(id__gt=position.seen_up_to, at__lte=at - _SETTLED_AFTER)
    last = settled.aggregate(last=Max("id"))["last"]
    if last is not None:
        WebhookPosition.objects.filter(pk=position.pk, seen_up_to__lt=last).update(seen_up_to=last)
