"""What every writer leaves behind: who did what, and that invoices may go on."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from shirehall.departments.finance.registers.models import RegisterChange, RegisterEvent
from shirehall.departments.finance.registers.rules import masked

WAITED_FOR = ("supplier", "order", "agreement", "budget", "ledger")
"""The kinds of records that an invoice may wait for."""
_MASKED = ("account_number",)


def note_change(kind: str, key: int, at: datetime) -> None:
    """Say that invoices may be waiting for this record. Call it in the transaction of the change."""
    if kind not in WAITED_FOR:
        raise ValueError(f"no invoice waits for {kind!r}")
    RegisterChange.objects.create(kind=kind, key=key, at=at)


def keep(
    kind: str,
    key: int,
    what: str,
    *,
    by: str,
    at: datetime,
    values: Mapping[str, tuple[Any, Any]] | None = None,
    note: str = "",
) -> None:
    """Keep who did what. `values` are column: (before, after)."""
    told = {name: [_told(name, each) for each in pair] for name, pair in (values or {}).items()}
    RegisterEvent.objects.create(kind=kind, key=key, what=what, values=told, note=note[:300], by=by, at=at)


def put(record: Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set columns; gives those that are other than before, with both values. Nothing is saved."""
    changed: dict[str, tuple[Any, Any]] = {}
    for name, value in values.items():
        before = getattr(record, name)
        if before != value:
            changed[name] = (before, value)
            setattr(record, name, value)
    return changed


def _told(name: str, value: Any) -> Any:
    if name in _MASKED:
        return masked(str(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Model):
        return str(value)
    return value
