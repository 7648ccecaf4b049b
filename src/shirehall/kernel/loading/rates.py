"""Dated amounts out of rates.yaml."""

from collections.abc import Collection
from typing import Any

from shirehall.kernel.definition import Rate, RateEntry
from shirehall.kernel.loading import keys
from shirehall.kernel.loading.place import Place, whole_of
from shirehall.kernel.source import Map, Scalar


def load_rates(place: Place | None) -> dict[str, Rate]:
    """The rates by name, each with its entries oldest first."""
    rates: dict[str, Rate] = {}
    if place is None:
        return rates
    place.only(keys.RATES)
    for each in place.places("rates"):
        each.only(keys.RATE)
        name = each.word("rate")
        kind: Any = each.one_of("type", ("money", "percent", "integer", "date"))
        by = each.word("by", "") if each.has("by") else ""
        entries = tuple(entry for dated in each.places("dated") if (entry := _entry(dated, kind, by)))
        if not entries and each.has("dated"):
            each.fault("dated", "the rate has no amount", "add `{from: 2026-04-01, is: 1.00, source: ...}`")
        elif not each.has("dated"):
            each.fault(
                "dated",
                "`dated` is missing",
                "add `dated: [{from: 2026-04-01, is: 1.00, source: ...}]`",
                line=each.line(),
            )
        if len({entry.from_on for entry in entries}) < len(entries):
            each.fault("dated", "two entries begin on the same day", "keep one of them")
        if name in rates:
            each.fault("rate", f"there are two rates `{name}`", "put the dates of both under one")
        rates[name] = Rate(
            name=name, title=each.text("title", name.replace("_", " ")), kind=kind or "money", by=by,
            dated=tuple(sorted(entries, key=lambda entry: entry.from_on)), line=each.line(),
        )  # fmt: skip
    return rates


def _entry(place: Place, kind: str, by: str) -> RateEntry | None:
    place.only(keys.DATED)
    from_on = place.day("from")
    source = place.text("source")
    node = place.node.items.get("is")
    amounts: dict[str, int] = {}
    if isinstance(node, Map) and by:
        for key, value in node.items.items():
            amounts[key] = _amount(place, kind, value)
    elif isinstance(node, Scalar) and not by:
        amounts[""] = _amount(place, kind, node)
    elif node is None:
        place.fault("is", "the amount is missing", "add `is: 125.00`", line=place.line())
    elif by:
        place.fault(
            "is",
            f"the rate differs by {by}, so it needs an amount for each",
            "write `is: {one: 1.00, two: 2.00}`",
        )
    else:
        place.fault(
            "is",
            "the rate does not differ, but several amounts are given",
            "add `by: authority`, or the name of a choice fact",
        )
    return RateEntry(from_on, amounts, source) if from_on and amounts else None


def _amount(place: Place, kind: str, node: Any) -> int:
    whole = whole_of(kind, node.text) if isinstance(node, Scalar) else None
    if whole is None:
        place.fault(
            "is",
            f"`{getattr(node, 'text', '...')}` is not an amount of type {kind}",
            "write pounds and pence as 125.00, or a whole number",
        )
        return 0
    return whole


def check_rate_keys(rate: Rate, options: Collection[str]) -> list[tuple[str, str]]:
    """(missing, unknown) keys of a rate by a choice: each option needs an amount on every date."""
    wrong = []
    for entry in rate.dated:
        covered = set(entry.amounts)
        if "else" not in covered:
            wrong += [("missing", option) for option in options if option not in covered]
        wrong += [("unknown", key) for key in covered if key not in options and key != "else"]
    return wrong
