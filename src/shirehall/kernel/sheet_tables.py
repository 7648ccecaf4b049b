"""The tables of a sheet, their cells in words."""

import re
from collections.abc import Iterator

from shirehall.kernel.language import _
from shirehall.kernel.loading.cells import CellWords
from shirehall.kernel.tables import TableWords
from shirehall.kernel.version import Version
from shirehall.kernel.words import PLACEHOLDER, Setting, show_cell, show_kind


def say_given(outcome: str) -> str:
    """What the rules do, as a verb."""
    return {"approve": _("approve"), "refuse": _("refuse"), "refer": _("pass to an officer")}.get(
        outcome, outcome
    )


def say_table(version: Version, words: TableWords, setting: Setting) -> Iterator[str]:
    """A table as a Markdown table, its cells in words and its rates as amounts."""
    table = words.table
    how = {
        "unique": _("exactly one row holds"),
        "first": _("the first row that holds decides"),
        "collect": _("the rows that hold add up"),
    }
    yield f"### {table.says or table.name.replace('_', ' ').capitalize()}"
    yield ""
    yield f"*{how[table.hit]}*" + (f" ({table.source})" if table.source else "")
    yield ""
    headings = [*(fact.label for fact in words.facts), version.service.facts[table.gives].label, _("because")]
    yield _row(headings)
    yield f"|{'---|' * len(headings)}"
    for index, row in enumerate(table.rows):
        cells = [_cell(words, setting, index, column) for column in range(len(words.facts))]
        if row.otherwise:
            cells = [_("everything else"), *([""] * (len(cells) - 1))] if cells else []
        because = _readable(version, row.because or ("" if row.then_fact else table.because))
        yield _row([*cells, _given(version, words, index), because])
    if table.has_else:
        value = table.else_value
        options = version.service.facts[table.gives].options
        given = _("not applicable") if value is None else show_kind(table.kind, value, options)
        yield ""
        yield _("Where one of these does not apply: {given}.").format(given=given)


def _row(cells: list[str]) -> str:
    """A line of a Markdown table; a bar or a new line of a text must not end its cell."""
    return f"| {' | '.join(' '.join(cell.split()).replace('|', '&#124;') for cell in cells)} |"


def _readable(version: Version, text: str) -> str:
    """A sentence with its placeholders named: [your savings]."""
    facts, rates = version.service.facts, version.service.rates

    def named(match: re.Match[str]) -> str:
        name = match[1]
        label = (
            facts[name].label
            if name in facts
            else rates[name].title
            if name in rates
            else name.replace("_", " ")
        )
        return f"[{label}]" if match[2] != "cell" else _("[as this row says]")

    return PLACEHOLDER.sub(named, text)


def _given(version: Version, words: TableWords, index: int) -> str:
    row, fact = words.table.rows[index], version.service.facts[words.table.gives]
    if row.then_fact:
        return version.service.facts[row.then_fact].label
    if fact.kind == "outcome":
        return say_given(str(row.then)) + (f" ({row.to})" if row.to else "")
    return show_kind(fact.kind, row.then, fact.options)


def _cell(words: TableWords, setting: Setting, index: int, column: int) -> str:
    """A cell in words; where its rates differ by a choice, once for each option that the row is for."""
    fact, cell = words.facts[column], words.cells[index][column]
    by = next(
        (
            each
            for each in words.by
            if any(setting.service.rates[name].by == each.name for name in cell.reads_rates)
        ),
        None,
    )
    if by is None:
        return show_cell(setting, fact, cell)
    said = {
        option: show_cell(
            Setting(setting.service, {by.name: option}, setting.authority, setting.on), fact, cell
        )
        for option in _options(words, index, by.name, tuple(by.options))
    }
    return "; ".join(f"{by.options[option]}: {text}" for option, text in said.items())


def _options(words: TableWords, index: int, name: str, every: tuple[str, ...]) -> tuple[str, ...]:
    cells = [cell for fact, cell in zip(words.facts, words.cells[index], strict=True) if fact.name == name]
    named: CellWords | None = cells[0] if cells and cells[0].sort == "values" else None
    return tuple(str(value) for value in named.values) if named else every
