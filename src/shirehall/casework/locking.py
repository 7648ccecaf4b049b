"""Taking a case's lock, which every change to it holds."""

from django.utils.translation import gettext as _

from shirehall.casework.models import Case
from shirehall.casework.problems import StaleCase


def lock_case(case_id: int, seen_sequence: int | None = None) -> Case:
    """The case as it stands, locked until the transaction ends. Raises StaleCase where `seen_sequence` is given and
    more has happened since."""
    case = Case.objects.select_for_update().get(pk=case_id)
    check_seen(case, seen_sequence)
    return case


def check_seen(case: Case, seen_sequence: int | None) -> None:
    """Raises StaleCase where more has happened on a locked case than was seen."""
    if seen_sequence is not None and case.last_sequence != seen_sequence:
        raise StaleCase(
            _("Somebody else has changed this case since you opened it. Look at it again, then decide.")
        )
