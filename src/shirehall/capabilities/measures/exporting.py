"""Figures to take away: CSV whose cells no spreadsheet takes for a formula, and JSON that says what it is."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from shirehall.capabilities.measures.counts import Asked
from shirehall.capabilities.measures.registry import Cell, Drawn, Measure

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(drawn: Drawn) -> str:
    """A heading and a row for each row of the figure; shares are of one."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in drawn.columns])
    for row in drawn.rows:
        writer.writerow([harmless(cell) for cell in row.cells])
    return out.getvalue()


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return round(cell, 4) if isinstance(cell, float) else cell


def as_json(measure: Measure, drawn: Drawn, asked: Asked, title: str) -> dict[str, Any]:
    """The figure with its definition, unit and period. A row is an object with its code."""
    return {
        "service": asked.service,
        "title": title,
        **about(measure),
        "period": {
            "code": asked.period.code,
            "from": asked.period.first_on.isoformat(),
            "to": asked.period.last_on.isoformat(),
        },
        "authorities": None if asked.authorities is None else list(asked.authorities),
        "sentence": drawn.sentence,
        "totals": dict(drawn.totals),
        "rows": [_row(row.code, drawn, row.cells) for row in drawn.rows],
    }  # fmt: skip


def _row(code: str, drawn: Drawn, cells: tuple[Cell, ...]) -> Mapping[str, Cell]:
    rounded = [round(cell, 4) if isinstance(cell, float) else cell for cell in cells]
    return {"code": code, **{column.name: cell for column, cell in zip(drawn.columns, rounded, strict=True)}}


def about(measure: Measure) -> dict[str, str]:
    """What a measure is."""
    return {
        "measure": measure.code, "label": str(measure.label), "definition": str(measure.definition),
        "unit": str(measure.unit), "computed": str(measure.computed),
    }  # fmt: skip
