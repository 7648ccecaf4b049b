import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Said

Run = Callable[..., Said]
SINGLE: dict[str, Any] = {
    "household_kind": "single", "children": 0, "weekly_income": 100, "would_have_disability_premium": False,
    "receives_maximum_benefit": False, "pension_age": False, "capital": 1000, "council_tax_bill": 1500,
}  # fmt: skip
COUPLE = {**SINGLE, "household_kind": "couple"}
ONE_CHILD, FIVE_CHILDREN = {**SINGLE, "children": 1}, {**COUPLE, "children": 5}
PROTECTED = {**SINGLE, "would_have_disability_premium": True}
OPTIONS = ("--on", "2025-06-01", "--json")


def decide(shirehall: Run, facts: object, *options: str) -> Said:
    text = facts if isinstance(facts, bytes | str) else json.dumps(facts)
    return shirehall("decide", "council_tax_reduction", "--answers", "-", *OPTIONS, *options, given=text)


@pytest.mark.parametrize(
    ("facts", "income", "percent"),
    [
        (SINGLE, 125, 50), (SINGLE, 125.01, 40), (SINGLE, 175, 40), (SINGLE, 175.01, 20), (SINGLE, 225, 20),
        (SINGLE, 225.01, 10), (SINGLE, 275, 10), (SINGLE, 275.01, 0),
        (COUPLE, 175, 50), (COUPLE, 175.01, 40), (COUPLE, 225, 40), (COUPLE, 225.01, 20),
    ],
)  # fmt: skip
def test_each_side_of_a_band_is_decided_to_the_penny(
    shirehall: Run, facts: dict[str, Any], income: float, percent: int
) -> None:
    said = decide(shirehall, {**facts, "weekly_income": income})
    assert said.code == 0
    assert said.decision["outcome"] == ("approve" if percent else "refuse")
    assert said.decision["amounts"] == {"reduction_percent": percent, "reduction_a_year": percent * 1500}
    assert said.decision["reasons"][0]["source"]


def test_a_benefit_that_passports_gives_the_most_of_the_group(shirehall: Run) -> None:
    for facts, percent in ((SINGLE, 50), (FIVE_CHILDREN, 50), (ONE_CHILD, 50), (PROTECTED, 77)):
        given = {**facts, "receives_maximum_benefit": True, "weekly_income": 900}
        assert decide(shirehall, given).decision["amounts"]["reduction_percent"] == percent


def test_what_is_printed_has_every_part_that_is_promised(shirehall: Run) -> None:
    decision = decide(shirehall, SINGLE).decision
    assert {
        "service", "version", "rates_version", "outcome", "results", "amounts", "reasons", "why_not", "missing",
        "risk_band", "next_steps",
    } <= set(decision)  # fmt: skip
    assert set(decision["missing"]) == {"facts", "evidence"}
    assert {"text", "row", "source"} <= set(decision["reasons"][0])


def test_a_date_before_any_amounts_goes_to_an_officer(shirehall: Run) -> None:
    for on, outcome in (("0001-01-01", "refer"), ("2025-03-31", "refer"), ("2025-04-01", "approve")):
        assert decide(shirehall, SINGLE, "--on", on).decision["outcome"] == outcome


@pytest.mark.parametrize("missing", ["household_kind", "capital", "council_tax_bill", "pension_age"])
def test_an_absent_or_empty_fact_is_missing_and_said_to_be(shirehall: Run, missing: str) -> None:
    for facts in ({k: v for k, v in SINGLE.items() if k != missing}, {**SINGLE, missing: None}):
        decision = decide(shirehall, facts).decision
        assert decision["outcome"] == "incomplete"
        assert missing in decision["missing"]["facts"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kapital": 1}, "did you mean `capital`"),
        ({"capital": -1}, "£0.00 or more"),
        ({"capital": 1.005}, "at most 2 decimals"),
        ({"capital": "1000"}, "number of pounds"),
        ({"capital": True}, "number of pounds"),
        ({"capital": [1]}, "number of pounds"),
        ({"weekly_income": 100.005}, "at most two decimals"),
        ({"weekly_income": -0.01}, "from £0.00"),
        ({"children": 1.5}, "whole number"),
        ({"children": "0"}, "whole number"),
        ({"children": True}, "whole number"),
        ({"children": -1}, "0 or more"),
        ({"household_kind": "lonely"}, "single, couple"),
        ({"household_kind": "\ud800"}, "single, couple"),
        ({"pension_age": "false"}, "true or false"),
        ({"pension_age": 0}, "true or false"),
        ({"outcome": "approve"}, "cannot be given"),
        ({"reduction_a_year": 5}, "not a fact of this service"),
        ({"incomes": [{"nope": 1}]}, "is not asked"),
        ({"date_of_birth": "1.2.1990"}, "like 2026-03-27"),
        ({"full_name": "x" * 5000}, "250 characters or fewer"),
        ({"": 1}, "not a fact of this service"),
    ],
)
def test_a_wrong_fact_is_refused_by_name_and_never_taken_as_missing(
    shirehall: Run, changes: dict[str, Any], said: str
) -> None:
    refused = decide(shirehall, {**SINGLE, **changes})
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.error
    assert next(iter(changes)) in refused.error


def test_every_wrong_fact_is_named_at_once(shirehall: Run) -> None:
    refused = decide(shirehall, {"capital": -1, "children": "x", "zzz": 1})
    assert all(name in refused.error for name in ("capital", "children", "zzz"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON: line 1, column 1"),
        ("{a}", "is not JSON: line 1, column 2"),
        ("[]", "must hold one object"),
        ("1", "must hold one object"),
        ('{"capital": NaN}', "NaN is not a number"),
        ('{"capital": -Infinity}', "-Infinity is not a number"),
        ('{"capital": 1e999999}', "number of pounds"),
        ('{"children": 1, "children": 2}', "'children' is given twice"),
        ('{"children": ' + "9" * 5000 + "}", "too many digits"),
        ("[" * 100_000, "too deep"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "too deep"),
        ('{"a": "' + "x" * 1_000_001 + '"}', "over a million bytes"),
        (b"\xff\xfe{", "not UTF-8"),
    ],
)
def test_text_that_cannot_be_read_gets_one_plain_sentence(
    shirehall: Run, text: str | bytes, said: str
) -> None:
    refused = decide(shirehall, text)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.error
    assert len(refused.error.splitlines()) == 1


def test_a_byte_order_mark_does_no_harm(shirehall: Run) -> None:
    assert decide(shirehall, b"\xef\xbb\xbf" + json.dumps(SINGLE).encode()).decision["outcome"] == "approve"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--on", "2025-02-30"), "Write it as 2026-04-01"),
        (("--on", "20250601"), "Write it as 2026-04-01"),
        (("--on", "2025-W10-1"), "Write it as 2026-04-01"),
        (("--on", ""), "Write it as 2026-04-01"),
        (("--authority", "mars"), "north_dorset, west_dorset"),
        (("--authority", ""), "north_dorset, west_dorset"),
    ],
)
def test_a_wrong_date_or_authority_is_refused(shirehall: Run, options: tuple[str, str], said: str) -> None:
    refused = decide(shirehall, SINGLE, *options)
    assert refused.code == 2
    assert said in refused.error


def test_facts_come_from_a_file_too(shirehall: Run, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(SINGLE))
    said = shirehall("decide", "council_tax_reduction", "--answers", file, "--on", "2025-06-01")
    assert said.code == 0
    assert "£750.00" in said.out


def test_a_file_that_is_not_one_is_refused(shirehall: Run, tmp_path: Path) -> None:
    for source in (tmp_path / "nowhere.json", tmp_path, "a\0b"):
        refused = shirehall("decide", "council_tax_reduction", "--answers", source)
        assert refused.code == 2
        assert "cannot be read" in refused.error


def test_what_never_ends_is_read_no_further_than_the_limit(shirehall: Run) -> None:
    refused = shirehall("decide", "council_tax_reduction", "--answers", "/dev/zero")
    assert (refused.code, "over a million bytes" in refused.error) == (2, True)


def test_an_unknown_service_is_answered_with_those_there_are(shirehall: Run) -> None:
    for command in (("decide", "nope", "--answers", "-"), ("show", "nope"), ("schema", "nope")):
        refused = shirehall(*command)
        assert refused.code == 2
        assert "council_tax_reduction" in refused.error


def test_the_answers_must_be_named(shirehall: Run) -> None:
    refused = shirehall("decide", "council_tax_reduction")
    assert refused.code == 2
    assert "--answers" in refused.error
