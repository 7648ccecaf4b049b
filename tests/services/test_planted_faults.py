"""Each fault planted in a copy of a real service is refused by a message that names it, its file and its line."""

import pytest

from shirehall.kernel.api import Problem, check
from tests.services.folders import SERVICES, partnership, texts_of

FOLDER = SERVICES / "council_tax_reduction"


def _problems(texts: dict[str, str]) -> tuple[Problem, ...]:
    return check(texts, **partnership())


def _with(file: str, old: str, new: str) -> tuple[Problem, ...]:
    texts = texts_of(FOLDER)
    assert texts[file].count(old) >= 1, f"{old!r} is not in {file}"
    return _problems({**texts, file: texts[file].replace(old, new, 1)})


BAND_40 = (
    "      - {row: band_40, when: {scheme_group: [single, couple, family_1, family_2], "
    "weekly_income: over band_50_up_to up to band_40_up_to}, then: 40}\n"
)
AWARD = "      - {row: award, when"
CHILDREN = "between: [0, 20]}\n"

FAULTS = {
    "a gap": ("rules.yaml", BAND_40, "", "nothing covers scheme_group single, weekly_income 125.01 to 175.00"),
    "an overlap": (
        "rules.yaml", "weekly_income: up to band_50_up_to", "weekly_income: up to band_40_up_to",
        "rows `band_50` and `band_40` both match scheme_group single, weekly_income 125.01 to 175.00",
    ),
    "a gap of one penny": (
        "rules.yaml", "weekly_income: up to band_50_up_to", "weekly_income: under band_50_up_to",
        "nothing covers scheme_group single, weekly_income 125.00",
    ),
    "a dead row": (
        "rules.yaml", AWARD, '      - {row: late, when: {pension_age: yes}, then: refuse, because: "Too late."}\n' + AWARD,
        "row `late` can never win",
    ),
    "an outcome that is not covered": (
        "rules.yaml", "when: {scheme_percent: from 1}", "when: {scheme_percent: from 11}", "nothing covers pension_age no",
    ),
    "a page that cannot be reached": (
        "service.yaml", "when: not receives_maximum_benefit",
        'when: "receives_maximum_benefit and not receives_maximum_benefit"', "page `income` can never be reached",
    ),
    "a condition that looks ahead": (
        "service.yaml", "when: not receives_maximum_benefit", "when: capital > 0.00",
        "its condition reads `capital`, which no earlier question asks",
    ),
    "a circle": ("rules.yaml", "then: band_percent}", "then: percent_off}", "these facts wait for each other"),
    "a question that nothing uses": (
        "service.yaml", CHILDREN, CHILDREN + '      - {fact: pets, ask: "How many pets do you have?", type: integer, between: [0, 9]}\n',
        "`pets` is asked and nothing uses it",
    ),
    "a question asked twice": (
        "service.yaml", CHILDREN, CHILDREN + '      - {fact: children, ask: "How many?", type: integer, between: [0, 9]}\n',
        "`children` is asked twice",
    ),
    "a word where a number is meant": ("rules.yaml", "children: from 2", "children: from two", "`two` is neither a whole number nor a rate"),
    "a rate of another type": (
        "rules.yaml", "weekly_income: up to protected_77_up_to", "weekly_income: up to medium_from",
        "the rate `medium_from` is a whole number and `weekly_income` an amount in pounds",
    ),
    "an option that is not there": ("rules.yaml", "household_kind: couple}", "household_kind: pair}", "`pair` is not an option of `household_kind`"),
    "a fact that is not there": ("rules.yaml", "{capital: over capital_limit}", "{capitol: over capital_limit}", "reads `capitol`, which is not a fact"),
    "a rate that is not there": ("rules.yaml", "over capital_limit", "over capital_limits", "did you mean `capital_limit`?"),
    "three decimals of money": ("rules.yaml", "over 12000.00", "over 12000.005", "`12000.005` is neither"),
    "a percentage as an outcome": ("rules.yaml", "then: refuse", "then: 0", "`0` is not one of the outcomes this table gives"),
    "a row without a reason": ("rules.yaml", ', because: "Your income is above the highest band of the scheme."', "", "a row that decides says no reason"),
    "a queue that is not there": ("rules.yaml", "to: benefits_pension_age", "to: benefit_pension_age", "did you mean `benefits_pension_age`?"),
    "a team that is not there": ("service.yaml", "owner: revenues_and_benefits", "owner: revenue", "`revenue` is not a team"),
    "an authority that is not there": ("service.yaml", "[north_dorset, west", "[north_dorsett, west", "`north_dorsett` is not an authority"),
    "a channel that is not there": ("service.yaml", "channels: [web", "channels: [fax, web", "`fax` is not a channel"),
    "a shared page set that is not there": ("service.yaml", "- shared: applicant", "- shared: aplicant", "there is no shared page set `aplicant`"),
    "no time of keeping": ("service.yaml", "  refuse: 2 years after closed\n", "", "it is not said how long `refuse` is kept"),
    "a reminder without its words": ("messages/reminder.md", "# sms\n", "", "it reminds by sms, but no reminder has wording for sms"),
    "a placeholder that names nothing": ("messages/refuse.md", "Dear {name}", "Dear {nam}", "`{nam}` names no fact"),
    "a placeholder in a reason": ("rules.yaml", "{children} children live", "{child} children live", "`{child}` names no fact"),
    "broken YAML": ("rules.yaml", "then: protected, because", "then: protected, {because", "the file cannot be read"),
    "a colon in a bare sentence": ("service.yaml", "summary: Pay less", "summary: Pay: less", "put the sentence in double quotes"),
    "a key twice": ("service.yaml", "owner: revenues_and_benefits", "owner: finance\nowner: revenues_and_benefits", "`owner` stands twice, first on line"),
    "an anchor": ("service.yaml", "title: Apply", "title: &words Apply", "&words names a part to be used again"),
    "an alias": ("service.yaml", "title: Apply for Council Tax Reduction", "title: *words", "*words refers to something written elsewhere"),
    "a tag": ("service.yaml", "title: Apply", "title: !!str Apply", "is not allowed"),
    "a key without a value": ("service.yaml", "title: Apply for Council Tax Reduction", "title:", "`title` has no value"),
    "a key that does not belong": ("service.yaml", "owner: revenues", "ownr: x\nowner: revenues", "`ownr` is not a key that belongs here"),
    "a type that is not there": ("service.yaml", "type: integer", "type: intiger", "did you mean `integer`?"),
    "bounds the wrong way round": ("service.yaml", "between: [0, 20]", "between: [20, 0]", "the bounds cannot be read"),
    "an expression that cannot be read": ("service.yaml", "when: not receives_maximum_benefit", "when: not not or", "cannot be read"),
    "an expression of the wrong type": ("service.yaml", "when: not receives_maximum_benefit", "when: children + 1", "yes/no"),
    "an example that is wrong": ("examples.yaml", "expect: {outcome: approve", "expect: {outcome: refuse", "expects outcome refuse"),
    "an example of an unknown fact": ("examples.yaml", "capital: 500.00", "capitol: 500.00", "capitol"),
    "a rate without an amount for a group": ("rates.yaml", ", family_2: 275.00}", "}", "nothing covers scheme_group family_2"),
    "two entries on one day": ("rates.yaml", "from: 2026-04-01", "from: 2025-04-01", "two entries begin on the same day"),
    "a date that is not one": ("rates.yaml", "from: 2026-04-01", "from: 2026-04-31", "`2026-04-31` is not a date"),
    "an evidence of nothing": ("service.yaml", "proves: [capital]", "proves: [capitals]", "it proves `capitals`, which is not a fact"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named(fault: str) -> None:
    file, old, new, says = FAULTS[fault]
    problems = _with(file, old, new)
    named = [problem for problem in problems if says in str(problem)]
    assert named, "\n".join(map(str, problems)) or "no problem was found"
    assert all(problem.level == "error" and problem.file for problem in named)
    assert "Mend:" in str(named[0]), f"no mend is said: {named[0]}"


@pytest.mark.parametrize("file", ["approve", "refuse", "refer", "evidence_wanted", "reminder"])
def test_a_message_that_is_missed_is_named(file: str) -> None:
    texts = texts_of(FOLDER)
    del texts[f"messages/{file}.md"]
    found = "\n".join(str(problem) for problem in _problems(texts) if problem.level == "error")
    wanted = {"evidence_wanted": "no message asks for it", "reminder": "no reminder has wording"}
    assert wanted.get(file, f"no message tells a person of the outcome `{file}`") in found


def test_broken_yaml_is_named_with_its_line() -> None:
    texts = texts_of(FOLDER)
    lines = texts["rates.yaml"].splitlines(keepends=True)
    lines.insert(20, "\t- {rate: tab}\n")
    problem = _problems({**texts, "rates.yaml": "".join(lines)})[0]
    assert (problem.file, problem.line) == ("rates.yaml", 21)
    assert "tabs" in problem.mend


def test_a_row_that_no_example_hits_is_named() -> None:
    texts = texts_of(FOLDER)
    kept = texts["examples.yaml"].split("  # Pension age goes to an officer")[0]
    found = "\n".join(map(str, _problems({**texts, "examples.yaml": kept})))
    for row in ("pension_award", "pension_nothing", "pension_age"):
        assert f"no example hits row `{row}`" in found


def test_a_limit_typed_in_a_sentence_is_advised_against() -> None:
    problems = _with("rules.yaml", "You have savings of {capital}.", "Your savings are over £6,000.00.")
    assert [each.level for each in problems] == ["advice"]
    assert "6,000.00 is a limit of the row" in str(problems[0])


def test_several_faults_are_all_named_at_once() -> None:
    texts = texts_of(FOLDER)
    texts["rules.yaml"] = (
        texts["rules.yaml"]
        .replace("children: from 2", "children: from two")
        .replace("over 12000.00", "over lots")
    )
    found = "\n".join(map(str, _problems(texts)))
    assert "`two`" in found
    assert "`lots`" in found
