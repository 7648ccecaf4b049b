"""Reading how people want to be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from shirehall.capabilities.people.finding import linked, person_of
from shirehall.capabilities.people.models import Person, PersonCase, PersonChange, Representative
from shirehall.capabilities.people.ways import Acting, Ways
from shirehall.casework.api import local_date
from shirehall.casework.models import Case


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A person who may be the applicant of a case. `basis` are the codes of what is the same; `references` name the
    cases that are certainly theirs."""

    link_id: int
    basis: tuple[str, ...]
    references: tuple[str, ...]


def ways_of(case: Case, *, at: datetime) -> Ways:
    """How the person of a case wants to be reached, and who acts for them on that day."""
    person = person_of(case, at=at)
    return ways_of_person(person, on=local_date(at)) if person else Ways()


def ways_of_person(person: Person, *, on: date) -> Ways:
    """How a person wants to be reached on a day."""
    return Ways(
        channel=person.channel, channel_at=person.channel_at, format=person.format, language=person.language,
        needs=tuple(person.needs), interpreter_language=person.interpreter_language, need_words=person.need_words,
        acting=tuple(_acting(each) for each in acting_for(person, on=on)),
    )  # fmt: skip


def acting_for(person: Person, *, on: date) -> Sequence[Representative]:
    """Those whose authority holds on a day."""
    holds = Q(until_on=None) | Q(until_on__gte=on)
    rows = Representative.objects.filter(holds, person=person, ended_at=None, from_on__lte=on)
    return list(rows.order_by("pk"))


def representatives_of(person: Person) -> Sequence[Representative]:
    """All who act or acted for a person, the newest first."""
    return list(Representative.objects.filter(person=person).order_by("-pk"))


def changes_of(person: Person) -> Sequence[PersonChange]:
    """The history of what we know of a person's way, the newest first."""
    return list(PersonChange.objects.select_related("case").filter(person=person).order_by("-pk"))


def uncertain_for(case: Case) -> Sequence[Uncertain]:
    """Those who may be the applicant of a case, until an officer has said so or not. Found by `person_of`."""
    if linked(case) is not None:
        return ()
    rows = PersonCase.objects.filter(case=case, state=PersonCase.State.UNCERTAIN).order_by("pk")
    return [_uncertain(row) for row in rows]


def other_cases(case: Case) -> Sequence[str]:
    """References of the other cases of the same person."""
    standing = linked(case)
    if standing is None:
        return ()
    rows = PersonCase.objects.filter(person=standing.person_id, state=PersonCase.State.LINKED).exclude(
        case=case
    )
    return list(rows.filter(case__disposed_at=None).order_by("-pk").values_list("case__reference", flat=True))


def link_of(case: Case) -> PersonCase | None:
    """The link that stands between a case and its person."""
    return linked(case)


def _uncertain(row: PersonCase) -> Uncertain:
    theirs = PersonCase.objects.filter(person=row.person_id, state=PersonCase.State.LINKED).order_by("-pk")
    references = theirs.filter(case__disposed_at=None).values_list("case__reference", flat=True)
    return Uncertain(row.pk, tuple(row.basis), tuple(references))


def _acting(row: Representative) -> Acting:
    return Acting(
        id=row.pk, name=row.name, relation=row.relation, authority=row.authority, email=row.email,
        telephone=row.telephone, address=row.address, copies=row.copies, until_on=row.until_on,
    )  # fmt: skip
