"""New bank details of a supplier, under the rule of two: asked, called back on the number on file, confirmed by a
second officer, held, and only then in force."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shirehall.departments.finance.registers.models import BankChange, Supplier
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.recording import keep, note_change
from shirehall.departments.finance.registers.rules import account_of, is_one_of, masked, telephone_is_settled
from shirehall.departments.finance.registers.settings import registers_settings

_AT_ONCE = 50
MACHINE = "machine"


def ask_bank_change(
    *,
    supplier: Supplier,
    sort_code: str,
    account_number: str,
    reason: str,
    by: str,
    at: datetime,
    account_name: str = "",
) -> BankChange:
    """An officer asks that a supplier be paid elsewhere, or for the first time. Nothing changes yet. `reason` says how
    the officer knows. Raises RegisterError: no account, no reason, the same details, another change on its way."""
    account = account_of(sort_code + account_number)
    fields: dict[str, str] = {}
    if account is None:
        fields["sort_code"] = _("Give a sort code of six digits and an account number of eight")
    if not reason.strip():
        fields["reason"] = _("Say how you know of the new details")
    if account is None or fields:
        raise RegisterError(_("Something is missing."), fields)
    if (supplier.sort_code, supplier.account_number) == account:
        same = _("These are the details that we hold")
        raise RegisterError(same, {"account_number": same})
    try:
        with transaction.atomic():
            change = BankChange.objects.create(
                supplier=supplier, sort_code=account[0], account_number=account[1],
                account_name=account_name.strip()[:100],
                reason=reason.strip()[:300], asked_by=by, asked_at=at,
            )  # fmt: skip
            _keep(change, "bank asked", by, at, reason)
    except IntegrityError as error:
        waiting = _("Another change of this supplier's bank details is on its way. End that one first.")
        raise RegisterError(waiting) from error
    return change


def why_no_call(supplier: Supplier, at: datetime) -> str:
    """Why the number on file may not be called about bank details now; empty where it may."""
    days = registers_settings().telephone_days
    if not supplier.telephone:
        return _(
            "There is no telephone number on file. Put one in the register that you did not get with this request."
        )
    if not telephone_is_settled(supplier.telephone_since, at, days):
        return ngettext(
            "The number on file was changed less than %(days)d day ago. It may not be used for this call.",
            "The number on file was changed less than %(days)d days ago. It may not be used for this call.",
            days,
        ) % {"days": days}
    return ""


def record_call(*, change: BankChange, person: str, by: str, at: datetime) -> None:
    """That an officer called the number on file and `person` there said the new details are right. The number is the
    register's: none is given. Raises RegisterError."""
    if not person.strip():
        raise RegisterError(_("Say whom you spoke to"), {"person": _("Say whom you spoke to")})
    with transaction.atomic():
        kept = _locked(change)
        _must_be(kept, BankChange.State.ASKED)
        if why := why_no_call(kept.supplier, at):
            raise RegisterError(why)
        kept.state = BankChange.State.CALLED
        kept.called_number, kept.called_person = kept.supplier.telephone, person.strip()[:200]
        kept.called_by, kept.called_at = by, at
        kept.save()
        _keep(kept, "bank called", by, at)
    change.refresh_from_db()


def why_no_confirmation(change: BankChange, officer: str) -> str:
    """Why this officer may not confirm the change; empty where they may. A number is as good as who wrote it down: they
    would have somebody else call an accomplice, so that officer is no second pair of eyes, however long ago it was."""
    if is_one_of(officer, [change.asked_by, change.called_by]):
        return _("Another officer must confirm: not who asked, and not who called.")
    if is_one_of(officer, [change.supplier.telephone_by]):
        return _("Another officer must confirm: not who put the number that was called on the register.")
    return ""


def confirm(*, change: BankChange, by: str, at: datetime) -> None:
    """A second officer confirms. The hold begins. Raises RegisterError for who asked, who called, and who wrote the
    number that was called."""
    with transaction.atomic():
        kept = _locked(change)
        _must_be(kept, BankChange.State.CALLED)
        if why := why_no_confirmation(kept, by):
            raise RegisterError(why)
        if kept.called_number != kept.supplier.telephone:
            raise RegisterError(_("The number on file is another than the one that was called. Ask anew."))
        kept.state = BankChange.State.CONFIRMED
        kept.confirmed_by, kept.confirmed_at = by, at
        kept.hold_until = at + timedelta(days=registers_settings().bank_hold_days)
        kept.save()
        _keep(kept, "bank confirmed", by, at)
    change.refresh_from_db()


def refuse(*, change: BankChange, because: str, by: str, at: datetime) -> None:
    """End a change that is on its way, also in its hold; the details stay as they are. Raises RegisterError."""
    if not because.strip():
        raise RegisterError(_("Say why"), {"because": _("Say why")})
    with transaction.atomic():
        kept = _locked(change)
        if kept.state not in BankChange.WAITING:
            raise RegisterError(_("This change is at its end already."))
        kept.state, kept.refused_because = BankChange.State.REFUSED, because.strip()[:300]
        kept.ended_by, kept.ended_at = by, at
        kept.save()
        _keep(kept, "bank refused", by, at, because)
    change.refresh_from_db()


def put_in_force(*, at: datetime) -> int:
    """Put in force what was confirmed and whose hold has run out; gives how many. A chore: each change by itself, so
    that one is never the others' end."""
    due = BankChange.objects.filter(state=BankChange.State.CONFIRMED, hold_until__lte=at).order_by(
        "hold_until"
    )
    return sum(_put_in_force(number, at) for number in due.values_list("pk", flat=True)[:_AT_ONCE])


def _put_in_force(number: int, at: datetime) -> int:
    with transaction.atomic():
        change = (
            BankChange.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=number).first()
        )
        if change is None or change.state != BankChange.State.CONFIRMED:
            return 0
        supplier = Supplier.objects.select_for_update().get(pk=change.supplier_id)
        supplier.sort_code, supplier.account_number = change.sort_code, change.account_number
        supplier.account_name = change.account_name
        supplier.bank_by = list(dict.fromkeys([change.asked_by, change.called_by, change.confirmed_by]))
        supplier.bank_since = at
        supplier.version += 1
        supplier.save()
        change.state, change.ended_by, change.ended_at = BankChange.State.IN_FORCE, MACHINE, at
        change.save()
        _keep(change, "bank in force", MACHINE, at)
    return 1


def _locked(change: BankChange) -> BankChange:
    return BankChange.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=change.pk)


def _must_be(change: BankChange, state: BankChange.State) -> None:
    if change.state != state:
        raise RegisterError(_("Somebody has gone on with this change since. Look at it again."))


def _keep(change: BankChange, what: str, by: str, at: datetime, note: str = "") -> None:
    # An invoice may wait for any of these: whether a change is on its way is what check 3 asks.
    told = f"{masked(change.account_number)} {note.strip()}".strip()
    keep("supplier", change.supplier_id, what, note=told, by=by, at=at)
    note_change("supplier", change.supplier_id, at)
