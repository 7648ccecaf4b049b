"""One decision against its goals: the kernel alone through ten tables, and a whole decision with its explanation.

Run `make bench GOALS=decide`. CPU time is measured, because on shared cores the clock on the wall drifts; the
load of the machine stands beside each figure.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from shirehall.kernel.api import Answers, Version, decide, load, read_facts, settle_only

ROUNDS = 7
TIMES = 1_000
TABLES = 10
ON = date(2026, 6, 1)
AUTHORITY = "north"

HEAD = """
service: ten_tables
title: Ten tables
owner: team
offered_by: [north, south]
lawful_basis: public task
channels: [web]
decide_within: 10 working days
retention: {approve: 1 year after closed}
pages:
  - page: one
    questions:
      - {fact: kind, ask: "What kind?", type: choice, options: {red: Red, green: Green, blue: Blue}}
      - {fact: children, ask: "How many children?", type: integer, between: [0, 20]}
      - {fact: pension_age, ask: "Pension age?", type: yes_no}
  - page: two
    when: not pension_age
    questions:
      - {fact: income, ask: "What income?", type: money, between: [0.00, 10000.00]}
  - page: three
    questions:
      - {fact: savings, ask: "What savings?", type: money, between: [0.00, 100000.00]}
      - {fact: bill, ask: "What bill?", type: money, between: [0.00, 9000.00]}
"""

RATES = """
rates:
  - {rate: limit, type: money, by: authority, dated: [{from: 2025-04-01, is: {else: 16000.00}, source: The scheme}]}
  - rate: least
    type: money
    by: kind
    dated: [{from: 2025-04-01, is: {red: 100.00, green: 150.00, blue: 200.00}, source: The scheme}]
"""


def make_rules() -> str:
    """Nine tables of points, each reading the one before it, and the outcome."""
    lines = ["tables:"]
    for number in range(1, TABLES):
        before = f", points_{number - 1}: any" if number > 1 else ""
        lines += [
            f"  - table: table_{number}",
            f"    gives: {{points_{number}: integer}}",
            f'    because: "Your income of {{income}} is {{income.cell}}, which gives {{points_{number}}}."',
            "    else: 0",
            "    rows:",
            f"      - {{row: low, when: {{income: up to least, children: any{before}}}, then: {number}}}",
            "      - {row: family, when: {income: over least up to 5000.00, children: from 1}, then: 2}",
            "      - {row: middle, when: {income: over least up to 5000.00, children: 0}, then: 1}",
            "      - {row: high, when: {income: over 5000.00}, then: 0}",
        ]
    last = f"points_{TABLES - 1}"
    lines += [
        "  - table: outcome",
        "    hit: first",
        "    gives: {outcome: outcome}",
        "    rows:",
        '      - {row: old, when: {pension_age: yes}, then: refer, because: "An officer looks."}',
        '      - {row: rich, when: {savings: over limit}, then: refuse, because: "Your savings are {savings.cell}."}',
        f'      - {{row: none, when: {{{last}: 0}}, then: refuse, because: "You have no points."}}',
        f'      - {{row: some, when: {{{last}: from 1}}, then: approve, because: "You have {{{last}}} points."}}',
        "amounts:",
        "  - amount: award",
        "    type: money",
        '    when: outcome = "approve"',
        f'    is: "round(bill * {last} / 100, 0.01, half_up)"',
        '    because: "{award} of your bill of {bill}."',
    ]
    return "\n".join(lines)


def make_version() -> Version:
    """The service of ten tables."""
    return load({"service.yaml": HEAD, "rules.yaml": make_rules(), "rates.yaml": RATES})


def make_answers(version: Version) -> list[Answers]:
    """People of every kind, so that no branch is measured alone."""
    return [
        read_facts(version, {
            "kind": kind, "children": children, "pension_age": False, "income": Decimal(income),
            "savings": Decimal(savings), "bill": Decimal("1899.99"),
        }, on=ON)
        for kind in ("red", "green", "blue")
        for children in (0, 2)
        for income in ("99.99", "1234.56", "8000.00")
        for savings in ("500.00", "20000.00")
    ]  # fmt: skip


def timed(work: Callable[[Answers], Any], answers: list[Answers]) -> list[float]:
    """The CPU seconds of each call, over all answers, many times."""
    found = []
    for _ in range(TIMES // len(answers)):
        for each in answers:
            began = time.process_time_ns()
            work(each)
            found.append((time.process_time_ns() - began) / 1e9)
    return found


def main() -> None:
    version = make_version()
    answers = make_answers(version)
    alone, whole = [], []
    for _ in range(ROUNDS):
        alone.append(statistics.median(timed(
            lambda each: settle_only(version, each, authority=AUTHORITY, on=ON), answers
        )))  # fmt: skip
        seconds = timed(lambda each: decide(version, each, authority=AUTHORITY, on=ON), answers)
        whole.append(statistics.quantiles(seconds, n=20)[18])
    tell("kernel decision without explanation, ten tables", statistics.median(alone) * 1e6, 50, "us")
    tell("one decision with its explanation, p95", statistics.median(whole) * 1e3, 5, "ms")


def tell(goal: str, value: float, at_most: float, unit: str) -> None:
    """One JSON line of a goal."""
    line = {
        "goal": goal, "value": round(value, 3), "at_most": at_most, "unit": unit, "met": value <= at_most,
        "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip
    print(json.dumps(line))


if __name__ == "__main__":
    main()
