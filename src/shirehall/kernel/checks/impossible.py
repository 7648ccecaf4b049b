"""What conditions rule out: a question is not applicable only where its condition, or that of its page, is false.

So a `first` table needs no row for "you have a garden, and were not asked about it". The proof gets each such
box as a row below all others; a condition that cannot be read as boxes of the table's columns rules out nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from shirehall.kernel.definition import Expression, Fact
from shirehall.kernel.expressions.build import Scope, build
from shirehall.kernel.grids.api import ANY_CELL, Cell, Finding, Grid, Row
from shirehall.kernel.nodes import Compare, Listed, Logic, Name, Node, Number, Over, names_in
from shirehall.kernel.tables import TableWords, whole
from shirehall.kernel.version import Version

MOST_BOXES = 32
_MARK = "ruled out "
"""Begins the name of a box; no row of a definition can have a blank in its name."""

Spans = tuple[tuple[int, int], ...]
Box = dict[str, Spans]


def rule_out(version: Version, words: TableWords, grid: Grid) -> Grid:
    """The grid of a `first` table with what cannot be as rows below all others."""
    if grid.hit != "first" or grid.otherwise_row:
        return grid
    columns = {fact.name: fact for fact in words.facts}
    boxes: list[tuple[str, Box]] = []
    for fact in words.facts:
        found = _all_hold(version, fact.absent_unless, columns) if fact.absent_unless else []
        boxes += [(fact.name, box) for box in found if fact.name not in box]
    rows = [
        Row(f"{_MARK}{number}", tuple(_cell(fact.name, absent, box) for fact in words.facts))
        for number, (absent, box) in enumerate(boxes)
    ]
    return replace(grid, rows=(*grid.rows, *rows))


def is_ruled_out(finding: Finding) -> bool:
    """Whether a finding is about such a box and not about a row that somebody wrote."""
    return any(row.startswith(_MARK) for row in finding.rows[:1])


def _cell(name: str, absent: str, box: Box) -> Cell:
    if name == absent:
        return Cell(not_applicable=True)
    return Cell(box[name]) if name in box else ANY_CELL


def _all_hold(version: Version, conditions: tuple[Expression, ...], columns: dict[str, Fact]) -> list[Box]:
    """The boxes in which every condition holds; none where one of them cannot be read so."""
    boxes: list[Box] = [{}]
    for condition in conditions:
        found = _boxes(version, condition.node, columns)
        boxes = [joined for box in boxes for other in found if (joined := _join(box, other)) is not None]
    return boxes if len(boxes) <= MOST_BOXES else []


def _boxes(version: Version, node: Node, columns: dict[str, Fact]) -> list[Box]:
    if isinstance(node, Logic) and node.word == "or":
        return _boxes(version, node.left, columns) + _boxes(version, node.right, columns)
    if isinstance(node, Logic):
        right = _boxes(version, node.right, columns)
        return [
            joined
            for box in _boxes(version, node.left, columns)
            for other in right
            if (joined := _join(box, other)) is not None
        ][: MOST_BOXES + 1]
    found = list(names_in(node))
    names = {each.name for each in found if isinstance(each, Name)}
    facts = names & set(version.service.facts)
    if len(facts) != 1 or names & set(version.service.rates) or any(isinstance(each, Over) for each in found):
        return []
    (name,) = facts
    spans = tuple(_spans(version, node, columns[name])) if name in columns else ()
    return [{name: spans}] if spans else []


def _join(box: Box, other: Box) -> Box | None:
    """Both at once; None where they speak of one column, which is left alone."""
    return None if box.keys() & other.keys() else {**box, **other}


def _spans(version: Version, node: Node, fact: Fact) -> Iterator[tuple[int, int]]:
    """The whole numbers of a column for which a condition on it alone holds."""
    reckon = build(node, Scope(version.service.facts, version.service.rates)).reckon

    def is_true(value: object) -> bool:
        return reckon({"on": 0, fact.name: value}) is True

    if fact.kind == "choice":
        yield from ((at, at) for at in sorted(whole(fact, each) for each in fact.options if is_true(each)))
    elif fact.kind == "yes_no":
        yield from ((int(each), int(each)) for each in (False, True) if is_true(each))
    elif fact.kind in ("integer", "money", "percent") and _is_plain(node):
        low, high = fact.domain.low, fact.domain.high
        if low is None or high is None:
            return
        ends = {
            int(number * size) + step for number in _numbers(node) for size in (1, 100) for step in (0, 1)
        }
        starts = [low, *sorted(end for end in ends if low < end <= high)]
        for first, after in zip(starts, [*starts[1:], high + 1], strict=True):
            if is_true(first):
                yield first, after - 1


def _is_plain(node: Node) -> bool:
    """A comparison of the column with numbers, which can change its answer only at those."""
    return (
        isinstance(node, Compare)
        and isinstance(node.left, Name)
        and isinstance(node.right, Number | Listed)
        and bool(list(_numbers(node)))
    )


def _numbers(node: Node) -> Iterator[Fraction]:
    right = node.right if isinstance(node, Compare) else node
    for item in right.items if isinstance(right, Listed) else (right,):
        if isinstance(item, Number):
            yield item.value
