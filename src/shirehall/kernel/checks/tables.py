"""Proofs of the tables, for every date on which a rate changes and every authority that differs."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from shirehall.kernel.definition import Fact, Rate, Service
from shirehall.kernel.grids.api import NOT_APPLICABLE, WHOLE, Finding, Side, prove
from shirehall.kernel.loading.place import Faults, nearest
from shirehall.kernel.loading.rates import check_rate_keys
from shirehall.kernel.tables import TableWords, entry_on, grid_domain, make_grid
from shirehall.kernel.version import Version
from shirehall.kernel.words import show_kind

MOST_COMBINATIONS = 200


def check_tables(version: Version, faults: Faults) -> None:
    """Writes down every gap, overlap, dead row and unbounded column, each once."""
    service = version.service
    _check_rates(service, faults)
    for words in version.words.values():
        unbounded = [fact for fact in words.facts if grid_domain(fact) is None]
        for fact in unbounded:
            faults.add(
                "rules.yaml",
                words.table.line,
                words.table.name,
                f"the column `{fact.name}` has no bounds, so nothing can be proved",
                "give the fact `between: [least, most]`, or make it a choice",
            )
        needs_else = (
            words.table.hit == "unique"
            and not words.table.has_else
            and any(fact.may_be_not_applicable for fact in words.facts)
        )
        if needs_else and not unbounded:
            names = ", ".join(fact.name for fact in words.facts if fact.may_be_not_applicable)
            faults.add(
                "rules.yaml",
                words.table.line,
                words.table.name,
                f"`{names}` may be not applicable",
                "say what then: add `else: not applicable`, or `else:` and a value",
                advice=True,
            )
        if not unbounded:
            _prove_all(version, words, faults)


def _check_rates(service: Service, faults: Faults) -> None:
    for rate in service.rates.values():
        if rate.by and rate.by != "authority":
            options = service.facts[rate.by].options if rate.by in service.facts else {}
            # An option without an amount is for the proof of the table that needs it; an unknown one is a slip.
            for sort, key in check_rate_keys(rate, options):
                if sort == "unknown":
                    said = f"`{key}` is not an option of `{rate.by}`"
                    faults.add("rates.yaml", rate.line, rate.name, said, nearest(key, options))


def _prove_all(version: Version, words: TableWords, faults: Faults) -> None:
    dead: dict[str, int] = {}
    runs = 0
    said: set[str] = set()
    for authority, on in _settings(version, words):
        combinations = list(itertools.product(*[tuple(fact.options) for fact in words.by]))
        if len(combinations) > MOST_COMBINATIONS:
            faults.add(
                "rules.yaml",
                words.table.line,
                words.table.name,
                "its rates differ by too many values to be proved",
                "split the table",
            )
            return
        for combination in combinations:
            by = {fact.name: value for fact, value in zip(words.by, combination, strict=True)}
            grid = make_grid(words, version.service.rates, authority=authority, on=on, by=by, narrow=True)
            if grid is None:
                continue
            runs += 1
            for finding in prove(grid):
                if finding.kind in ("dead_row", "empty_cell"):
                    for row in finding.rows:
                        dead[row] = dead.get(row, 0) + 1
                    continue
                text = _say(words, finding, by)
                if text not in said:
                    said.add(text)
                    where = (
                        f" (from {on.isoformat()}" + (f", {authority})" if authority else ")")
                        if words.rates()
                        else ""
                    )
                    faults.add(
                        "rules.yaml",
                        _line(words, finding),
                        words.table.name,
                        text + where,
                        _MENDS.get(finding.kind, ""),
                    )
    for row, times in dead.items():
        if times == runs:
            line = next(each.line for each in words.table.rows if each.name == row)
            faults.add(
                "rules.yaml",
                line,
                f"{words.table.name}.{row}",
                f"row `{row}` can never win",
                "remove it, or correct its cells",
            )


_MENDS = {
    "overlap": "narrow one of the rows, or make the table `hit: first`",
    "gap": "add a row for it, or widen one",
    "too_large": "split it; a `first` table is best written as `unique`",
}


def _settings(version: Version, words: TableWords) -> Iterator[tuple[str, date]]:
    rates = [version.service.rates[name] for name in words.rates()]
    dates = sorted({entry.from_on for rate in rates for entry in rate.dated}) or [date(2000, 1, 1)]
    first = max((rate.dated[0].from_on for rate in rates if rate.dated), default=dates[0])
    for authority in _authorities(version.service, rates):
        for on in dates:
            # Before every rate has begun the decision refers, so there is nothing to prove.
            if on >= first:
                yield authority, on


def _authorities(service: Service, rates: Sequence[Rate]) -> list[str]:
    """One authority for each set of amounts that differs."""
    seen: dict[tuple[object, ...], str] = {}
    by_authority = [rate for rate in rates if rate.by == "authority"]
    if not by_authority:
        return [""]
    for authority in service.offered_by or ("",):
        key = tuple(
            entry.amounts.get(authority, entry.amounts.get("else"))
            for rate in by_authority
            for entry in rate.dated
        )
        seen.setdefault(key, authority)
    return list(seen.values())


def _line(words: TableWords, finding: Finding) -> int:
    lines = [row.line for row in words.table.rows if row.name in finding.rows]
    return max(lines, default=words.table.line)


def _say(words: TableWords, finding: Finding, by: Mapping[str, str]) -> str:
    if finding.kind == "too_large":
        return f"the table `{words.table.name}` is too large to be proved"
    box = ", ".join(
        part for fact, side in zip(words.facts, finding.box, strict=False) if (part := _side(fact, side, by))
    )
    if finding.kind == "overlap":
        return f"rows {' and '.join(f'`{row}`' for row in finding.rows)} both match {box or 'everything'}"
    return f"nothing covers {box or 'anything'}"


def _side(fact: Fact, side: Side, by: Mapping[str, str]) -> str:
    if side is WHOLE:
        return f"{fact.name} {by[fact.name]}" if fact.name in by else ""
    if side is NOT_APPLICABLE:
        return f"{fact.name} not applicable"
    low, high = side.low, side.high  # type: ignore[union-attr]
    if fact.kind in ("choice", "outcome"):
        options = tuple(fact.options)
        return f"{fact.name} {' or '.join(options[low : high + 1])}"

    def said(value: int) -> str:
        if fact.kind == "money":
            return f"{value // 100}.{value % 100:02d}"
        if fact.kind == "date":
            return date.fromordinal(value).isoformat()
        return show_kind(fact.kind, bool(value), {}) if fact.kind == "yes_no" else str(value)

    if low == high:
        return f"{fact.name} {said(low)}"
    if high == fact.domain.high and low == fact.domain.low:
        return ""
    if high == fact.domain.high:
        return f"{fact.name} {said(low)} and above"
    if low == fact.domain.low:
        return f"{fact.name} {said(high)} and below"
    return f"{fact.name} {said(low)} to {said(high)}"


def rates_on(service: Service, on: date) -> dict[str, Mapping[str, int]]:
    """The amounts in force on a date, by rate."""
    return {name: entry.amounts for name, rate in service.rates.items() if (entry := entry_on(rate, on))}
