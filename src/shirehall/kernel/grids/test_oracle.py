"""The law of the tables said slowly: by trying every value. The other tests hold the masks to it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from hypothesis import strategies as st

from shirehall.kernel.grids.api import (
    ANY_CELL,
    NOT_APPLICABLE,
    UNKNOWN,
    WHOLE,
    Cell,
    Column,
    Domain,
    Grid,
    Row,
    Side,
    Span,
    Value,
)

HITS = ("unique", "first", "collect")


def everything(domain: Domain) -> list[Value]:
    known = range(domain.low, domain.high + 1) if domain.points is None else domain.points
    return [*known, NOT_APPLICABLE] if domain.may_be_not_applicable else [*known]


def is_true(cell: Cell, value: Value) -> bool:
    if value is NOT_APPLICABLE:
        return cell.any or cell.not_applicable
    assert value is not UNKNOWN
    return cell.any or any(low <= value <= high for low, high in cell.spans)


def truths(cell: Cell, domain: Domain, value: Value) -> set[bool]:
    """What the cell may turn out to be."""
    values = everything(domain) if value is UNKNOWN else [value]
    return {is_true(cell, each) for each in values}


def matches(row: Row, values: Sequence[Value]) -> bool:
    return all(is_true(cell, value) for cell, value in zip(row.cells, values, strict=True))


def space(grid: Grid) -> Iterator[tuple[Value, ...]]:
    return product(*(everything(column.domain) for column in grid.columns))


def completions(grid: Grid, values: Sequence[Value]) -> Iterator[tuple[Value, ...]]:
    return product(
        *(
            everything(column.domain) if value is UNKNOWN else [value]
            for column, value in zip(grid.columns, values, strict=True)
        )
    )


def winner_of(grid: Grid, values: Sequence[Value]) -> int | None:
    """The winner of complete facts."""
    true = [index for index, row in enumerate(grid.rows) if matches(row, values)]
    if not true or grid.hit == "collect":
        return None
    if grid.hit == "unique" and len(true) > 1:
        return None
    return true[0]


def is_gap(grid: Grid, values: Sequence[Value]) -> bool:
    if grid.covers_not_applicable and NOT_APPLICABLE in values:
        return False
    return not any(matches(row, values) for row in grid.rows)


def inside(side: Side, domain: Domain) -> list[Value]:
    if side is WHOLE:
        return everything(domain)
    if side is NOT_APPLICABLE:
        return [NOT_APPLICABLE]
    return [value for value in everything(domain) if isinstance(value, int) and holds(side, value)]


def holds(span: Span, value: int) -> bool:
    return span.low <= value <= span.high


def points_of(grid: Grid, box: Sequence[Side]) -> set[tuple[Value, ...]]:
    return set(
        product(*(inside(side, column.domain) for side, column in zip(box, grid.columns, strict=True)))
    )


@st.composite
def domains(draw: st.DrawFn) -> Domain:
    low = draw(st.integers(-3, 3))
    high = low + draw(st.integers(0, 7))
    absent = draw(st.booleans())
    if draw(st.integers(0, 3)):
        return Domain(low, high, absent)
    points = draw(st.sets(st.integers(low, high), min_size=1))
    return Domain(low, high, absent, tuple(sorted(points)))


@st.composite
def cells(draw: st.DrawFn, domain: Domain) -> Cell:
    if draw(st.integers(0, 3)) == 0:
        return ANY_CELL
    bounds = sorted(draw(st.sets(st.integers(domain.low - 1, domain.high + 2), min_size=2, max_size=4)))
    spans = tuple((low, high - 1) for low, high in zip(bounds[::2], bounds[1::2], strict=False))
    if draw(st.integers(0, 15)) == 0:
        spans = ()
    return Cell(spans, not_applicable=draw(st.booleans()))


@st.composite
def loose_grids(draw: st.DrawFn, hits: Sequence[str] = HITS) -> Grid:
    """Any table: rows that overlap, leave gaps, are never true."""
    columns = [Column(f"c{index}", draw(domains())) for index in range(draw(st.integers(1, 3)))]
    hit = draw(st.sampled_from(hits))
    size = draw(st.integers(0, 7))
    rows = [Row(f"r{at}", tuple(draw(cells(column.domain)) for column in columns)) for at in range(size)]
    otherwise = hit == "first" and draw(st.integers(0, 3)) == 0
    if otherwise:
        rows.append(Row("otherwise", (ANY_CELL,) * len(columns)))
    return Grid("loose", tuple(columns), tuple(rows), hit, otherwise, draw(st.booleans()))  # type: ignore[arg-type]


def _tightened(domain: Domain, cut: list[int]) -> list[Cell]:
    """The cells of a column cut in two at the places given, not applicable with the last."""
    edges = [domain.low, *cut, domain.high + 1]
    parts = [Cell(((low, high - 1),)) for low, high in pairwise(edges)]
    if domain.may_be_not_applicable:
        parts[-1] = Cell(parts[-1].spans, not_applicable=True)
    return parts


@st.composite
def tight_grids(draw: st.DrawFn, hits: Sequence[str] = ("unique", "first")) -> Grid:
    """Tables made by cutting the space, so total and without overlap, but for up to two rows left out."""
    columns = [Column(f"c{index}", draw(domains())) for index in range(draw(st.integers(1, 3)))]
    boxes: list[tuple[Cell, ...]] = [(ANY_CELL,) * len(columns)]
    for _ in range(draw(st.integers(0, 5))):
        whole = [(at, index) for at, box in enumerate(boxes) for index, cell in enumerate(box) if cell.any]
        if not whole:
            break
        at, index = draw(st.sampled_from(whole))
        domain, box = columns[index].domain, boxes.pop(at)
        cut = sorted(draw(st.sets(st.integers(domain.low, domain.high), max_size=2)) - {domain.low})
        boxes += [(*box[:index], part, *box[index + 1 :]) for part in _tightened(domain, cut)]
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        boxes.pop(draw(st.integers(0, len(boxes) - 1))) if boxes else None
    rows = tuple(Row(f"r{at}", box) for at, box in enumerate(draw(st.permutations(boxes))))
    hit = draw(st.sampled_from(hits))
    return Grid("tight", tuple(columns), rows, hit, covers_not_applicable=draw(st.booleans()))  # type: ignore[arg-type]


def grids(*hits: str) -> st.SearchStrategy[Grid]:
    return st.one_of(loose_grids(hits or HITS), tight_grids(hits or HITS))


@st.composite
def grids_with_values(draw: st.DrawFn, *hits: str) -> tuple[Grid, list[Value]]:
    """A table and one value a column, some of them unknown."""
    grid = draw(grids(*hits))
    values = [draw(st.sampled_from([UNKNOWN, *everything(column.domain)])) for column in grid.columns]
    return grid, values


def test_the_oracle_itself_on_one_column() -> None:
    domain = Domain(0, 3, may_be_not_applicable=True)
    low, absent = Cell(((0, 1),)), Cell(not_applicable=True)
    grid = Grid("g", (Column("c", domain),), (Row("low", (low,)), Row("absent", (absent,))), "unique")
    assert [winner_of(grid, values) for values in space(grid)] == [0, 0, None, None, 1]
    assert truths(low, domain, UNKNOWN) == {True, False}
    assert truths(ANY_CELL, domain, UNKNOWN) == {True}
    assert points_of(grid, (Span(2, 3),)) == {(2,), (3,)}
