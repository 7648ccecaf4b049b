"""The run log: rows are added under the run's lock, each with a hash of the one before."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shirehall.casework.canonical import canonical, digest
from shirehall.departments.finance.payments.models import PaymentRun, RunEvent


def note_event(
    run: PaymentRun, kind: str, *, by: str, at: datetime, payload: Mapping[str, Any] | None = None
) -> RunEvent:
    """Add a row. Whoever calls holds the run's lock, or has just made it."""
    last = RunEvent.objects.filter(run=run).order_by("-sequence").first()
    event = RunEvent(
        run=run, sequence=last.sequence + 1 if last else 1, kind=kind, by=by, at=at, payload=dict(payload or {}),
        previous=last.hash if last else "",
    )  # fmt: skip
    event.hash = _hash(event)
    event.save(force_insert=True)
    return event


def verify_log(run: PaymentRun) -> str:
    """What does not hold in a run's log, in words; empty where all does."""
    previous = ""
    for place, event in enumerate(run.events.order_by("sequence"), 1):
        if event.sequence != place or event.previous != previous or event.hash != _hash(event):
            return f"The log of run {run.name} was changed at row {place}."
        previous = event.hash
    return ""


def _hash(event: RunEvent) -> str:
    return digest(
        canonical(
            {
                "run": event.run_id, "sequence": event.sequence, "kind": event.kind, "by": event.by,
                "at": event.at.astimezone(UTC).isoformat(), "payload": event.payload, "previous": event.previous,
            }
        )
    )  # fmt: skip
