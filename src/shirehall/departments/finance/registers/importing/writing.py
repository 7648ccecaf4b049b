"""Tables to take away: templates, exports, and the rows that were refused. Every cell is harmless to a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl

from shirehall.capabilities.measures.api import harmless
from shirehall.departments.finance.registers.importing.kinds import ImportKind
from shirehall.departments.finance.registers.models import RegisterImport

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file in UTF-8 with a mark at its beginning, as spreadsheets like it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(_told(each)) for each in row])
    return out.getvalue().encode("utf-8-sig")


def as_workbook(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet; every cell is text, so that leading noughts stay."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.append(list(columns))
    for row in rows:
        sheet.append([harmless(str(_told(each))) for each in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template(kind: ImportKind, *, workbook: bool = False) -> bytes:
    """The heading with one row as an example."""
    rows = [[each.example for each in kind.columns]]
    return as_workbook(kind.names, rows) if workbook else as_csv(kind.names, rows)


def export(kind: ImportKind, *, workbook: bool = False) -> bytes:
    """What is on the register, as it could be brought in again; without bank details."""
    columns = [name for name in kind.names if name not in kind.hidden]
    rows = ([row.get(name, "") for name in columns] for row in kind.export())
    return as_workbook(columns, rows) if workbook else as_csv(columns, rows)


def refused_rows(kind: ImportKind, done: RegisterImport) -> bytes:
    """The rows that were refused, with what is wrong: to put right and bring in again. Bank details are left out."""
    columns = [name for name in kind.names if name not in kind.hidden]
    refused: Sequence[Mapping[str, Any]] = done.refused
    rows = (
        [each["row"], each["problem"], *(each["cells"].get(name, "") for name in columns)] for each in refused
    )
    return as_csv(["row", "problem", *columns], rows)


def _told(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
