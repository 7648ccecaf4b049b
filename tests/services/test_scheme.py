"""Council Tax Reduction against the published grid, written a second time in plain Python."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.kernel.api import Answer, Decision, Judgement, Version, decide, load, read_facts
from shirehall.kernel.values import MoneyPer, Repeat
from tests.services.folders import AUTHORITIES, SERVICES, texts_of

TOPS = {
    "single": (12500, 17500, 22500, 27500), "couple": (17500, 22500, 27500, 32500), "one child": (22500, 27500, 32500, 37500),
    "more children": (27500, 32500, 37500, 42500), "protected": (27500, 32500, 37500, 42500),
}  # fmt: skip
EDGES = sorted({top + step for tops in TOPS.values() for top in tops for step in (-1, 0, 1)})
COUNTED = ("earnings", "self_employed", "pension", "other")
LEFT_OUT = (
    "attendance_allowance",
    "dla",
    "pip",
    "carers_allowance",
    "esa",
    "child_benefit",
    "maintenance",
    "war_pension",
)
ON = date(2025, 6, 2)

incomes = st.one_of(st.sampled_from(EDGES), st.integers(0, 60_000), st.integers(0, 1_000_000))
savings = st.one_of(
    st.sampled_from([0, 600_000, 600_001, 1_200_000, 1_200_001, 1_599_999, 1_600_000, 1_600_001]),
    st.integers(0, 3_000_000),
)
claims = st.fixed_dictionaries({
    "household_kind": st.sampled_from(["single", "couple"]), "children": st.integers(0, 20), "pension_age": st.booleans(),
    "receives_maximum_benefit": st.booleans(), "would_have_disability_premium": st.booleans(), "weekly_income": incomes,
    "capital": savings, "council_tax_bill": st.integers(0, 2_000_000),
})  # fmt: skip


@cache
def version() -> Version:
    return load(texts_of(SERVICES / "council_tax_reduction"))


def group(claim: dict[str, Any]) -> str:
    if claim["would_have_disability_premium"]:
        return "protected"
    if claim["children"] == 0:
        return str(claim["household_kind"])
    return "one child" if claim["children"] == 1 else "more children"


def expected(claim: dict[str, Any]) -> tuple[str, dict[str, int]]:
    """The outcome and the amounts that the scheme gives, in whole percents and pence."""
    if claim["pension_age"]:
        return "refer", {}
    nothing = {"reduction_percent": 0, "reduction_a_year": 0}
    if claim["capital"] > 16_000_00:
        return "refuse", nothing
    column = group(claim)
    steps = (77, 60, 40, 20) if column == "protected" else (50, 40, 20, 10)
    percent = steps[0]
    if not claim["receives_maximum_benefit"]:
        percent = next(
            (step for step, top in zip(steps, TOPS[column], strict=True) if claim["weekly_income"] <= top), 0
        )
    if percent == 0:
        return "refuse", nothing
    year = (Decimal(claim["council_tax_bill"]) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return "approve", {"reduction_percent": percent, "reduction_a_year": int(year)}


def decided(claim: dict[str, Any], *, on: date = ON, authority: str = AUTHORITIES[0]) -> Decision:
    return decide(
        version(), {name: Answer("known", value) for name, value in claim.items()}, authority=authority, on=on
    )


@settings(max_examples=400, deadline=None)
@given(claims, st.sampled_from(AUTHORITIES), st.dates(date(2025, 4, 1), date(2027, 3, 31)))
def test_it_gives_what_the_published_scheme_gives(claim: dict[str, Any], authority: str, on: date) -> None:
    decision = decided(claim, on=on, authority=authority)
    outcome, amounts = expected(claim)
    assert (decision.outcome, dict(decision.amounts)) == (outcome, amounts)
    assert decision.reasons
    assert not decision.missing_facts


def test_it_gives_what_the_scheme_gives_at_every_edge_in_pence() -> None:
    for column, tops in TOPS.items():
        for income in sorted({top + step for top in tops for step in (-1, 0, 1)}):
            claim = {
                "household_kind": "single" if column == "single" else "couple", "pension_age": False, "capital": 0,
                "children": {"one child": 1, "more children": 2}.get(column, 0), "receives_maximum_benefit": False,
                "would_have_disability_premium": column == "protected", "weekly_income": income, "council_tax_bill": 190_000,
            }  # fmt: skip
            decision = decided(claim)
            assert (decision.outcome, dict(decision.amounts)) == expected(claim), (column, income)


def test_the_worked_case_of_the_scheme() -> None:
    given_facts = {
        "household_kind": "couple", "children": 1, "receives_maximum_benefit": False, "would_have_disability_premium": False,
        "pension_age": False, "capital": Decimal(500), "council_tax_bill": Decimal("1900.00"),
    }  # fmt: skip
    found = {}
    for income in ("275.00", "275.01", "300.00"):
        answers = read_facts(version(), {**given_facts, "weekly_income": Decimal(income)}, on=ON)
        found[income] = dict(decide(version(), answers, authority="west_dorset", on=ON).amounts)
    assert found["275.00"] == {"reduction_percent": 40, "reduction_a_year": 76_000}
    assert found["275.01"] == found["300.00"] == {"reduction_percent": 20, "reduction_a_year": 38_000}


items = st.lists(
    st.tuples(
        st.sampled_from([*COUNTED, *LEFT_OUT]),
        st.integers(0, 200_000),
        st.sampled_from(["week", "month", "year"]),
    ),
    max_size=20,
)


@settings(max_examples=150, deadline=None)
@given(items)
def test_income_is_added_up_from_its_parts(given_items: list[tuple[str, int, str]]) -> None:
    total = Decimal(0)
    for kind, pence, per in given_items:
        if kind in COUNTED:
            weekly = Decimal(pence) * {"week": 52, "month": 12, "year": 1}[per] / 52
            total += weekly.quantize(Decimal(1), ROUND_HALF_UP)
    repeat = Repeat(
        tuple({"kind": kind, "amount": MoneyPer(pence, per)} for kind, pence, per in given_items), done=True
    )
    claim = {
        "household_kind": "single", "children": 0, "pension_age": False, "receives_maximum_benefit": False,
        "would_have_disability_premium": False, "incomes": repeat, "capital": 0, "council_tax_bill": 100_000,
    }  # fmt: skip
    decision = decided(claim)
    assert decision.results["weekly_income"] == total
    assert decision.outcome == expected({**claim, "weekly_income": int(total)})[0]


@settings(max_examples=80, deadline=None)
@given(claims, st.integers(0, 100))
def test_an_officers_judgement_settles_a_case_of_pension_age_and_no_other(
    claim: dict[str, Any], percent: int
) -> None:
    answers = {name: Answer("known", value) for name, value in claim.items()}
    judgement = Judgement(
        "pension_percent",
        percent,
        "Worked out by the national scheme",
        "officer",
        datetime(2025, 6, 2, tzinfo=UTC),
    )
    decision = decide(version(), answers, judgements=[judgement], authority="north_dorset", on=ON)
    if not claim["pension_age"]:
        assert (decision.outcome, dict(decision.amounts)) == expected(claim)
    elif percent == 0:
        assert (decision.outcome, dict(decision.amounts)) == (
            "refuse",
            {"reduction_percent": 0, "reduction_a_year": 0},
        )
    else:
        year = (Decimal(claim["council_tax_bill"]) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
        assert (decision.outcome, dict(decision.amounts)) == (
            "approve",
            {"reduction_percent": percent, "reduction_a_year": year},
        )


@settings(max_examples=150, deadline=None)
@given(claims)
def test_evidence_is_owed_by_risk_band_and_never_changes_the_outcome(claim: dict[str, Any]) -> None:
    decision = decided(claim)
    points = 0 if claim["receives_maximum_benefit"] else 10 + (25 if claim["weekly_income"] < 50_00 else 0)
    points += 20 if claim["capital"] > 12_000_00 else 10 if claim["capital"] > 6_000_00 else 0
    band = "high" if points >= 40 else "medium" if points >= 20 else "low"
    assert decision.risk_band == band
    owed = set()
    if decision.outcome != "refuse" and not claim["receives_maximum_benefit"] and band != "low":
        owed.add("proof_of_income")
    if decision.outcome != "refuse" and band == "high":
        owed |= {"proof_of_identity"} | ({"proof_of_savings"} if claim["capital"] > 6_000_00 else set())
    assert set(decision.missing_evidence) == owed
    accepted = dict.fromkeys(owed, "accepted")
    answers = {name: Answer("known", value) for name, value in claim.items()}
    after = decide(version(), answers, evidence=accepted, authority=AUTHORITIES[0], on=ON)
    assert not after.missing_evidence
    assert (after.outcome, after.amounts) == (decision.outcome, decision.amounts)
