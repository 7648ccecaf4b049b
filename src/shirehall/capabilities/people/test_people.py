"""What is told is kept with the person, found on their other cases, and gone with the last of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from shirehall.capabilities.people import api as people
from shirehall.capabilities.people.conftest import somebody
from shirehall.capabilities.people.models import Person, PersonCase, PersonChange
from shirehall.casework.api import case_by_reference, dispose, lines_of, panels, timeline, verify
from shirehall.casework.conftest import MORNING, OFFICER, apply
from shirehall.casework.models import Case

pytestmark = pytest.mark.usefixtures("bins")

LATER = MORNING + timedelta(hours=1)
TOLD = people.Told(channel="letter", format="large_print", needs=("text_relay",), language="cy")


def tell(case: Case, told: people.Told = TOLD) -> Person:
    return people.tell_ways(case=case, told=told, by=OFFICER, at=LATER)


def test_of_who_told_nothing_nothing_is_kept() -> None:
    assert people.ways_of(apply("a"), at=LATER) == people.Ways()
    assert not Person.objects.exists()


def test_what_is_told_on_one_case_counts_for_the_others() -> None:
    first, second = apply("a"), apply("b")
    tell(first)
    ways = people.ways_of(second, at=LATER)
    assert (ways.channel, ways.large_print, ways.language) == ("letter", True, "cy")
    assert list(people.other_cases(first)) == [second.reference]
    link = people.link_of(second)
    assert link is not None
    assert link.basis == ["birth", "email", "name", "telephone"]
    assert link.by == "shirehall"


def test_an_uncertain_one_waits_for_an_officer_and_is_not_used() -> None:
    first, second = apply("a"), apply("b", {"email": None, "telephone": None})
    tell(first)
    assert people.ways_of(second, at=LATER) == people.Ways()
    (found,) = people.uncertain_for(second)
    assert found.basis == ("birth", "name")
    assert found.references == (first.reference,)
    people.join(case=second, link_id=found.link_id, by=OFFICER, at=LATER)
    assert people.ways_of(second, at=LATER).channel == "letter"
    with pytest.raises(people.WayError, match="settled"):
        people.join(case=second, link_id=found.link_id, by=OFFICER, at=LATER)


def test_a_stranger_of_the_same_name_is_told_nothing() -> None:
    first, second = apply("a"), apply("b", {"date_of_birth": "1990-01-01", "email": "other@example.org"})
    tell(first)
    assert people.ways_of(second, at=LATER) == people.Ways()
    assert not people.uncertain_for(second)


def test_two_certain_people_are_left_to_an_officer() -> None:
    first, second, third = apply("a"), apply("b"), apply("c")
    tell(first)
    people.ways_of(second, at=LATER)
    people.part(case=second, by=OFFICER, at=LATER)
    tell(second, replace(TOLD, channel="email"))
    assert people.ways_of(third, at=LATER) == people.Ways()
    assert len(people.uncertain_for(third)) == 2


def test_a_link_is_parted_for_good_and_its_history_stays() -> None:
    first, second = apply("a"), apply("b")
    person = tell(first)
    people.ways_of(second, at=LATER)
    people.part(case=second, by=OFFICER, at=LATER)
    assert people.ways_of(second, at=LATER) == people.Ways()
    assert people.ways_of(first, at=LATER).channel == "letter"
    kinds = [each.kind for each in people.changes_of(person)]
    assert kinds == ["parted", "linked", "ways"]


def test_the_history_says_who_changed_what_and_the_record_only_that_it_was() -> None:
    case = apply("a")
    person = tell(case)
    tell(case, replace(TOLD, channel="sms", needs=()))
    tell(case, replace(TOLD, channel="sms", needs=()))
    newest, oldest = people.changes_of(person)
    assert newest.by == OFFICER
    assert ["channel", "By letter", "By text message"] in newest.changes
    assert ["needs", "Calls by text relay (Relay UK)", ""] in newest.changes
    assert ["language", "", "Cymraeg (Welsh)"] in oldest.changes
    told = [each for each in timeline(case, for_resident=False) if each.kind == "person_ways"]
    assert [each.payload["what"] for each in told] == [
        ["channel", "format", "language", "needs"],
        ["channel", "needs"],
    ]
    assert verify(Case.objects.get(pk=case.pk)) == ()


def test_two_officers_do_not_write_over_each_other() -> None:
    case = apply("a")
    person = people.tell_ways(case=case, told=TOLD, by=OFFICER, at=LATER, seen=0)
    people.tell_ways(case=case, told=replace(TOLD, channel="sms"), by=OFFICER, at=LATER, seen=person.version)
    with pytest.raises(people.StaleWays):
        people.tell_ways(case=case, told=TOLD, by="bo@example.org", at=LATER, seen=person.version)
    assert people.ways_of(case, at=LATER).channel == "sms"


@pytest.mark.parametrize(
    ("told", "what"),
    [
        (people.Told(channel="pigeon"), "channel"),
        (people.Told(format="tiny"), "format"),
        (people.Told(language="xx"), "language"),
        (people.Told(needs=("magic",)), "needs"),
        (people.Told(needs=("interpreter",)), "interpreter_language"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(told: people.Told, what: str) -> None:
    with pytest.raises(people.WayError) as refused:
        tell(apply("a"), told)
    assert refused.value.what == what
    assert not Person.objects.exists()


def test_somebody_acts_from_day_to_day_until_it_is_ended() -> None:
    case = apply("a")
    day = MORNING.date()
    given = somebody(from_on=day + timedelta(days=1), until_on=day + timedelta(days=3))
    row = people.add_representative(case=case, given=given, by=OFFICER, at=LATER)
    acting = [len(people.ways_of(case, at=MORNING + timedelta(days=days)).acting) for days in range(6)]
    assert acting == [0, 1, 1, 1, 0, 0]
    people.end_representative(case=case, representative_id=row.pk, by=OFFICER, at=LATER)
    assert people.ways_of(case, at=MORNING + timedelta(days=2)).acting == ()
    row.refresh_from_db()
    assert (row.seen_by, row.ended_by) == (OFFICER, OFFICER)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"email": ""}, "email"),
        ({"authority": "said so"}, "authority"),
        ({"copies": "all"}, "copies"),
        ({"may": ("everything",)}, "may"),
        ({"seen_on": MORNING.date() + timedelta(days=1)}, "seen_on"),
        ({"until_on": MORNING.date() - timedelta(days=1)}, "until_on"),
    ],
)
def test_who_cannot_act_is_refused_with_a_sentence(changed: dict[str, object], what: str) -> None:
    with pytest.raises(people.WayError) as refused:
        people.add_representative(case=apply("a"), given=somebody(**changed), by=OFFICER, at=LATER)
    assert refused.value.what == what


def test_a_representative_of_somebody_else_is_not_ended() -> None:
    row = people.add_representative(case=apply("a"), given=somebody(), by=OFFICER, at=LATER)
    stranger = apply("b", {"full_name": "Bob Invented"})
    with pytest.raises(people.WayError):
        people.end_representative(case=stranger, representative_id=row.pk, by=OFFICER, at=LATER)


def test_officers_see_it_before_they_act() -> None:
    case = apply("a")
    tell(case, people.Told(needs=("no_telephone", "interpreter"), interpreter_language="Polish"))
    assert lines_of(case) == ["Do not telephone.", "Needs an interpreter: Polish."]
    panel = panels.get("way")
    assert panel is not None
    assert panel.data(case) is not None


def test_all_of_it_goes_with_the_last_case_and_not_before() -> None:
    first, second = apply("a"), apply("b")
    tell(first)
    people.ways_of(second, at=LATER)
    people.add_representative(case=first, given=somebody(), by=OFFICER, at=LATER)
    Case.objects.filter(pk=first.pk).update(retain_until_on=MORNING.date())
    assert dispose(at=MORNING + timedelta(days=2)) == 1
    assert people.ways_of(second, at=LATER).channel == "letter"
    assert people.ways_of(Case.objects.get(pk=first.pk), at=LATER) == people.Ways()
    Case.objects.filter(pk=second.pk).update(retain_until_on=MORNING.date())
    assert dispose(at=MORNING + timedelta(days=2)) == 1
    assert not Person.objects.exists()
    assert not PersonCase.objects.exists()
    assert not PersonChange.objects.exists()
    gone = case_by_reference(first.reference)
    assert gone is not None
    with pytest.raises(people.WayError, match="gone"):
        tell(gone)


def test_what_a_stranger_told_in_somebodys_name_is_not_taken_for_theirs() -> None:
    """Name, date of birth and home are the victim's; the contact that was proved is the stranger's own."""
    home = {"home": "7 Own Close, Dorchester, DT1 1AA"}
    fake = apply("a", {**home, "email": "stranger@example.org", "telephone": None})
    told = people.Told(channel="letter", needs=("no_telephone",))
    people.tell_ways(case=fake, told=told, by="resident", at=LATER, channel="web", proved_by="email")
    true = apply("b", home)
    assert people.ways_of(true, at=LATER) == people.Ways()
    assert len(people.uncertain_for(true)) == 1
    again = apply("c", {**home, "email": "stranger@example.org"})
    assert people.ways_of(again, at=LATER).channel == "letter"


def test_only_who_shares_the_contact_of_every_case_may_see_what_is_kept() -> None:
    first = apply("a", {"home": "7 Own Close, Dorchester, DT1 1AA"})
    tell(first)
    fake = apply(
        "b", {"home": "7 Own Close, Dorchester, DT1 1AA", "email": "stranger@example.org", "telephone": None}
    )
    assert people.ways_of(fake, at=LATER).channel == "letter"
    assert not people.shares_contact(fake, "email")
    own = apply("c")
    assert people.shares_contact(apply("d", {"full_name": "Bob Invented"}), "email")
    people.part(case=fake, by=OFFICER, at=LATER)
    people.ways_of(own, at=LATER)
    assert people.shares_contact(own, "email")


def test_of_who_told_nothing_one_question_is_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    case = apply("a")
    with django_assert_num_queries(1):
        people.ways_of(case, at=LATER)
