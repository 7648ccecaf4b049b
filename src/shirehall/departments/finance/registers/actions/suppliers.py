"""Suppliers: added, changed, put on hold, closed and opened again. Their bank details are not touched here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shirehall.departments.finance.registers.models import Supplier
from shirehall.departments.finance.registers.problems import RegisterError, StaleSupplier
from shirehall.departments.finance.registers.recording import keep, note_change, put
from shirehall.departments.finance.registers.rules import vat_key

DETAILS = (
    "authority", "name", "other_names", "company_number", "vat_number", "address", "telephone", "email",
    "remittance_email", "paid_by", "payment_days", "discount_percent", "discount_days", "construction", "is_person",
    "trade",
)  # fmt: skip
"""What `add_supplier` and `change_supplier` may set."""


def add_supplier(*, code: str, values: Mapping[str, Any], by: str, at: datetime) -> Supplier:
    """A new supplier, active, without bank details. `values` are columns of DETAILS; `name` must be among them.
    Raises RegisterError."""
    code = code.strip().upper()
    given = _details(values)
    fields = {} if code else {"code": _("Give the supplier a code")}
    if not given.get("name"):
        fields["name"] = _("Give the supplier's name")
    if fields:
        raise RegisterError(_("Something is missing."), fields)
    try:
        with transaction.atomic():
            supplier = Supplier(code=code, made_by=by, made_at=at, telephone_by=by, **given)
            supplier.save(force_insert=True)
            keep("supplier", supplier.pk, "added", by=by, at=at)
            note_change("supplier", supplier.pk, at)
    except IntegrityError as error:
        taken = _("There is a supplier of this code")
        raise RegisterError(taken, {"code": taken}) from error
    return supplier


def change_supplier(
    *, supplier: Supplier, values: Mapping[str, Any], by: str, at: datetime, seen: int | None = None
) -> bool:
    """Change details of a supplier; gives whether anything is other than before. `seen` is the version that was looked
    at. Raises StaleSupplier where it moved since, RegisterError for a column that is not of DETAILS."""
    given = _details(values)
    with transaction.atomic():
        kept = _locked(supplier)
        if seen is not None and kept.version != seen:
            raise StaleSupplier(_("Somebody has changed this supplier since. Look at it again."))
        changed = put(kept, given)
        if not changed:
            return False
        if "telephone" in changed:
            kept.telephone_by, kept.telephone_since = by, at
        kept.version += 1
        kept.save()
        keep("supplier", kept.pk, "changed", values=changed, by=by, at=at)
        note_change("supplier", kept.pk, at)
    supplier.refresh_from_db()
    return True


def hold_supplier(*, supplier: Supplier, because: str, by: str, at: datetime) -> None:
    """Pay nothing to a supplier until it is opened again. Raises RegisterError without a reason."""
    _stand(supplier, Supplier.Standing.ON_HOLD, because, by, at)


def close_supplier(*, supplier: Supplier, because: str, by: str, at: datetime) -> None:
    """Buy from a supplier no more. Raises RegisterError without a reason."""
    _stand(supplier, Supplier.Standing.CLOSED, because, by, at)


def reopen_supplier(*, supplier: Supplier, because: str, by: str, at: datetime) -> None:
    """Use a supplier again. Raises RegisterError without a reason."""
    _stand(supplier, Supplier.Standing.ACTIVE, because, by, at)


_DEEDS = {
    Supplier.Standing.ON_HOLD: "held",
    Supplier.Standing.CLOSED: "closed",
    Supplier.Standing.ACTIVE: "reopened",
}


def _stand(supplier: Supplier, standing: Supplier.Standing, because: str, by: str, at: datetime) -> None:
    because = because.strip()[:300]
    if not because:
        raise RegisterError(_("Say why"), {"because": _("Say why")})
    with transaction.atomic():
        kept = _locked(supplier)
        changed = put(kept, {"standing": standing.value, "standing_because": because})
        if "standing" in changed:
            kept.version += 1
            kept.save()
            keep("supplier", kept.pk, _DEEDS[standing], note=because, by=by, at=at)
            note_change("supplier", kept.pk, at)
    supplier.refresh_from_db()


def _locked(supplier: Supplier) -> Supplier:
    return Supplier.objects.select_for_update().get(pk=supplier.pk)


def _details(values: Mapping[str, Any]) -> dict[str, Any]:
    strange = sorted(set(values) - set(DETAILS))
    if strange:
        raise RegisterError(_("%(name)s cannot be set here.") % {"name": strange[0]})
    given = dict(values)
    if "vat_number" in given:
        given["vat_number"] = vat_key(given["vat_number"])
    return given
