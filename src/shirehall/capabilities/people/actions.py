"""What is told of a person's way: kept with the person, with its history, and noted on the case it was told on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shirehall.capabilities.people.finding import PROVED, linked, person_of
from shirehall.capabilities.people.models import Person, PersonCase, PersonChange, Representative
from shirehall.capabilities.people.ways import (
    AUTHORITIES,
    CHANNELS,
    COPIES,
    FORMATS,
    LANGUAGES,
    MAY,
    NEEDS,
    Words,
    word,
)
from shirehall.casework.api import local_date, record
from shirehall.casework.locking import lock_case
from shirehall.casework.models import Case

Kind = PersonChange.Kind
State = PersonCase.State
Changes = list[list[str]]


class WayError(ValueError):
    """What was told cannot be kept. `what` names the part it is about; the text is a sentence for the screen."""

    def __init__(self, what: str, sentence: str) -> None:
        super().__init__(sentence)
        self.what = what


class StaleWays(RuntimeError):  # noqa: N818 - it reads as what happened
    """Somebody else changed it meanwhile. The text is a sentence for the screen."""


@dataclass(frozen=True, slots=True)
class Told:
    """How somebody wants to be reached, in codes of `ways`. An empty `channel`: as the application says."""

    channel: str = ""
    format: str = "standard"
    language: str = ""
    needs: tuple[str, ...] = ()
    interpreter_language: str = ""
    need_words: str = ""


@dataclass(frozen=True, slots=True)
class NewRepresentative:
    """Somebody who is to act for a person, with the authority that was seen or heard."""

    name: str
    relation: str
    authority: str
    seen_on: date
    from_on: date
    copies: str
    may: tuple[str, ...] = ()
    email: str = ""
    telephone: str = ""
    address: str = ""
    until_on: date | None = None


def tell_ways(
    *, case: Case, told: Told, by: str, at: datetime, channel: str = "desk", seen: int | None = None,
    proved_by: str = "",
) -> Person:  # fmt: skip
    """Keep how the applicant of a case wants to be reached. `seen` is the person's version that was shown, 0 for
    none; `proved_by` the contact (`email` or `telephone`) by which the resident has proved who they are, empty where
    an officer took it down. Raises WayError, StaleWays."""
    told = _checked(told)
    with transaction.atomic():
        person = _take(case, by=by, at=at, seen=seen, proved_by=proved_by)
        changes = _differences(person, told)
        if not changes:
            return person
        if person.channel != told.channel:
            person.channel, person.channel_at = told.channel, at
        person.format, person.language, person.needs = told.format, told.language, [*told.needs]
        person.interpreter_language, person.need_words = told.interpreter_language, told.need_words
        _keep(person, case, Kind.WAYS, changes, by=by, at=at, channel=channel)
    return person


def add_representative(
    *, case: Case, given: NewRepresentative, by: str, at: datetime, seen: int | None = None
) -> Representative:
    """Let somebody act for the applicant of a case. `by` is the officer who saw the authority. Raises WayError,
    StaleWays."""
    _check_representative(given, on=local_date(at))
    with transaction.atomic():
        person = _take(case, by=by, at=at, seen=seen)
        row = Representative.objects.create(
            person=person, name=given.name, relation=given.relation, email=given.email, telephone=given.telephone,
            address=given.address, authority=given.authority, seen_by=by, seen_on=given.seen_on, from_on=given.from_on,
            until_on=given.until_on, may=[*given.may], copies=given.copies, made_at=at,
        )  # fmt: skip
        said = f"{given.name} ({given.relation}), {word(AUTHORITIES, given.authority)}"
        changes = [["representative", "", said], ["copies", "", word(COPIES, given.copies)]]
        _keep(person, case, Kind.REPRESENTATIVE_ADDED, changes, by=by, at=at)
    return row


def end_representative(*, case: Case, representative_id: int, by: str, at: datetime) -> None:
    """End somebody's acting, from now. Ending twice does nothing. Raises WayError where it is not this person's."""
    with transaction.atomic():
        person = _take(case, by=by, at=at, seen=None)
        row = Representative.objects.filter(pk=representative_id, person=person).first()
        if row is None:
            raise WayError("representative", _("They do not act for this person."))
        if row.ended_at is not None:
            return
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
        _keep(person, case, Kind.REPRESENTATIVE_ENDED, [["representative", row.name, ""]], by=by, at=at)


def join(*, case: Case, link_id: int, by: str, at: datetime) -> None:
    """An officer says that an uncertain person is the applicant. Raises WayError where that is no longer open."""
    with transaction.atomic():
        lock_case(case.pk)
        link = PersonCase.objects.filter(pk=link_id, case=case, state=State.UNCERTAIN).first()
        if link is None or linked(case) is not None:
            raise WayError("link", _("Somebody else has settled this already."))
        link.state, link.by, link.at = State.LINKED, by, at
        link.save(update_fields=["state", "by", "at"])
        person = Person.objects.select_for_update().get(pk=link.person_id)
        _keep(person, case, Kind.LINKED, [["basis", "", ", ".join([*link.basis, "officer"])]], by=by, at=at)


def part(*, case: Case, by: str, at: datetime, link_id: int | None = None) -> None:
    """An officer says that the person is somebody else: the one who is linked, or an uncertain one. What was told
    stays with that person; the machine does not link the two again. Raises WayError where nothing is to be parted."""
    with transaction.atomic():
        lock_case(case.pk)
        standing = (State.LINKED, State.UNCERTAIN)
        links = PersonCase.objects.filter(case=case, state__in=standing)
        link = (links.filter(pk=link_id) if link_id else links.filter(state=State.LINKED)).first()
        if link is None:
            raise WayError("link", _("Somebody else has settled this already."))
        link.state, link.by, link.at = State.PARTED, by, at
        link.save(update_fields=["state", "by", "at"])
        person = Person.objects.select_for_update().get(pk=link.person_id)
        _keep(person, case, Kind.PARTED, [["basis", ", ".join(link.basis), ""]], by=by, at=at)


def _take(case: Case, *, by: str, at: datetime, seen: int | None, proved_by: str = "") -> Person:
    """The person of the case, locked; made where there is none. Raises StaleWays."""
    locked = lock_case(case.pk)
    if locked.disposed_at is not None:
        raise WayError("case", _("The details of this case are gone, so nothing can be kept with it."))
    found = person_of(locked, at=at)
    if found is None:
        if seen:
            raise StaleWays(_changed_meanwhile())
        person = Person.objects.create(name=locked.applicant_name, made_at=at)
        basis = ["told", f"{PROVED}{proved_by}"] if proved_by else ["told"]
        PersonCase.objects.create(person=person, case=locked, state=State.LINKED, basis=basis, by=by, at=at)
        return person
    person = Person.objects.select_for_update().get(pk=found.pk)
    if seen is not None and person.version != seen:
        raise StaleWays(_changed_meanwhile())
    return person


def _keep(
    person: Person,
    case: Case,
    kind: PersonChange.Kind,
    changes: Changes,
    *,
    by: str,
    at: datetime,
    channel: str = "desk",
) -> None:
    """Save the person with the change in its history, and say on the case that there was one, not what it was: the
    case's record outlives nobody's needs."""
    person.version += 1
    person.save()
    PersonChange.objects.create(
        person=person, case=case, kind=kind, channel=channel, by=by, at=at, changes=changes
    )
    payload = {"what": sorted({what for what, _before, _after in changes})}
    record(case=case, kind=f"person_{kind}", by=by, at=at, payload=payload, channel=channel)


def _changed_meanwhile() -> str:
    return _("Somebody else has changed this since you opened it. Look at it again, then change it.")


def _checked(told: Told) -> Told:
    for what, code, words in (
        ("channel", told.channel, CHANNELS), ("format", told.format, FORMATS), ("language", told.language, LANGUAGES),
    ):  # fmt: skip
        if code and code not in words:
            raise WayError(what, _("Choose one of the list."))
    if strange := [need for need in told.needs if need not in NEEDS]:
        raise WayError("needs", _("“%(need)s” is not on the list.") % {"need": strange[0]})
    if told.interpreter_language and "interpreter" not in told.needs:
        told = replace(told, needs=(*told.needs, "interpreter"))
    if "interpreter" in told.needs and not told.interpreter_language:
        raise WayError("interpreter_language", _("Say which language the interpreter is to speak."))
    return replace(told, needs=tuple(need for need in NEEDS if need in told.needs))


def _check_representative(given: NewRepresentative, *, on: date) -> None:
    if given.authority not in AUTHORITIES:
        raise WayError("authority", _("Choose one of the list."))
    if given.copies not in COPIES:
        raise WayError("copies", _("Choose one of the list."))
    if any(each not in MAY for each in given.may):
        raise WayError("may", _("Choose from the list."))
    if given.copies != "none" and not (given.email or given.telephone or given.address):
        said = _("Give an email address, a telephone number or an address, so that we can reach them.")
        raise WayError("email", said)
    if given.seen_on > on:
        raise WayError("seen_on", _("The day that the authority was seen cannot be in the future."))
    if given.until_on and given.until_on < given.from_on:
        raise WayError("until_on", _("The last day must not be before the first day."))


def _differences(person: Person, told: Told) -> Changes:
    """[what, before, after] of what changes, in words."""
    pairs: Sequence[tuple[str, Any, Any, Words]] = (
        ("channel", person.channel, told.channel, CHANNELS), ("format", person.format, told.format, FORMATS),
        ("language", person.language, told.language, LANGUAGES),
        ("interpreter_language", person.interpreter_language, told.interpreter_language, {}),
        ("need_words", person.need_words, told.need_words, {}),
    )  # fmt: skip
    found = [
        [what, word(words, before), word(words, after)]
        for what, before, after, words in pairs
        if before != after
    ]
    if [*told.needs] != person.needs:
        before, after = (
            ", ".join(word(NEEDS, each) for each in needs) for needs in (person.needs, told.needs)
        )
        found.append(["needs", before, after])
    return found
