"""Officers who are away, and who answers for them."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shirehall.casework.api import local_date
from shirehall.departments.finance.registers.models import Absence
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.recording import keep
from shirehall.departments.finance.registers.rules import same_officer

_MOST = 50


def add_absence(
    *, officer: str, delegate: str, from_on: date, until_on: date | None, by: str, at: datetime
) -> Absence:
    """While `officer` is away, `delegate` answers; both days are included, no last day is until further notice. Raises
    RegisterError: nobody or themselves, days the wrong way, days past, another absence in these days, and a delegate
    whose own stand-in would lead back."""
    fields: dict[str, str] = {}
    if not delegate:
        fields["delegate"] = _("Say who answers")
    elif same_officer(officer, delegate):
        fields["delegate"] = _("Nobody stands in for themselves")
    if until_on and until_on < from_on:
        fields["until_on"] = _("The last day is before the first")
    elif until_on and until_on < local_date(at):
        fields["until_on"] = _("These days are past")
    if fields:
        raise RegisterError(next(iter(fields.values())), fields)
    with transaction.atomic():
        standing = list(_overlapping(from_on, until_on).select_for_update())
        if any(same_officer(each.officer, officer) for each in standing):
            twice = _("There is an absence in these days already. End that one first.")
            raise RegisterError(twice, {"from_on": twice})
        if _leads_back(officer, delegate, standing):
            ring = _("Who answers for %(name)s would be you again. Choose somebody else.") % {
                "name": delegate
            }
            raise RegisterError(ring, {"delegate": ring})
        absence = Absence.objects.create(
            officer=officer, delegate=delegate, from_on=from_on, until_on=until_on, by=by, at=at
        )
        keep("absence", absence.pk, "added", by=by, at=at)
    return absence


def end_absence(*, absence: Absence, by: str, at: datetime) -> None:
    """The officer is back: one that has not begun goes, one under way ends yesterday."""
    today = local_date(at)
    with transaction.atomic():
        kept = Absence.objects.select_for_update().get(pk=absence.pk)
        keep("absence", kept.pk, "ended", by=by, at=at, note=f"{kept.officer}: {kept.delegate}")
        if kept.from_on >= today:
            kept.delete()
            return
        kept.until_on = date.fromordinal(today.toordinal() - 1)
        kept.save(update_fields=["until_on"])


def _overlapping(from_on: date, until_on: date | None) -> QuerySet[Absence]:
    found = Absence.objects.filter(Q(until_on=None) | Q(until_on__gte=from_on))
    return found if until_on is None else found.filter(from_on__lte=until_on)


def _leads_back(officer: str, delegate: str, standing: list[Absence]) -> bool:
    reached, more = {delegate.casefold()}, True
    while more and len(reached) < _MOST:
        found = {each.delegate.casefold() for each in standing if each.officer.casefold() in reached}
        more = not found <= reached
        reached |= found
    return officer.casefold() in reached
