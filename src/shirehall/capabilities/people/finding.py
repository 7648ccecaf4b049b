"""Which person a case belongs to: the link that stands, else one that is certain, written down when it is found."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from shirehall.capabilities.people.matching import Likeness, compare
from shirehall.capabilities.people.models import Person, PersonCase, PersonChange
from shirehall.casework.api import MACHINE
from shirehall.casework.models import Case

State = PersonCase.State
PROVED = "proved_"
"""Before the contact by which somebody proved, where the link was made, who they are."""


def person_of(case: Case, *, at: datetime) -> Person | None:
    """The person that a case belongs to; None where nobody told us how to reach them. Looks among the cases of
    people whom we know: one who is certainly the same is linked, all others wait for an officer."""
    if case.disposed_at is not None:
        return None
    links = _links_of_alike(case)
    standing = next((link for link in links if link.case_id == case.pk), None)
    if standing is not None:
        return standing.person
    alike = _unsettled(case, links)
    same = [each for each in alike if each[1].verdict == "same" and _shares_proof(case, each[0].person_id)]
    found = same[0] if len({link.person_id for link, _likeness in same}) == 1 else None
    if found is not None:
        link, likeness = found
        return _link(case, link.person, sorted(likeness.same), at)
    for link, likeness in alike:
        if likeness.verdict != "other":
            _leave_to_officer(case, link.person, sorted(likeness.same), at)
    return None


def linked(case: Case) -> PersonCase | None:
    """The link that stands."""
    return PersonCase.objects.select_related("person").filter(case=case, state=State.LINKED).first()


def _links_of_alike(case: Case) -> Sequence[PersonCase]:
    """The links of the case itself and of cases that have a key in common with it. One query: most people have told
    us nothing, and this is asked for every message."""
    keys = Q(case=case)
    for column in ("person_key", "number_key", "email_key"):
        if value := getattr(case, column):
            keys |= Q(**{f"case__{column}": value})
    links = PersonCase.objects.filter(keys, state=State.LINKED)
    return list(links.select_related("person", "case").order_by("pk"))


def _unsettled(case: Case, links: Sequence[PersonCase]) -> Sequence[tuple[PersonCase, Likeness]]:
    """Other cases' links with what is the same, but for those persons about whom something was settled or waits."""
    if not links:
        return ()
    settled = set(PersonCase.objects.filter(case=case).values_list("person_id", flat=True))
    return [(link, compare(case, link.case)) for link in links if link.person_id not in settled]


def _shares_proof(case: Case, person_id: int) -> bool:
    """Whether the case has the contact by which the person proved on the web who they are: what a stranger told in
    somebody's name, with a contact of their own, is never taken for the other's."""
    for link in PersonCase.objects.select_related("case").filter(person=person_id, state=State.LINKED):
        proofs = {code.removeprefix(PROVED) for code in link.basis if code.startswith(PROVED)}
        if proofs and not proofs <= compare(case, link.case).same:
            return False
    return True


def shares_contact(case: Case, contact: str) -> bool:
    """Whether every other case of the same person has the same contact (`email` or `telephone`): then who proved that
    it is theirs may see and change what is kept with the person."""
    standing = linked(case)
    if standing is None:
        return True
    others = PersonCase.objects.filter(person=standing.person_id, state=State.LINKED).exclude(case=case)
    kept = others.filter(case__disposed_at=None).select_related("case")
    return all(contact in compare(case, link.case).same for link in kept)


def _link(case: Case, person: Person, basis: Sequence[str], at: datetime) -> Person:
    try:
        with transaction.atomic():
            # Locked against the end of its last case, with which it would go.
            person = Person.objects.select_for_update().get(pk=person.pk)
            made = PersonCase(person=person, case=case, state=State.LINKED, basis=[*basis], by=MACHINE, at=at)
            made.save(force_insert=True)
            PersonChange.objects.create(
                person=person, case=case, kind=PersonChange.Kind.LINKED, by=MACHINE, at=at,
                changes=[["basis", "", ", ".join(basis)]],
            )  # fmt: skip
    except IntegrityError:
        # Somebody else found it at the same moment.
        standing = linked(case)
        return standing.person if standing else person
    return person


def _leave_to_officer(case: Case, person: Person, basis: Sequence[str], at: datetime) -> None:
    about = {"state": State.UNCERTAIN, "basis": [*basis], "by": MACHINE, "at": at}
    PersonCase.objects.get_or_create(person=person, case=case, defaults=about)
