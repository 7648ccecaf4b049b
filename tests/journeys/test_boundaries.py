"""The edges of the grid at the penny: the command line, the web and the desk decide the same, for the same reasons."""

import re
from typing import Any

import pytest

from tests.browser.people import applicant
from tests.browser.server import Server
from tests.journeys.deciding import decided
from tests.journeys.visitor import Visitor, words

SERVICE = "council_tax_reduction"
WEB_WORDS = {"approve": "Your application is approved", "refuse": "We cannot give you this"}
DESK_WORDS = {"approve": "Approved", "refuse": "Refused"}

# household, children, disability premium, weekly income
EDGES = [
    *((("single", 0, False), income) for income in ("125.00", "125.01", "275.00", "275.01")),
    *((("couple", 0, False), income) for income in ("175.00", "175.01")),
    *((("couple", 1, False), income) for income in ("275.00", "275.01", "375.00", "375.01")),
    *((("single", 2, False), income) for income in ("425.00", "425.01")),
    *((("couple", 3, True), income) for income in ("275.00", "275.01", "425.00", "425.01")),
]
DESK_EDGES = {
    ("couple", 1, False): ("225.00", "225.01", "275.00", "275.01", "375.00", "375.01"),
    ("single", 0, True): ("275.00", "275.01", "425.00", "425.01"),
}


def facts_of(group: tuple[str, int, bool], income: str, *, bill: float = 1900.00) -> dict[str, Any]:
    """The facts as the command line takes them."""
    household, children, premium = group
    return {
        "household_kind": household, "children": children, "weekly_income": float(income), "capital": 500.00,
        "would_have_disability_premium": premium, "receives_maximum_benefit": False, "pension_age": False,
        "council_tax_bill": bill,
    }  # fmt: skip


def person_of(group: tuple[str, int, bool], income: str) -> Any:
    """Somebody with these facts."""
    household, children, premium = group
    return applicant(
        "Edge Walker", household=household, children=str(children), premium="yes" if premium else "no",
        incomes=(("earnings", income, "week"),), capital="500.00",
    )  # fmt: skip


def shown(decision: dict[str, Any]) -> tuple[list[str], str, str]:
    """Reasons and amounts of a decision as a page shows them."""
    amounts = decision["amounts"]
    pounds = f"£{amounts['reduction_a_year'] / 100:,.2f}"
    return [each["text"] for each in decision["reasons"]], f"{amounts['reduction_percent']}%", pounds


@pytest.mark.parametrize(("group", "income"), EDGES, ids=lambda each: str(each).replace(" ", ""))
def test_the_web_decides_as_the_command_line(
    server: Server, group: tuple[str, int, bool], income: str
) -> None:
    expected = decided(SERVICE, facts_of(group, income))
    visitor = Visitor(server.url).apply(SERVICE, person_of(group, income))
    reasons, percent, pounds = shown(expected)
    found = re.search(r"Why</h3>\s*<ul[^>]*>(.*?)</ul>", visitor.main, re.DOTALL)
    assert found, visitor.says
    listed = [
        words(re.sub(r"<span.*?</span>", "", each))
        for each in re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)
    ]
    assert listed == reasons
    assert WEB_WORDS[expected["outcome"]] in visitor.says
    assert percent in visitor.says
    assert pounds in visitor.says


@pytest.mark.parametrize("group", list(DESK_EDGES), ids=lambda each: str(each).replace(" ", ""))
def test_the_desk_decides_as_the_command_line(server: Server, group: tuple[str, int, bool]) -> None:
    """An officer gives the derived income itself, with a reason, edge after edge of one case."""
    reference = Visitor(server.url).apply(SERVICE, person_of(group, "50.00")).reference
    email = "ada.fernhollow@example.org" if group[1] else "cleo.marchwell@example.org"
    officer = Visitor(server.url).officer(email)
    for income in DESK_EDGES[group]:
        expected = decided(SERVICE, facts_of(group, income))
        officer.open(f"/desk/case/{reference}/change/weekly_income/")
        officer.send(
            {
                "change-value": income,
                "change-purpose": "correction",
                "change-reason": f"The payslips say {income}.",
            }
        )
        assert officer.path == f"/desk/case/{reference}/", officer.says
        reasons, percent, pounds = shown(expected)
        section = re.search(r'<section id="decision".*?</section>', officer.main, re.DOTALL)
        assert section
        said = re.search(r'<ul class="dk-list">(.*?)</ul>', section[0], re.DOTALL)
        assert said
        listed = [
            words(re.sub(r"<span.*?</span>", "", each))
            for each in re.findall(r"<li>(.*?)</li>", said[1], re.DOTALL)
        ]
        assert listed == reasons
        first = words(section[0].split("<ul")[0])
        assert DESK_WORDS[expected["outcome"]] in first
        assert percent in first
        assert pounds in first
