"""One JSON line a goal. A goal that is missed is printed as missed: it is a measurement and not a test."""

import json
import os
import statistics
from collections.abc import Sequence
from typing import Any


def say_ratio(
    goal: str,
    ratios: Sequence[float],
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    **more: Any,
) -> None:
    """Print the line of a goal that is a ratio: the median of its rounds, with the smallest and the largest."""
    ratio = statistics.median(ratios)
    _say(
        goal,
        {"ratio": round(ratio, 2), **_bounds(ratio, at_least, at_most)},
        {"rounds": len(ratios), "spread": [round(min(ratios), 2), round(max(ratios), 2)], **more},
    )


def say_value(
    goal: str,
    values: Sequence[float],
    *,
    unit: str,
    at_least: float | None = None,
    at_most: float | None = None,
    **more: Any,
) -> None:
    """Print the line of a goal that is a value: the median of its rounds."""
    value = statistics.median(values)
    _say(
        goal,
        {"value": round(value, 2), **_bounds(value, at_least, at_most), "unit": unit},
        {"rounds": len(values), **more},
    )


def _bounds(value: float, at_least: float | None, at_most: float | None) -> dict[str, Any]:
    bounds = {"at_least": at_least, "at_most": at_most}
    met = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
    return {**{name: bound for name, bound in bounds.items() if bound is not None}, "met": met}


def _say(goal: str, result: dict[str, Any], more: dict[str, Any]) -> None:
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({"goal": goal, **result, **more, "load": load}), flush=True)
