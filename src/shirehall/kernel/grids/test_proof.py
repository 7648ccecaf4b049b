"""Proofs against trying every point of small spaces, and by name on the tables people write."""

from itertools import combinations

import pytest
from hypothesis import given

from shirehall.kernel.grids import proof_first, proof_unique
from shirehall.kernel.grids.api import (
    ANY_CELL,
    NOT_APPLICABLE,
    UNKNOWN,
    WHOLE,
    Cell,
    Column,
    Domain,
    Finding,
    Grid,
    Row,
    Span,
    prove,
)
from shirehall.kernel.grids.test_oracle import grids, is_gap, matches, points_of, space, truths, winner_of

INCOME = Domain(0, 1_000_000)
GROUP = Domain(0, 2)
SINGLE, COUPLE = Cell(((0, 0),)), Cell(((1, 1),))
NO, YES = Cell(((0, 0),)), Cell(((1, 1),))


def span(low: int, high: int) -> Cell:
    return Cell(((low, high),))


def by_income(*rows: Row, group: Domain = GROUP, income: Domain = INCOME, covers: bool = False) -> Grid:
    columns = (Column("group", group), Column("weekly_income", income))
    return Grid("band", columns, rows, "unique", covers_not_applicable=covers)


def kinds(grid: Grid) -> list[str]:
    return [finding.kind for finding in prove(grid)]


def of_kind(grid: Grid, kind: str) -> list[Finding]:
    return [finding for finding in prove(grid) if finding.kind == kind]


def test_a_total_table_without_overlap_has_no_findings() -> None:
    rows = (
        Row("low", (ANY_CELL, span(0, 12_500))),
        Row("single", (SINGLE, span(12_501, 1_000_000))),
        Row("others", (span(1, 2), span(12_501, 1_000_000))),
    )
    assert prove(by_income(*rows)) == ()


def test_a_gap_is_named_as_people_read_it() -> None:
    rows = (
        Row("low", (ANY_CELL, span(0, 12_500))),
        Row("middle", (ANY_CELL, span(12_501, 27_500))),
        Row("couple_20", (COUPLE, span(27_501, 30_000))),
        Row("couple_0", (COUPLE, span(30_001, 1_000_000))),
        Row("family", (span(2, 2), span(27_501, 1_000_000))),
    )
    assert prove(by_income(*rows)) == (Finding("gap", box=(Span(0, 0), Span(27_501, 1_000_000))),)


def test_a_gap_right_across_a_column_is_whole() -> None:
    rows = (Row("low", (ANY_CELL, span(0, 99))), Row("high", (ANY_CELL, span(200, 1_000_000))))
    assert prove(by_income(*rows)) == (Finding("gap", box=(WHOLE, Span(100, 199))),)


def test_an_overlap_names_the_two_rows_and_the_box() -> None:
    rows = (
        Row("low", (ANY_CELL, span(0, 12_500))),
        Row("high", (SINGLE, span(12_500, 1_000_000))),
        Row("others", (span(1, 2), span(12_501, 1_000_000))),
    )
    assert prove(by_income(*rows)) == (
        Finding("overlap", ("low", "high"), (Span(0, 0), Span(12_500, 12_500))),
    )


def test_a_gap_where_a_fact_is_not_applicable_unless_the_table_says_what_then() -> None:
    income = Domain(0, 100, may_be_not_applicable=True)
    row = Row("all", (ANY_CELL, span(0, 100)))
    assert prove(by_income(row, income=income)) == (Finding("gap", box=(WHOLE, NOT_APPLICABLE)),)
    assert prove(by_income(row, income=income, covers=True)) == ()
    low = Row("low", (ANY_CELL, span(0, 50)))
    assert prove(by_income(low, income=income, covers=True)) == (Finding("gap", box=(WHOLE, Span(51, 100))),)


def test_only_points_that_can_occur_are_asked_for() -> None:
    income = Domain(0, 100, points=(0, 40, 50, 77))
    rows = (Row("none", (ANY_CELL, span(0, 0))), Row("some", (ANY_CELL, span(50, 50))))
    boxes = [finding.box for finding in prove(by_income(*rows, income=income))]
    assert boxes == [(WHOLE, Span(40, 40)), (WHOLE, Span(77, 77))]
    assert kinds(by_income(*rows, Row("between", (ANY_CELL, span(1, 49))), income=income)) == ["gap"]
    assert kinds(by_income(Row("missed", (ANY_CELL, span(41, 49))), income=income)) == ["empty_cell", "gap"]


def test_an_empty_cell_names_its_row_and_columns() -> None:
    rows = (Row("all", (ANY_CELL, ANY_CELL)), Row("never", (Cell(not_applicable=True), Cell())))
    for hit in ("unique", "first", "collect"):
        grid = Grid("g", (Column("a", GROUP), Column("b", INCOME)), rows, hit)
        assert prove(grid) == (Finding("empty_cell", ("never",), columns=(0, 1)),)


def test_a_first_table_names_the_row_that_never_wins_and_what_hides_it() -> None:
    columns = (Column("a", Domain(0, 1)), Column("b", INCOME))
    rows = (
        Row("low", (ANY_CELL, span(0, 50))),
        Row("lower", (YES, span(0, 20))),
        Row("high", (ANY_CELL, span(51, 1_000_000))),
        Row("middle", (NO, span(40, 60))),
    )
    assert prove(Grid("g", columns, rows, "first")) == (
        Finding("dead_row", ("lower", "low"), (Span(1, 1), Span(0, 20))),
        Finding("dead_row", ("middle", "low", "high"), (Span(0, 0), Span(40, 60))),
    )


def test_one_row_that_hides_another_is_named_alone() -> None:
    rows = (Row("part", (span(0, 9),)), Row("all", (span(0, 50),)), Row("hidden", (span(5, 20),)))
    rest = Row("rest", (ANY_CELL,))
    grid = Grid("g", (Column("c", INCOME),), (*rows, rest), "first")
    assert prove(grid) == (Finding("dead_row", ("hidden", "all"), (Span(5, 20),)),)


def test_an_otherwise_row_leaves_no_gap_and_is_dead_when_nothing_is_left_for_it() -> None:
    columns = (Column("a", Domain(0, 1)),)
    otherwise = Row("otherwise", (ANY_CELL,))
    some = Grid("g", columns, (Row("yes", (YES,)), otherwise), "first", otherwise_row=True)
    assert prove(some) == ()
    every = Grid("g", columns, (Row("yes", (YES,)), Row("no", (NO,)), otherwise), "first", otherwise_row=True)
    assert prove(every) == (Finding("dead_row", ("otherwise", "yes", "no"), (WHOLE,)),)


def test_a_table_without_rows_or_columns_is_judged_too() -> None:
    assert prove(by_income()) == (Finding("gap", box=(WHOLE, WHOLE)),)
    assert prove(Grid("g", (), (Row("always", ()),), "unique")) == ()
    assert prove(Grid("g", (), (), "first")) == (Finding("gap"),)


def test_at_most_five_of_a_kind() -> None:
    domain = Domain(0, 99)
    holes = tuple(Row(f"r{at}", (span(at, at),)) for at in range(0, 100, 2))
    assert kinds(Grid("g", (Column("c", domain),), holes, "unique")) == ["gap"] * 5
    assert kinds(Grid("g", (Column("c", domain),), holes, "first")) == ["gap"] * 5
    twins = tuple(Row(f"r{at}", (ANY_CELL,)) for at in range(9))
    assert kinds(Grid("g", (Column("c", domain),), twins, "unique")) == ["overlap"] * 5


def test_limits_are_said_and_kept() -> None:
    domain = Domain(0, 9_999)
    column = (Column("c", domain),)
    ladder = [Row(f"r{at}", (span(at, at if at < 2_000 else 9_999),)) for at in range(2_001)]
    assert prove(Grid("g", column, tuple(ladder), "unique")) == (Finding("too_large"),)
    assert prove(Grid("g", column, tuple(ladder[-201:]), "first")) == (Finding("too_large"),)
    wide = tuple(Column(f"c{at}", domain) for at in range(13))
    assert prove(Grid("g", wide, (Row("r", (ANY_CELL,) * 13),), "unique")) == (Finding("too_large"),)
    last = Row("last", (span(1_999, 9_999),))
    assert prove(Grid("g", column, (*ladder[:1_999], last), "unique")) == ()


def test_a_first_table_that_explodes_is_refused_in_bounded_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_first, "SPLIT_LIMIT", 2_000)
    columns = tuple(Column(f"c{at}", Domain(0, 99)) for at in range(8))
    edges = [[(at * 37 + row * 29) % 50 for at in range(8)] for row in range(100)]
    rows = [Row(f"r{at}", tuple(span(low, low + 49) for low in row)) for at, row in enumerate(edges)]
    rows.append(Row("rest", (ANY_CELL,) * 8))
    assert kinds(Grid("g", columns, tuple(rows), "first")) == ["too_large"]


def test_gaps_are_left_out_where_rows_overlap_and_splitting_explodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_unique, "OVERLAPPING_SEGMENT_LIMIT", 1)
    rows = (Row("a", (SINGLE, ANY_CELL)), Row("b", (SINGLE, span(0, 9))))
    assert kinds(by_income(*rows)) == ["overlap"]


@given(grids("unique"))
def test_overlaps_agree_with_trying_every_point(grid: Grid) -> None:
    both = {}
    for one, other in combinations(grid.rows, 2):
        both[one.name, other.name] = {at for at in space(grid) if matches(one, at) and matches(other, at)}
    overlapping = {names for names, points in both.items() if points}
    found = of_kind(grid, "overlap")
    assert len(found) == min(5, len(overlapping))
    for finding in found:
        assert finding.rows in overlapping
        points = points_of(grid, finding.box)
        assert points
        assert points <= both[finding.rows[0], finding.rows[1]]


@given(grids("unique", "first"))
def test_gaps_agree_with_trying_every_point(grid: Grid) -> None:
    uncovered = {values for values in space(grid) if is_gap(grid, values)}
    found = of_kind(grid, "gap")
    reported: set[object] = set()
    for finding in found:
        points = points_of(grid, finding.box)
        assert points
        assert points <= uncovered
        assert not points & reported
        reported |= points
    assert len(found) <= 5
    assert reported == uncovered or len(found) == 5


@given(grids("unique", "first"))
def test_the_first_gap_cannot_be_widened(grid: Grid) -> None:
    uncovered = {values for values in space(grid) if is_gap(grid, values)}
    for finding in of_kind(grid, "gap")[:1]:
        for index, (side, column) in enumerate(zip(finding.box, grid.columns, strict=True)):
            if not isinstance(side, Span):
                continue
            values = column.domain.points or tuple(range(column.domain.low, column.domain.high + 1))
            below = [value for value in values if value < side.low][-1:]
            above = [value for value in values if value > side.high][:1]
            for value in below + above:
                wider = Span(min(side.low, value), max(side.high, value))
                box = (*finding.box[:index], wider, *finding.box[index + 1 :])
                assert not points_of(grid, box) <= uncovered


@given(grids())
def test_rows_that_never_win_agree_with_trying_every_point(grid: Grid) -> None:
    empty = {
        row.name
        for row in grid.rows
        if any(
            truths(cell, column.domain, UNKNOWN) == {False}
            for cell, column in zip(row.cells, grid.columns, strict=True)
        )
    }
    assert {finding.rows[0] for finding in of_kind(grid, "empty_cell")} == empty
    winners = {winner_of(grid, values) for values in space(grid)}
    never = {row.name for at, row in enumerate(grid.rows) if at not in winners} - empty
    dead = of_kind(grid, "dead_row")
    assert {finding.rows[0] for finding in dead} == (never if grid.hit == "first" else set())
    by_name = {row.name: row for row in grid.rows}
    for finding in dead:
        row, *earlier = (by_name[name] for name in finding.rows)
        mine = {values for values in space(grid) if matches(row, values)}
        assert points_of(grid, finding.box) <= mine
        assert all(any(matches(other, values) for other in earlier) for values in mine)
