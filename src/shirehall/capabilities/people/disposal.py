"""What we know of a person's way goes with the last of their cases."""

from collections.abc import Sequence

from shirehall.capabilities.people.models import Person, PersonCase
from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Case


def dispose_of_case(case: Case) -> None:
    """Forget the links of a case, and every person who has no other case that is still kept."""
    ids = list(PersonCase.objects.filter(case=case).values_list("person_id", flat=True))
    # One after the other in one order: the last two cases of a person may end at the same moment.
    people = list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    PersonCase.objects.filter(case=case).delete()
    for person in people:
        kept = PersonCase.objects.filter(person=person, state=PersonCase.State.LINKED, case__disposed_at=None)
        if not kept.exists():
            person.delete()


def _no_documents(ids: Sequence[str]) -> None:
    """Documents are not kept here."""


register_disposer(
    Disposer(
        name="people", label="How people are reached", dispose=_no_documents, dispose_of_case=dispose_of_case
    )
)
