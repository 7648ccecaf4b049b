"""What events count for, without a database."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shirehall.capabilities.measures.exporting import harmless
from shirehall.capabilities.measures.hiding import hide
from shirehall.capabilities.measures.rules import Counted, Story, percentile, place_of, spans_of, upper_edge

SENT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def told(*events: tuple[str, int, dict[str, Any]]) -> Counter[Counted]:
    """Everything a case adds; an event is its kind, the hours since it was sent, and what it carries."""
    story, adds = Story(submitted_at=SENT), Counter[Counted]()
    for kind, hours, payload in events:
        for counted, count in story.tell(kind, SENT + timedelta(hours=hours), payload).items():
            adds[counted] += count
    return Counter({counted: count for counted, count in adds.items() if count})


def decided(state: str, left: str = "", outcome: str = "approve") -> dict[str, Any]:
    return {"state": state, "outcome": outcome, "automatic": not left, "left_because": left}


def keys(adds: Counter[Counted], measure: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for counted, count in adds.items():
        if counted.measure == measure:
            found[counted.key] += count
    return dict(found)


def test_a_case_that_leaves_later_counts_once_by_its_first_reason() -> None:
    adds = told(
        ("submitted", 0, {}), ("decided", 0, decided("settled")), ("review_asked", 30, {}),
        ("decided", 40, decided("settled", "review_asked")), ("step_failed", 50, {}),
    )  # fmt: skip
    assert keys(adds, "handling") == {"review_asked": 1}
    assert next(counted.on for counted in adds if counted.measure == "handling") == SENT.date()


def test_only_the_first_settled_decision_has_a_time() -> None:
    adds = told(
        ("submitted", 0, {}), ("decided", 0, decided("with_officer", "referred:x", "refer")),
        ("decided", 24, decided("settled", "referred:x")), ("decided", 48, decided("settled", "referred:x", "refuse")),
    )  # fmt: skip
    assert keys(adds, "outcome") == {"approve": 1}
    assert keys(adds, "time_to_decision") == {place_of(timedelta(hours=24)): 1}


def test_evidence_counts_from_its_asking_to_its_coming() -> None:
    adds = told(
        ("evidence_wanted", 0, {"evidence": "a"}), ("evidence_received", 2, {"evidence": "a"}),
        ("evidence_received", 3, {"evidence": "a"}), ("evidence_refused", 4, {"evidence": "a"}),
        ("evidence_cancelled", 5, {"evidence": "a"}), ("evidence_received", 6, {"evidence": "a"}),
    )  # fmt: skip
    assert keys(adds, "time_to_evidence") == {place_of(timedelta(hours=2)): 1}
    assert keys(adds, "evidence_asked") == {"a": 2}


@pytest.mark.parametrize("seconds", [0, 1, 2, 59, 3600, 86_400, 40_000_000])
def test_a_place_holds_its_time_within_a_tenth(seconds: int) -> None:
    edge = upper_edge(place_of(timedelta(seconds=seconds)))
    assert max(1, seconds) <= edge <= 1.1001 * max(1, seconds)


def test_percentiles_of_merged_histograms() -> None:
    places = Counter(place_of(timedelta(seconds=n)) for n in range(1, 1001))
    median, longest = percentile(places, 0.5), percentile(places, 0.95)
    assert median is not None
    assert longest is not None
    assert 500 <= median <= 550
    assert 950 <= longest <= 1045
    assert percentile({}, 0.5) is None


def test_a_day_is_counted_in_its_week_and_month() -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC).date()
    assert [each[1].isoformat() for each in spans_of(day)] == ["2026-03-01", "2026-02-23", "2026-03-01"]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([9, 0, 7], [9, 0, 7]),
        ([9, 3, 7], [9, "fewer than 5", "not shown"]),
        ([9, 3, 1], [9, "fewer than 5", "fewer than 5"]),
        ([3], ["fewer than 5"]),
    ],
)
def test_small_numbers_are_hidden_and_cannot_be_worked_out(counts: list[int], shown: list[object]) -> None:
    assert hide(counts, public=True) == shown
    assert hide(counts, public=False) == counts


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(-3) == -3
    assert harmless("fewer than 5") == "fewer than 5"
