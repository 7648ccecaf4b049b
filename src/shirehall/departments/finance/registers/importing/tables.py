"""Tables out of CSV files and workbooks: a heading, and rows of texts. Files of strangers to us, so with limits."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.settings import registers_settings

_COLUMNS, _SIGNS, _UNPACKED = 80, 5_000, 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number in the file, the heading being 1, and its texts by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and rows that are not empty."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(content: bytes, *, most_rows: int | None = None) -> Table:
    """The table of a CSV file (commas, semicolons or tabs) or of a workbook's first sheet. Raises RegisterError for
    what is no table, too large, or has two columns of one name."""
    chosen = registers_settings()
    if len(content) > chosen.import_megabytes * 1024 * 1024:
        raise RegisterError(
            _("The file has more than %(most)d MB. Split it.") % {"most": chosen.import_megabytes}
        )
    if not content.strip():
        raise RegisterError(_("The file is empty."))
    lines = _of_workbook(content, chosen.import_megabytes) if content.startswith(_ZIP) else _of_csv(content)
    most = chosen.import_rows if most_rows is None else most_rows
    columns: tuple[str, ...] = ()
    rows: list[TableRow] = []
    for number, line in enumerate(lines, 1):
        if not any(line):
            continue
        if not columns:
            columns = _heading(line)
            continue
        if len(rows) == most:
            raise RegisterError(_("The file has more than %(most)d rows. Split it.") % {"most": most})
        if any(line[len(columns) :]):
            raise RegisterError(_("Row %(row)d has more cells than there are headings.") % {"row": number})
        rows.append(
            TableRow(
                number,
                {name: line[place] for place, name in enumerate(columns) if place < len(line) and name},
            )
        )
    if not rows:
        raise RegisterError(_("There are no rows under the heading."))
    return Table(tuple(each for each in columns if each), tuple(rows))


def column_name(heading: str) -> str:
    """A heading as columns are named: "VAT number" is vat_number."""
    return "_".join("".join(sign if sign.isalnum() else " " for sign in heading.casefold()).split())


def _heading(line: Sequence[str]) -> tuple[str, ...]:
    names = [column_name(each) for each in line]
    while names and not names[-1]:
        names.pop()
    twice = next((each for each in names if each and names.count(each) > 1), "")
    if twice:
        raise RegisterError(_("Two columns are called %(name)s.") % {"name": twice})
    if len(names) > _COLUMNS:
        raise RegisterError(_("The file has too many columns."))
    return tuple(names)


def _of_csv(content: bytes) -> Iterator[list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise RegisterError(_("This is no table. Give a CSV file or a workbook (XLSX)."))
    first = text.lstrip().splitlines()[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for line in reader:
            yield [_cleaned(each) for each in line[: _COLUMNS * 2]]
    except csv.Error as error:
        raise RegisterError(
            _("Row %(row)d cannot be read: a quotation mark may be missing.") % {"row": reader.line_num}
        ) from error


def _of_workbook(content: bytes, megabytes: int) -> Iterator[list[str]]:
    wrong = RegisterError(_("This workbook cannot be opened. Save it again as XLSX, or as CSV."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > megabytes * _UNPACKED * 1024 * 1024:
                raise RegisterError(_("This workbook is too large when it is unpacked. Save it as CSV."))
            for each in packed.infolist():
                if each.filename.endswith((".xml", ".rels")):
                    with packed.open(each) as part:
                        if b"<!DOCTYPE" in part.read(4096).replace(b"\x00", b"").upper():
                            raise wrong
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for line in sheet.iter_rows(values_only=True, max_col=_COLUMNS * 2):
                yield [_cleaned(_text(each)) for each in line]
        finally:
            book.close()
    except RegisterError:
        raise
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        SyntaxError,
        TypeError,
    ) as error:
        raise wrong from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | int):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)


def _cleaned(text: str) -> str:
    """Without blanks around it, and without the apostrophe that a harmless cell begins with."""
    text = text.strip()
    if text.startswith("'") and text[1:].startswith(_FORMULA):
        text = text[1:]
    return text[:_SIGNS]
