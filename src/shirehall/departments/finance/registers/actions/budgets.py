"""Budget codes, and the limits of who may spend."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shirehall.departments.finance.registers.models import BudgetCode, BudgetHolder
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.recording import keep, note_change, put
from shirehall.departments.finance.registers.rules import same_officer

_LONGEST_LINE = 20


def set_budget(
    *, code: str, authority: str, year: int, by: str, at: datetime, **values: Any
) -> tuple[BudgetCode, str]:
    """A budget code of a year, as it shall be; gives it and "added", "changed" or "same". `values`: title, budget in
    pence, spent in pence, holder, accountant, is_open. A new one needs title and budget. Raises RegisterError."""
    code = code.strip().upper()
    if not code:
        raise RegisterError(_("Give the code"), {"code": _("Give the code")})
    with transaction.atomic():
        kept = (
            BudgetCode.objects.select_for_update().filter(code=code, authority=authority, year=year).first()
        )
        if kept is None:
            if missing := [name for name in ("title", "budget") if values.get(name) in (None, "")]:
                raise RegisterError(
                    _("Something is missing."), dict.fromkeys(missing, _("Needed for a new code"))
                )
            kept = BudgetCode.objects.create(code=code, authority=authority, year=year, **values)
            keep("budget", kept.pk, "added", by=by, at=at)
            note_change("budget", kept.pk, at)
            return kept, "added"
        changed = put(kept, values)
        if not changed:
            return kept, "same"
        kept.save(update_fields=list(changed))
        keep("budget", kept.pk, "changed", values=changed, by=by, at=at)
        note_change("budget", kept.pk, at)
    return kept, "changed"


def set_holder(
    *, officer: str, authority: str, limit: int, by: str, at: datetime, manager: str = ""
) -> tuple[BudgetHolder, str]:
    """What an officer may spend for a council, an invoice, in pence, and who is asked next; gives it and "added",
    "changed" or "same". Raises RegisterError: their own limit, one below nought, managers in a ring."""
    if same_officer(officer, by):
        # Who pays invoices would otherwise say themselves what they may approve.
        own = _("Another officer sets your own limit")
        raise RegisterError(own, {"officer": own})
    if limit < 0:
        raise RegisterError(_("The limit is below nought"), {"limit": _("The limit is below nought")})
    if manager and _is_ring(officer, manager, authority):
        ring = _("These managers would go round in a ring")
        raise RegisterError(ring, {"manager": ring})
    with transaction.atomic():
        kept = BudgetHolder.objects.select_for_update().filter(officer=officer, authority=authority).first()
        if kept is None:
            kept = BudgetHolder.objects.create(
                officer=officer, authority=authority, limit=limit, manager=manager
            )
            how, changed = "added", {}
        else:
            changed = put(kept, {"limit": limit, "manager": manager})
            if not changed:
                return kept, "same"
            kept.save()
            how = "changed"
        keep("holder", kept.pk, how, values=changed, by=by, at=at)
        held = BudgetCode.objects.filter(holder=officer, authority=authority)
        for number in held.values_list("pk", flat=True):
            note_change("budget", number, at)
    return kept, how


def _is_ring(officer: str, manager: str, authority: str) -> bool:
    managers = dict(BudgetHolder.objects.filter(authority=authority).values_list("officer", "manager"))
    managers[officer] = manager
    place = manager
    for _step in range(_LONGEST_LINE):
        if same_officer(place, officer):
            return True
        place = managers.get(place, "")
        if not place:
            return False
    return True
