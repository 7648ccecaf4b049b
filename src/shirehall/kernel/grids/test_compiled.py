"""Looking up: unknown is never read as "no", and nothing given is taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirehall.kernel.grids.api import (
    ANY_CELL,
    NOT_APPLICABLE,
    UNKNOWN,
    Cell,
    Column,
    Domain,
    Grid,
    Look,
    OutsideDomainError,
    Row,
    Value,
    compile_grid,
)
from shirehall.kernel.grids.test_oracle import completions, grids_with_values, matches, truths, winner_of

YES_NO = Domain(0, 1)
NO, YES = Cell(((0, 0),)), Cell(((1, 1),))
OUTCOME = Grid(
    "outcome",
    (
        Column("pension_age", YES_NO),
        Column("capital", Domain(0, 10_000_000)),
        Column("percent", Domain(0, 100)),
    ),
    (
        Row("pension_age", (YES, ANY_CELL, ANY_CELL)),
        Row("too_much_capital", (ANY_CELL, Cell(((1_600_001, 10_000_000),)), ANY_CELL)),
        Row("nothing_due", (ANY_CELL, ANY_CELL, Cell(((0, 0),)))),
        Row("award", (ANY_CELL, ANY_CELL, Cell(((1, 100),)))),
    ),
    "first",
)


def test_a_missing_fact_never_refuses() -> None:
    table = compile_grid(OUTCOME)
    look = table.look([UNKNOWN, 1_600_001, UNKNOWN])
    assert look == Look(possible=0b1111, won=0b0010)
    assert table.winner(look) is None
    assert table.standing(look) == (0, 1)
    assert not table.settled(look)


def test_the_first_row_not_crossed_out_decides_once_it_has_won() -> None:
    table = compile_grid(OUTCOME)
    assert table.winner(table.look([1, UNKNOWN, UNKNOWN])) == 0
    assert table.winner(table.look([0, 1_600_001, UNKNOWN])) == 1
    assert table.winner(table.look([0, 1_600_000, 50])) == 3
    assert table.winner(table.look([0, UNKNOWN, 50])) is None


def test_why_not_is_read_from_the_cells() -> None:
    table = compile_grid(OUTCOME)
    values: list[Value] = [0, UNKNOWN, 50]
    assert table.failing(values, 0) == (0,)
    assert table.failing(values, 2) == (2,)
    assert table.undetermined(values, 1) == (1,)
    assert table.undetermined(values, 3) == ()


def test_an_otherwise_row_waits_until_every_other_is_crossed_out() -> None:
    rows = (Row("yes", (YES,)), Row("otherwise", (ANY_CELL,)))
    table = compile_grid(Grid("g", (Column("c", YES_NO),), rows, "first", otherwise_row=True))
    assert table.winner(table.look([UNKNOWN])) is None
    assert table.standing(table.look([UNKNOWN])) == (0, 1)
    assert table.winner(table.look([0])) == 1


def test_a_unique_table_that_was_not_proved_gives_no_winner_another_row_could_contest() -> None:
    columns = (Column("a", YES_NO), Column("b", YES_NO))
    table = compile_grid(Grid("g", columns, (Row("a", (YES, ANY_CELL)), Row("b", (ANY_CELL, YES))), "unique"))
    assert table.winner(table.look([1, UNKNOWN])) is None
    assert table.winner(table.look([1, 1])) is None
    assert table.winner(table.look([1, 0])) == 0


def test_a_scorecard_is_settled_when_every_row_is_won_or_crossed_out() -> None:
    columns = (Column("a", YES_NO), Column("b", YES_NO))
    rows = (Row("a", (YES, ANY_CELL)), Row("both", (YES, YES)))
    table = compile_grid(Grid("points", columns, rows, "collect"))
    assert not table.settled(table.look([1, UNKNOWN]))
    assert table.settled(table.look([0, UNKNOWN]))
    assert table.look([1, 1]).won == 0b11
    assert table.winner(table.look([1, 1])) is None


def test_not_applicable_is_false_of_every_span_and_true_where_a_cell_says_so() -> None:
    domain = Domain(0, 9, may_be_not_applicable=True)
    cells = (Cell(((0, 9),)), Cell(((0, 9),), not_applicable=True), Cell(not_applicable=True), ANY_CELL)
    rows = tuple(Row(f"r{at}", (cell,)) for at, cell in enumerate(cells))
    table = compile_grid(Grid("g", (Column("c", domain),), rows, "collect"))
    assert table.look([NOT_APPLICABLE]) == Look(0b1110, 0b1110)
    assert table.look([5]) == Look(0b1011, 0b1011)
    assert table.look([UNKNOWN]) == Look(0b1111, 0b1010)


def test_a_cell_nothing_satisfies_is_false_even_of_unknown() -> None:
    rows = (Row("never", (Cell(),)), Row("outside", (Cell(((5, 9),)),)))
    table = compile_grid(Grid("g", (Column("c", YES_NO),), rows, "collect"))
    assert table.look([UNKNOWN]) == Look(0, 0)


@pytest.mark.parametrize("value", [-1, 2, 4, 11, NOT_APPLICABLE])
def test_a_value_its_column_cannot_hold_is_refused(value: Value) -> None:
    columns = (Column("any", YES_NO), Column("points", Domain(0, 10, points=(0, 1, 3, 10))))
    table = compile_grid(Grid("g", columns, (Row("all", (ANY_CELL, ANY_CELL)),), "unique"))
    assert table.look([0, 3]).won == 1
    with pytest.raises(OutsideDomainError) as refused:
        table.look([0, value])
    assert (refused.value.column, refused.value.value) == (1, value)
    with pytest.raises(OutsideDomainError):
        table.failing([0, value], 0)


def test_the_number_of_values_is_the_number_of_columns() -> None:
    with pytest.raises(ValueError, match="zip"):
        compile_grid(OUTCOME).look([0])


def test_a_table_that_does_not_fit_together_is_refused() -> None:
    columns = (Column("c", YES_NO),)
    with pytest.raises(ValueError, match="one cell a column"):
        Grid("g", columns, (Row("r", ()),), "unique")
    with pytest.raises(ValueError, match="first"):
        Grid("g", columns, (Row("r", (ANY_CELL,)),), "unique", otherwise_row=True)
    with pytest.raises(ValueError, match="is any"):
        Grid("g", columns, (Row("r", (YES,)),), "first", otherwise_row=True)
    with pytest.raises(ValueError, match="holds nothing"):
        Domain(1, 0)
    with pytest.raises(ValueError, match="sorted"):
        Domain(0, 5, points=(3, 1))
    with pytest.raises(ValueError, match="low to its high"):
        Domain(0, 5, points=(3, 6))


@given(grids_with_values())
def test_look_agrees_with_trying_every_value_of_every_column(case: tuple[Grid, list[Value]]) -> None:
    grid, values = case
    table = compile_grid(grid)
    look = table.look(values)
    for index, row in enumerate(grid.rows):
        may = [
            truths(cell, column.domain, value)
            for cell, column, value in zip(row.cells, grid.columns, values, strict=True)
        ]
        assert look.possible >> index & 1 == all(True in each for each in may)
        assert look.won >> index & 1 == all(each == {True} for each in may)
        assert table.failing(values, index) == tuple(at for at, each in enumerate(may) if each == {False})
        assert table.undetermined(values, index) == tuple(at for at, each in enumerate(may) if len(each) == 2)


@given(grids_with_values())
def test_look_agrees_with_every_completion_of_the_facts(case: tuple[Grid, list[Value]]) -> None:
    grid, values = case
    look = compile_grid(grid).look(values)
    every = list(completions(grid, values))
    for index, row in enumerate(grid.rows):
        matched = [matches(row, each) for each in every]
        assert look.possible >> index & 1 == any(matched)
        assert look.won >> index & 1 == all(matched)


@given(grids_with_values(), st.data())
def test_adding_a_fact_takes_nothing_back(case: tuple[Grid, list[Value]], data: st.DataObject) -> None:
    grid, values = case
    table = compile_grid(grid)
    added = list(data.draw(st.sampled_from(list(completions(grid, values)))))
    before, decided = table.look(values), False
    for index in data.draw(st.permutations(range(len(values)))):
        winner = table.winner(before)
        settled = table.settled(before)
        standing = table.standing(before)
        values[index] = added[index]
        after = table.look(values)
        assert before.won & ~after.won == 0
        assert after.possible & ~before.possible == 0
        assert after.won & ~after.possible == 0
        assert set(table.standing(after)) <= set(standing)
        if winner is not None:
            assert table.winner(after) == winner
        if settled:
            assert table.settled(after)
            assert after.won == before.won or grid.hit == "first"
        before, decided = after, decided or winner is not None
    assert table.winner(before) == winner_of(grid, values)


@given(grids_with_values("unique", "first"))
def test_a_winner_is_the_winner_however_the_unknown_turns_out(case: tuple[Grid, list[Value]]) -> None:
    grid, values = case
    table = compile_grid(grid)
    winner = table.winner(table.look(values))
    outcomes = {winner_of(grid, each) for each in completions(grid, values)}
    if winner is not None:
        assert outcomes == {winner}
    assert outcomes - {None} <= set(table.standing(table.look(values)))
