"""What differs between two decisions: outcome, queue, amounts, reasons."""

from collections.abc import Mapping
from typing import Any

from shirehall.kernel.api import Decision

PARTS = ("outcome", "queue", "amounts", "reasons")


def parts_of(decision: Decision) -> Mapping[str, Any]:
    """What is held against each other. Amounts in pence and whole percents; reasons as table, row and sentence."""
    return {
        "outcome": decision.outcome,
        "queue": decision.queue,
        "amounts": dict(decision.amounts),
        "reasons": [[each.table, each.row, each.text] for each in decision.reasons],
    }


def differences(case: str, expected: Decision, got: Decision) -> list[dict[str, Any]]:
    """One entry a part that differs, empty where nothing does."""
    wanted, found = parts_of(expected), parts_of(got)
    return [
        {"case": case, "what": part, "expected": wanted[part], "got": found[part]}
        for part in PARTS
        if wanted[part] != found[part]
    ]
