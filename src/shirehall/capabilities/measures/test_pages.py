"""The pages: what the public and officers see, in a bounded number of queries, and who may see which cases."""

import csv
import io
from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from shirehall.capabilities.measures.actions import drain_all
from shirehall.capabilities.measures.asking import Audience
from shirehall.capabilities.measures.conftest import SignIn
from shirehall.capabilities.measures.periods import periods
from shirehall.capabilities.measures.registry import measures
from shirehall.casework.conftest import case_of, send
from shirehall.casework.models import Case
from shirehall.partnership.api import load_partnership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bins")]
PAGE = "/measures/bins/"
DESK = "/desk/measures/bins/"
TEAM, OTHER_TEAM = "customer_services", "housing"
MOST_QUERIES = 15


@pytest.fixture
def lived(bins: None) -> list[Case]:
    """Seven web cases of one council and two of another, counted."""
    at = timezone.now() - timedelta(days=1)
    load_partnership(by="test", at=at)
    cases = [case_of(send({"people": people}, at=at)) for people in (3, 3, 3, 3, 5, 12, 12)]
    cases += [case_of(send({"people": 12}, at=at, authority="west_dorset")) for _each in range(2)]
    drain_all(at=at)
    return cases


@pytest.mark.usefixtures("lived")
def test_small_numbers_are_hidden_in_public_and_told_to_officers(client: Client, sign_in: SignIn) -> None:
    public = client.get(PAGE + "submissions.csv").content.decode()
    rows = list(csv.reader(io.StringIO(public)))
    assert rows[0] == ["authority", "channel", "count"]
    assert {row[2] for row in rows[1:]} == {"not shown", "fewer than 5"}
    exact = sign_in("team_leader", TEAM).get(DESK + "submissions.csv").content.decode()
    assert [row[2] for row in csv.reader(io.StringIO(exact))] == ["count", "7", "2"]


@pytest.mark.usefixtures("lived")
def test_every_figure_says_what_it_is(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    for measure in measures:
        assert f'id="{measure.code}"' in page
        data = client.get(f"{PAGE}{measure.code}.json").json()
        assert data["definition"] == str(measure.definition)
        assert data["unit"]
        assert data["period"]["code"] == "year"
        assert client.get(f"{PAGE}{measure.code}.csv")["Content-Type"] == "text/csv; charset=utf-8"
    for word in ("Ada Invented", "ada@example.org", "07700"):
        assert word not in page


@pytest.mark.usefixtures("lived")
def test_the_catalogue_leads_to_every_figure(client: Client) -> None:
    catalogue = client.get("/measures/open-data.json").json()
    assert [each["measure"] for each in catalogue["measures"]] == list(measures.names())
    (service,) = catalogue["services"]
    for forms in service["data"].values():
        for address in forms.values():
            assert client.get(address).status_code == 200


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("period", [each.code for each in periods(timezone.now().date())])
def test_every_period_holds_the_same_recent_cases(client: Client, period: str) -> None:
    assert client.get(f"{PAGE}submissions.json?period={period}").json()["totals"] == {"count": "9"}


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("address", ["/measures/", PAGE, PAGE + "?period=all&authority=north_dorset"])
def test_a_page_reads_the_counts_in_few_queries(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        assert client.get(address).status_code == 200
    read = " ".join(query["sql"] for query in asked.captured_queries)
    assert "shirehall_casework_event" not in read
    assert 'FROM "shirehall_casework_case"' not in read


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("wrong", ["?period=week", "?authority=nowhere", "../nothing/", "nothing.csv"])
def test_what_is_not_there_is_not_found(client: Client, wrong: str) -> None:
    assert (
        client.get(f"/measures/{wrong[3:]}" if wrong.startswith("../") else PAGE + wrong).status_code == 404
    )


def test_nothing_yet_is_a_page(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert "No application came in." in page


ROLES = ("officer", "team_leader", "auditor", "administrator")


@pytest.mark.parametrize(
    ("role", "team", "authority"),
    list(product(ROLES, (TEAM, OTHER_TEAM), (None, "north_dorset", "west_dorset"))),
)
def test_who_sees_which_cases_behind_a_figure(
    lived: list[Case], sign_in: SignIn, role: str, team: str, authority: str | None
) -> None:
    reached = role != "administrator" and (team == TEAM or role == "auditor")
    client = sign_in(role, team, authority)
    for code in ("north_dorset", "west_dorset"):
        expected = reached and authority in (None, code)
        answer = client.get(f"{DESK}cases/?measure=handling&key=referred:very_large&authority={code}")
        assert answer.status_code == (200 if expected else 404), (code, expected)
        shown = {case.reference for case in lived if case.reference in answer.content.decode()}
        wanted = {case.reference for case in lived if case.authority == code and case.outcome == "refer"}
        assert shown == (wanted if expected else set())
    whole = client.get(f"{DESK}cases/?measure=submitted&period=all")
    seen = {case.authority for case in lived if case.reference in whole.content.decode()}
    reach = {authority} if authority else {"north_dorset", "west_dorset"}
    assert seen == (reach if reached else set())
    assert client.get(DESK).status_code == (200 if reached else 404)


@pytest.mark.usefixtures("lived")
def test_nobody_sees_cases_without_signing_in(client: Client) -> None:
    for address in ("", "cases/?measure=submitted", "submissions.csv"):
        assert client.get(DESK + address).status_code == 302
    assert Audience().public


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("measure=handling&key=automatic", 4), ("measure=handling&key=evidence_owed", 1), ("measure=outcome&key=approve", 4),
        ("measure=evidence_owed&key=proof_of_address", 1), ("measure=overdue", 0), ("measure=withdrawn", 0),
        ("measure=submitted&channel=web", 9),
    ],
)  # fmt: skip
def test_the_cases_behind_each_figure(sign_in: SignIn, query: str, count: int) -> None:
    page = sign_in("team_leader", TEAM).get(f"{DESK}cases/?{query}").content.decode()
    assert page.count("/desk/case/") == count


def test_cases_come_in_pages(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, lived: list[Case]) -> None:
    monkeypatch.setattr("shirehall.capabilities.measures.staff.queries.PAGE", 4)
    client, seen, after = sign_in("team_leader", TEAM), [], ""
    for _page in range(3):
        page = client.get(f"{DESK}cases/?measure=submitted{after}").content.decode()
        seen += [case.reference for case in reversed(lived) if case.reference in page]
        after = f"&after={page.rpartition('after=')[2].partition(chr(34))[0]}" if "after=" in page else ""
    assert seen == [case.reference for case in reversed(lived)]
    assert after == ""
    assert client.get(f"{DESK}cases/?measure=submitted&after=x").status_code == 404
    assert client.get(f"{DESK}cases/?measure=nothing").status_code == 404
