"""Lists of work: in order, in pages, within what an officer may see."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shirehall.casework.conftest import MORNING, case_of, send
from shirehall.casework.models import ServiceVersion, Task
from shirehall.casework.recording import assign
from shirehall.casework.worklists import CursorProblem, find_cases, queue_counts, worklist
from shirehall.partnership.models import Officer

ON = date(2026, 3, 18)
SCOPE = {"queues": ["benefits"], "authorities": ["north_dorset", "west_dorset"]}


@pytest.fixture
def tasks(bins: ServiceVersion) -> list[Task]:
    """Seven referred cases, a day apart, two of them of another authority."""
    for number in range(7):
        authority = "west_dorset" if number in (2, 5) else "north_dorset"
        send({"people": 12}, at=MORNING + timedelta(days=number), authority=authority)
    return list(Task.objects.order_by("due_on", "id"))


def test_pages_follow_each_other_without_a_gap(tasks: list[Task]) -> None:
    seen: list[Task] = []
    after = ""
    while True:
        page = worklist(**SCOPE, on=ON, after=after, limit=2)  # type: ignore[arg-type]
        seen += page.rows
        after = page.next
        if not after:
            break
    assert seen == tasks


def test_filters_and_scope(tasks: list[Task]) -> None:
    north = worklist(queues=["benefits"], authorities=["north_dorset"], on=ON)
    assert len(north.rows) == 5
    assert worklist(queues=["call_backs"], authorities=["north_dorset"], on=ON).rows == []
    overdue = worklist(**SCOPE, on=ON, due="overdue").rows  # type: ignore[arg-type]
    soon = worklist(**SCOPE, on=ON, due="soon").rows  # type: ignore[arg-type]
    assert [task.due_on for task in overdue] == [date(2026, 3, 16), date(2026, 3, 17)]
    assert all(ON <= task.due_on <= date(2026, 3, 21) for task in soon)
    assert worklist(**SCOPE, on=ON, kind="evidence").rows == []  # type: ignore[arg-type]


def test_mine(tasks: list[Task]) -> None:
    officer = Officer.objects.create(email="olu@example.org", name="Olu", added_at=MORNING)
    assign(case=tasks[0].case, officer=officer, by="ada@example.org", at=MORNING)
    assert worklist(**SCOPE, on=ON, officer=officer).rows == [tasks[0]]  # type: ignore[arg-type]
    assert find_cases(authorities=["north_dorset"], officer=officer).rows == [tasks[0].case]
    assign(case=tasks[0].case, officer=None, by="ada@example.org", at=MORNING)
    assert worklist(**SCOPE, on=ON, officer=officer).rows == []  # type: ignore[arg-type]


def test_cases_are_found_by_reference_and_by_how_a_name_begins(bins: ServiceVersion) -> None:
    ada, zoe = case_of(send()), case_of(send({"full_name": "Zoë O’Invented-Smith"}))
    for search, found in {
        ada.reference.lower(): [ada], "ada": [ada], "inven": [ada], "ZOE": [zoe], "smith": [zoe], "da": [],
        "": [zoe, ada],
    }.items():  # fmt: skip
        assert find_cases(authorities=["north_dorset"], search=search).rows == found, search
    assert find_cases(authorities=["west_dorset"], search="ada").rows == []


def test_cases_in_pages_by_state_and_overdue(tasks: list[Task]) -> None:
    first = find_cases(authorities=SCOPE["authorities"], limit=4)
    second = find_cases(authorities=SCOPE["authorities"], limit=4, after=first.next)
    assert (len(first.rows), len(second.rows), second.next) == (4, 3, "")
    assert find_cases(authorities=SCOPE["authorities"], state="settled").rows == []
    assert len(find_cases(authorities=SCOPE["authorities"], overdue_on=ON).rows) == 2
    assert find_cases(authorities=SCOPE["authorities"], services=["other"]).rows == []


def test_counts_come_from_the_counters(tasks: list[Task]) -> None:
    assert [(each.authority, each.open, each.oldest_due_on) for each in queue_counts(**SCOPE)] == [
        ("north_dorset", 5, date(2026, 3, 16)),
        ("west_dorset", 2, date(2026, 3, 18)),
    ]


@pytest.mark.parametrize("cursor", ["x", "2026-03-18", "2026-03-18~x", "~1"])
def test_a_cursor_that_no_page_gave(bins: ServiceVersion, cursor: str) -> None:
    with pytest.raises(CursorProblem):
        worklist(**SCOPE, on=ON, after=cursor)  # type: ignore[arg-type]
    with pytest.raises(CursorProblem):
        find_cases(authorities=["north_dorset"], after=cursor)


def test_a_page_is_one_statement_without_offset_or_count(tasks: list[Task]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = worklist(**SCOPE, on=ON, limit=5)  # type: ignore[arg-type]
        assert [task.case.reference for task in page.rows]
    assert len(queries) == 1
    assert "OFFSET" not in queries[0]["sql"]
    assert "COUNT(" not in queries[0]["sql"]
