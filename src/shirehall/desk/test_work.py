"""The worklist: filters, pages in both directions, taking the next one, giving out and taking back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from shirehall.casework.models import Case, Task
from shirehall.desk import task_pages
from shirehall.desk.conftest import MakeOfficer, SignIn, make_case, page_of
from shirehall.desk.words import due_words
from shirehall.partnership.api import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(make_officer: MakeOfficer) -> Officer:
    return make_officer(name="Olu Officer")


@pytest.fixture
def client(officer: Officer, sign_in: SignIn) -> Client:
    return sign_in(officer)


def due_in(case: Case, days: int) -> Task:
    """Let the case's task be due so many days from today."""
    Task.objects.filter(case=case).update(due_on=timezone.localdate() + timedelta(days=days))
    return Task.objects.get(case=case)


def test_the_list_says_who_what_and_when(client: Client) -> None:
    case = make_case()
    due_in(case, -3)
    page = page_of(client.get("/desk/"))
    for words in (
        case.reference, "Ada Invented", "Ask for a larger bin", "North Dorset", "An officer looks at very large homes.",
        "Overdue by 3 days", "nobody", "Benefit claims",
    ):  # fmt: skip
        assert words in page, words


def test_empty_states_say_what_will_be_here(client: Client) -> None:
    assert "Nothing waits here" in page_of(client.get("/desk/"))
    assert "Nothing matches" in page_of(client.get("/desk/?who=mine"))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "abc"), ("?due=overdue", "a"), ("?due=soon", "b"), ("?who=mine", "b"), ("?who=nobody", "ac"),
        ("?authority=west_dorset", "c"), ("?queue=benefits", "abc"), ("?queue=benefits_review", ""),
        ("?queue=unheard_of", ""), ("?service=larger_bin", "abc"), ("?service=other", ""), ("?due=unheard", "abc"),
    ],
)  # fmt: skip
def test_filters(client: Client, officer: Officer, query: str, shown: str) -> None:
    cases = {"a": make_case(), "b": make_case(), "c": make_case(authority="west_dorset")}
    for name, days in (("a", -1), ("b", 2), ("c", 9)):
        due_in(cases[name], days)
    Task.objects.filter(case=cases["b"]).update(assigned_to=officer)
    page = page_of(client.get(f"/desk/{query}"))
    assert "".join(name for name, case in cases.items() if case.reference in page) == shown


def test_pages_go_there_and_back(client: Client, monkeypatch: pytest.MonkeyPatch, officer: Officer) -> None:
    tasks = [
        due_in(make_case(authority=of), days)
        for days, of in (
            (1, "west_dorset"),
            (1, "north_dorset"),
            (2, "west_dorset"),
            (3, "north_dorset"),
            (3, "west_dorset"),
        )
    ]
    wish, on = (
        task_pages.Wish((("benefits", "north_dorset"), ("benefits", "west_dorset"))),
        timezone.localdate(),
    )

    def ids(page: task_pages.TaskPage) -> list[int]:
        return [row.pk for row in page.rows]

    first = task_pages.task_page(wish, officer=officer, on=on, limit=2)
    second = task_pages.task_page(wish, officer=officer, on=on, after=first.after, limit=2)
    third = task_pages.task_page(wish, officer=officer, on=on, after=second.after, limit=2)
    assert [ids(first), ids(second), ids(third)] == [
        [tasks[0].pk, tasks[1].pk], [tasks[2].pk, tasks[3].pk], [tasks[4].pk],
    ]  # fmt: skip
    assert (first.before, third.after) == ("", "")
    back = task_pages.task_page(wish, officer=officer, on=on, before=third.before, limit=2)
    assert ids(back) == ids(second)
    again = task_pages.task_page(wish, officer=officer, on=on, before=back.before, limit=2)
    assert (ids(again), again.before) == (ids(first), "")


@pytest.mark.parametrize(
    "cursor", ["x", "2026-01-01~", "~1", "2026-01-01~-1", "2026-13-01~1", "2026-01-01~" + "9" * 30]
)
def test_a_cursor_that_no_page_gave_is_not_found(client: Client, cursor: str) -> None:
    assert client.get("/desk/", {"after": cursor}).status_code == 404


def test_the_list_stays_within_its_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(12):
        make_case()
    with django_assert_max_num_queries(12):
        client.get("/desk/")


def test_take_the_next_one(client: Client, officer: Officer) -> None:
    later, sooner = make_case(), make_case()
    due_in(later, 5)
    due_in(sooner, 1)
    response = client.post("/desk/take/", {"queue": "benefits"})
    assert response["Location"] == f"/desk/case/{sooner.reference}/"
    sooner.refresh_from_db()
    assert sooner.assigned_to == officer
    page = page_of(client.get(response["Location"]))
    assert "You have this case." in page
    client.post("/desk/take/")
    client.post("/desk/take/")
    assert "Nothing is waiting that nobody has." in page_of(client.get("/desk/"))


def test_a_leader_gives_out_many_and_takes_it_back(
    officer: Officer, make_officer: MakeOfficer, sign_in: SignIn
) -> None:
    leader = sign_in(make_officer("team_leader"))
    tasks = [due_in(make_case(), days) for days in (1, 2, 3)]
    Case.objects.filter(tasks=tasks[1]).update(assigned_to=officer)
    page = page_of(leader.get("/desk/"))
    assert "Olu Officer" in page
    other = make_officer(name="Pat Other")
    leader.post("/desk/give/", {"task": [tasks[0].pk, tasks[1].pk], "to": str(other.pk)})
    page = page_of(leader.get("/desk/"))
    assert "2 cases are assigned." in page
    assert "Undo" in page
    assert [task.assigned_to for task in Task.objects.order_by("id")] == [other, other, None]
    assert leader.post("/desk/undo/", {"back": "https://example.org/"})["Location"] == "/desk/"
    assert [case.assigned_to for case in Case.objects.order_by("id")] == [None, officer, None]
    leader.post("/desk/undo/")
    assert "There is nothing to undo." in page_of(leader.get("/desk/"))


def test_what_was_given_on_meanwhile_is_not_taken_back(client: Client, make_officer: MakeOfficer) -> None:
    case = make_case()
    client.post("/desk/take/")
    client.get("/desk/")
    other = make_officer(name="Pat Other")
    Case.objects.filter(pk=case.pk).update(assigned_to=other)
    client.post("/desk/undo/")
    case.refresh_from_db()
    assert case.assigned_to == other


def test_giving_needs_ticks_and_somebody(client: Client) -> None:
    task = due_in(make_case(), 1)
    client.post("/desk/give/", {"to": "me"})
    assert "Tick the cases first." in page_of(client.get("/desk/"))
    client.post("/desk/give/", {"task": task.pk, "to": "77"})
    assert "Choose who gets them." in page_of(client.get("/desk/"))


def test_search_by_reference_and_by_name(client: Client) -> None:
    case, other = make_case(), make_case(full_name="Bea Madeup")
    found = client.post("/desk/find/", {"q": case.reference.lower().replace("-", "")})
    assert found["Location"] == f"/desk/case/{case.reference}/"
    for typed in ("Bea", "made", "MADEUP b"):
        page = page_of(client.post("/desk/find/", {"q": typed}))
        assert other.reference in page, typed
        assert case.reference not in page, typed
    assert "Nothing found" in page_of(client.post("/desk/find/", {"q": "Zoe"}))
    assert client.get("/desk/find/").status_code == 200


def test_the_overview_counts_what_waits(make_officer: MakeOfficer, sign_in: SignIn, officer: Officer) -> None:
    leader = sign_in(make_officer("team_leader"))
    for days in (-2, -1, 4):
        due_in(make_case(), days)
    Task.objects.filter(due_on__gt=timezone.localdate()).update(assigned_to=officer)
    page = " ".join(page_of(leader.get("/desk/overview/")).split())
    assert "Olu Officer" in page
    assert "?due=overdue" in page
    for count in (">3</a>", ">2</a>"):
        assert count in page


@pytest.mark.parametrize(
    ("days", "words"),
    [(-5, "Overdue by 5 days"), (-1, "Overdue since yesterday"), (0, "Due today"), (1, "Due tomorrow")],
)
def test_when_something_is_due(days: int, words: str) -> None:
    today = timezone.localdate()
    assert due_words(today + timedelta(days=days), today) == words
