"""Proofs of the tables, for every date on which a rate changes and every authority that differs."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from shirehall.kernel.checks.impossible import is_ruled_out, rule_out
from shirehall.kernel.definition import Fact, Rate, Service
from shirehall.kernel.grids.api import (
    ANY_CELL,
    NOT_APPLICABLE,
    WHOLE,
    Cell,
    Finding,
    Grid,
    Row,
    Side,
    prove,
)  # fmt: skip
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.loading.rates import check_rate_keys
from shirehall.kernel.problems import nearest
from shirehall.kernel.tables import TableWords, grid_domain, make_grid
from shirehall.kernel.version import Version

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
    combinations = list(itertools.product(*[_values_of(fact, words) for fact in words.by]))
    if len(combinations) > MOST_COMBINATIONS:
        said = "its rates differ by too many values to be proved"
        faults.add("rules.yaml", words.table.line, words.table.name, said, "split the table")
        return
    dead: dict[str, list[tuple[str, ...]]] = {}
    said_already: set[str] = set()
    runs = 0
    for (authority, on), combination in itertools.product(_settings(version, words), combinations):
        by = {fact.name: value for fact, value in zip(words.by, combination, strict=True)}
        grid = make_grid(words, version.service.rates, authority=authority, on=on, by=by, narrow=True)
        if grid is None:
            continue
        grid = rule_out(version, words, grid)
        absent = "" in combination
        runs += not absent
        for finding in prove(_only_absent(grid, by) if absent else grid):
            if is_ruled_out(finding):
                continue
            if finding.kind in ("dead_row", "empty_cell"):
                if not absent:
                    dead.setdefault(finding.rows[0], []).append(finding.rows[1:])
                continue
            text = _say(words, finding, by)
            if text not in said_already:
                said_already.add(text)
                where = (
                    f" (from {on.isoformat()}{f', {authority}' if authority else ''})"
                    if words.rates()
                    else ""
                )
                mend = _MENDS.get(finding.kind, "")
                faults.add("rules.yaml", _line(words, finding), words.table.name, text + where, mend)
    for row, blockers in dead.items():
        # A row may be dead for one value of a rate and live for another.
        if len(blockers) == runs:
            _report_dead(words, row, blockers[0], faults)


def _report_dead(words: TableWords, row: str, blockers: Sequence[str], faults: Faults) -> None:
    line = next(each.line for each in words.table.rows if each.name == row)
    said = f"row `{row}` can never win"
    if blockers:
        said += f": {' and '.join(f'`{name}`' for name in blockers[:3])} above it match all of it"
    faults.add("rules.yaml", line, f"{words.table.name}.{row}", said, "remove it, or correct its cells")


def _values_of(fact: Fact, words: TableWords) -> tuple[str, ...]:
    """The values by which a rate differs; "" stands for not applicable, where the table itself must answer for it."""
    answered = words.table.hit == "unique" or words.table.has_else
    return (*fact.options, "") if fact.may_be_not_applicable and not answered else tuple(fact.options)


def _only_absent(grid: Grid, by: Mapping[str, str]) -> Grid:
    """The table with every known value of what is not applicable taken away, by a row above all others."""
    absent = {name for name, value in by.items() if not value}
    if grid.hit != "first" or not any(column.name in absent for column in grid.columns):
        return grid
    taken = [
        Row("known", tuple(
            Cell(((each.domain.low, each.domain.high),)) if each is column else ANY_CELL for each in grid.columns
        ))
        for column in grid.columns if column.name in absent
    ]  # fmt: skip
    return replace(grid, rows=(*taken, *grid.rows))


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
    if fact.kind in ("choice", "outcome"):
        options = tuple(fact.options)
        return f"{fact.name} {' or '.join(options[side.low : side.high + 1])}"
    words = _span(fact, side.low, side.high)
    return f"{fact.name} {words}" if words else ""


def _span(fact: Fact, low: int, high: int) -> str:
    if low == high:
        return _written(fact.kind, low)
    if high == fact.domain.high:
        return "" if low == fact.domain.low else f"{_written(fact.kind, low)} and above"
    if low == fact.domain.low:
        return f"{_written(fact.kind, high)} and below"
    return f"{_written(fact.kind, low)} to {_written(fact.kind, high)}"


def _written(kind: str, value: int) -> str:
    """A whole number as the files write it."""
    if kind == "money":
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    if kind == "date":
        return date.fromordinal(value).isoformat()
    return ("yes" if value else "no") if kind == "yes_no" else str(value)
