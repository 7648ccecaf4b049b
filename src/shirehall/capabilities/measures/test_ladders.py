"""What reminders were followed by, without a database; then through real reminders, counted and told again."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from shirehall.capabilities.measures.counts import Asked, Counts
from shirehall.capabilities.measures.figures.reminders import reminders
from shirehall.capabilities.measures.ladders import Ladder
from shirehall.capabilities.measures.periods import period_called
from shirehall.capabilities.measures.registry import measures
from shirehall.capabilities.measures.words import Words

ASKED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Told = tuple[str, float, dict[str, Any]]


def sent(day: float, **rungs: int) -> Told:
    return ("message_sent", day, {"reminders": rungs})


def wanted(day: float = 0, name: str = "proof") -> Told:
    return ("evidence_wanted", day, {"evidence": name})


def came(day: float, name: str = "proof") -> Told:
    return ("evidence_received", day, {"evidence": name})


def added(*events: Told) -> Counter[tuple[str, str]]:
    """Measure and key -> how often; times are left without their place."""
    ladder, found = Ladder(), Counter[tuple[str, str]]()
    for kind, day, payload in events:
        for each in ladder.tell(kind, ASKED + timedelta(days=day), payload):
            found[each.measure, each.key] += each.times
    return found


def test_evidence_that_comes_by_itself_stands_before_any_reminder() -> None:
    assert added(wanted(), came(2)) == {
        ("stage_came", "proof:0"): 1, ("stage_asked_to_came", "proof:0"): 1, ("stage_hours", "proof:0"): 48,
    }  # fmt: skip


def test_evidence_counts_under_the_last_reminder_before_it() -> None:
    found = added(wanted(), sent(3, proof=1), sent(9, proof=2), came(10))
    assert found == {
        ("reminder_sent", "proof:1"): 1, ("reminder_sent", "proof:2"): 1,
        ("stage_hours", "proof:0"): 72, ("stage_hours", "proof:1"): 144, ("stage_hours", "proof:2"): 24,
        ("stage_came", "proof:2"): 1, ("stage_asked_to_came", "proof:2"): 1,
        # Both reminders went within the 7 days before.
        ("reminder_answered", "proof:1"): 1, ("reminder_answered", "proof:2"): 1,
    }  # fmt: skip


def test_what_comes_later_than_seven_days_followed_no_reminder() -> None:
    found = added(wanted(), sent(3, proof=1), came(10.01))
    assert ("reminder_answered", "proof:1") not in found
    assert found["stage_came", "proof:1"] == 1


def test_one_message_reminds_of_all_that_it_names_and_of_nothing_else() -> None:
    found = added(wanted(), wanted(name="rent"), sent(3, proof=1, rent=1), came(4), ("message_sent", 5, {}))
    assert found["reminder_sent", "rent:1"] == 1
    assert ("stage_came", "rent:1") not in found


@pytest.mark.parametrize("end", ["evidence_cancelled", "evidence_unanswered"])
def test_what_never_came_was_owed_all_the_same(end: str) -> None:
    found = added(wanted(), sent(3, proof=1), (end, 5, {"evidence": "proof"}))
    assert found["stage_hours", "proof:1"] == 48
    assert not [key for key in found if key[0] == "stage_came"]


def test_what_stands_is_on_its_stage_and_what_an_officer_has_is_on_none() -> None:
    ladder = Ladder()
    for kind, day, payload in (wanted(), wanted(name="rent"), sent(3, proof=1)):
        list(ladder.tell(kind, ASKED + timedelta(days=day), payload))
    since = ASKED.date()
    assert list(ladder.standing()) == [("proof:1", since + timedelta(days=3)), ("rent:0", since)]
    list(ladder.tell("evidence_unanswered", ASKED + timedelta(days=28), {"evidence": "proof"}))
    assert [key for key, _since_on in ladder.standing()] == ["rent:0"]


def test_what_is_asked_for_again_begins_again() -> None:
    found = added(
        wanted(),
        sent(3, proof=1),
        came(4),
        ("evidence_refused", 6, {"evidence": "proof"}),
        sent(9, proof=1),
        came(10),
    )
    assert found["reminder_sent", "proof:1"] == 2
    assert found["stage_came", "proof:1"] == 2
    assert found["stage_hours", "proof:0"] == 72 + 72


@pytest.mark.parametrize(
    "payload", [{}, {"reminders": []}, {"reminders": {"proof": "1"}}, {"reminders": {"proof": 0}}]
)
def test_a_message_that_is_no_reminder_counts_for_nothing(payload: dict[str, Any]) -> None:
    assert ("reminder_sent", "proof:1") not in added(wanted(), ("message_sent", 1, payload))


def drawn(found: Counter[tuple[str, str]], *, public: bool = False) -> Any:
    period = period_called("all", ASKED.date())
    assert period is not None
    counts = Counts(Asked("bins", period, None, public, ASKED.date()), Words(evidence={"proof": "Proof"}))
    for (measure, key), count in found.items():
        counts.by_key[measure][f"{key}:0140" if measure == "stage_asked_to_came" else key] += count
    return reminders(counts)


def test_the_figure_puts_each_reminder_beside_the_time_before() -> None:
    found = sum((added(wanted(), sent(3, proof=1), came(4)) for _each in range(6)), Counter())
    found += sum((added(wanted(), came(1)) for _each in range(4)), Counter())
    figure = drawn(found)
    assert [row.cells[:3] for row in figure.rows] == [
        ("Proof", "Before any reminder", "–"), ("Proof", "After reminder 1", 6),
    ]  # fmt: skip
    assert figure.rows[1].cells[3] == 1.0
    # 4 came in 6 x 3 + 4 x 1 days of owing before; 6 came in 6 x 1 days after the first.
    assert figure.rows[0].cells[5] == pytest.approx(4 / 22)
    assert figure.rows[1].cells[5] == 1.0
    assert "18.2 came a day before any reminder, and 100 a day after the first" in figure.sentence
    assert "chart-reminders" in figure.svg


def test_in_public_small_numbers_are_hidden() -> None:
    found = sum((added(wanted(), sent(3, proof=1), came(4)) for _each in range(3)), Counter())
    figure = drawn(found, public=True)
    assert figure.rows[1].cells[2:4] == ("fewer than 5", None)
    assert "fewer than 5 reminders" in figure.sentence
    assert "came a day" not in figure.sentence


def test_of_nothing_there_is_no_figure_and_it_says_so() -> None:
    assert drawn(Counter()).sentence == "No reminder was sent."
    measure = measures.get("reminders")
    assert measure is not None
    assert "not what would have come without it" in str(measure.computed)


def test_any_story_adds_up() -> None:
    """As much came by stages as came at all, and nothing was owed longer than from its asking."""
    chance = Random(7)
    for _story in range(200):
        events: list[Told] = [wanted()]
        day, arrivals = 0.0, 0
        for _each in range(chance.randint(0, 8)):
            day += chance.random() * 5
            event = chance.choice([came(day), sent(day, proof=chance.randint(1, 3)), wanted(day)])
            events.append(event)
        open_now = False
        for kind, _day, _payload in events:
            arrivals += kind == "evidence_received" and open_now
            open_now = kind == "evidence_wanted" or (open_now and kind != "evidence_received")
        found = added(*events)
        assert sum(count for (measure, _key), count in found.items() if measure == "stage_came") == arrivals
        hours = sum(count for (measure, _key), count in found.items() if measure == "stage_hours")
        assert hours <= 24 * day + len(events)
