"""Bringing a table in: first tried, row by row, with nothing kept; then done, the good rows or all or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shirehall.departments.finance.registers.cells import Known
from shirehall.departments.finance.registers.importing import money, orders, suppliers
from shirehall.departments.finance.registers.importing.kinds import (
    Bringing,
    Brought,
    ImportKind,
    import_kinds,
)
from shirehall.departments.finance.registers.importing.tables import Table, TableRow, read_table
from shirehall.departments.finance.registers.models import RegisterImport
from shirehall.departments.finance.registers.problems import RegisterError

BROUGHT_BY = (suppliers, orders, money)
"""The modules whose being imported registers the kinds."""
_KEPT_REFUSED = 2_000
_ANY_ROWS = 1_000_000
_OF_A_REPORT = ("row", "problem")
_FORGOTTEN_AFTER = timedelta(days=1)


class _TriedOnly(Exception):  # noqa: N818 - it is no error, it undoes a trial
    pass


@dataclass
class Outcome:
    """What became of the rows: how many, and what is wrong with which."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    asked: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)

    @property
    def good(self) -> int:
        """How many records are or would be brought in."""
        return self.added + self.changed + self.same


@dataclass(frozen=True, slots=True)
class Asking:
    """A table to bring in: its kind, file and name, who brings it when, whether they may ask for bank details, and how
    many rows it may have (None: as the council chose)."""

    kind: str
    content: bytes
    by: str
    at: datetime
    name: str
    may_ask: bool = True
    most_rows: int | None = None


def kind_called(name: str) -> ImportKind:
    """A kind of table. Raises RegisterError."""
    kind = import_kinds.get(name)
    if kind is None:
        raise RegisterError(
            _("There is no such kind of table. Kinds: %(kinds)s") % {"kinds": ", ".join(import_kinds.names())}
        )
    return kind


def try_import(
    *,
    kind: str,
    name: str,
    content: bytes,
    by: str,
    at: datetime,
    may_ask: bool = True,
    most_rows: int | None = None,
) -> RegisterImport:
    """Try a table: what it would do is said, and nothing of it is kept but the file, until it is brought in or left.
    `may_ask` says whether the officer may ask for bank details. Raises RegisterError for what cannot be read as a
    table of this kind at all."""
    asking = Asking(kind, content, by, at, name, may_ask, most_rows)
    outcome = run(asking, keep=False)
    tried = RegisterImport(kind=kind, name=name[:150], state=RegisterImport.State.TRIED, content=content)
    return _kept(tried, outcome, by, at)


def finish_import(
    *, tried: RegisterImport, whole: bool, by: str, at: datetime, may_ask: bool = True
) -> RegisterImport:
    """Bring in a table that was tried: its good rows, or with `whole` all rows or nothing. It is looked at anew, for
    the registers may have moved. Raises RegisterError: at its end already, or with `whole` something is wrong."""
    with transaction.atomic():
        kept = RegisterImport.objects.select_for_update().get(pk=tried.pk)
        if kept.state != RegisterImport.State.TRIED:
            raise RegisterError(_("This table was brought in or left already."))
        asking = Asking(kept.kind, bytes(kept.content), by, at, kept.name, may_ask, _ANY_ROWS)
        outcome = run(asking, keep=True, whole=whole)
        kept.state, kept.content = RegisterImport.State.DONE, b""
        return _kept(kept, outcome, by, at)


def leave_import(*, tried: RegisterImport, by: str, at: datetime) -> None:
    """Leave a table that was tried: its file is forgotten."""
    RegisterImport.objects.filter(pk=tried.pk, state=RegisterImport.State.TRIED).update(
        state=RegisterImport.State.LEFT, content=b""
    )


def forget_tried(*, at: datetime) -> int:
    """Leave the tables that were tried a day ago and not brought in; gives how many. A chore."""
    old = RegisterImport.objects.filter(state=RegisterImport.State.TRIED, at__lt=at - _FORGOTTEN_AFTER)
    return old.update(state=RegisterImport.State.LEFT, content=b"")


def run(asking: Asking, *, keep: bool, whole: bool = False) -> Outcome:
    """Bring in a table, or without `keep` only see what it would do. With `whole`, raises RegisterError where any row
    is wrong, and nothing is kept."""
    chosen = kind_called(asking.kind)
    table = read_table(asking.content, most_rows=asking.most_rows)
    _check_columns(chosen, table)
    source = _("The table %(name)s") % {"name": asking.name}
    bringing = Bringing(asking.by, asking.at, source, Known(), asking.may_ask)
    outcome = Outcome(rows=len(table.rows))
    try:
        with transaction.atomic():
            for rows in _grouped(chosen, table.rows):
                _bring(chosen, rows, bringing, outcome)
            if whole and outcome.refused:
                count = len(outcome.refused)
                raise RegisterError(
                    ngettext(
                        "%(rows)d row is wrong, so nothing was brought in.",
                        "%(rows)d rows are wrong, so nothing was brought in.",
                        count,
                    )
                    % {"rows": count}
                )
            if not keep:
                raise _TriedOnly
    except _TriedOnly:
        pass
    return outcome


def _bring(kind: ImportKind, rows: Sequence[TableRow], bringing: Bringing, outcome: Outcome) -> None:
    try:
        with transaction.atomic():
            brought: Brought = kind.bring(rows, bringing)
    except RegisterError as error:
        # What the savepoint undid must not be remembered either.
        bringing.known.suppliers.clear()
        _refuse(kind, rows, error.fields or {"": str(error)}, outcome)
        return
    except (IntegrityError, DataError):
        bringing.known.suppliers.clear()
        _refuse(kind, rows, {"": _("This row contradicts what is on the register.")}, outcome)
        return
    setattr(outcome, brought.how, getattr(outcome, brought.how) + 1)
    outcome.asked += brought.asked


def _refuse(kind: ImportKind, rows: Sequence[TableRow], fields: Any, outcome: Outcome) -> None:
    if len(outcome.refused) >= _KEPT_REFUSED:
        raise RegisterError(
            _("More than %(most)d rows are wrong. Is it the right kind of table?") % {"most": _KEPT_REFUSED}
        )
    for row in rows:
        cells = {name: text for name, text in row.cells.items() if name not in kind.hidden}
        columns = ", ".join(name for name in fields if name)
        problem = " ".join(f"{name}: {text}." if name else text for name, text in _sentences(fields))
        outcome.refused.append({"row": row.number, "column": columns, "problem": problem, "cells": cells})


def _sentences(fields: Any) -> Iterator[tuple[str, str]]:
    for name, text in fields.items():
        yield name, text.rstrip(".") if name else text


def _check_columns(kind: ImportKind, table: Table) -> None:
    if missing := [name for name in kind.needed if name not in table.columns]:
        raise RegisterError(
            _("These columns are missing: %(names)s. The template has them all.")
            % {"names": ", ".join(missing)}
        )
    if strange := [name for name in table.columns if name not in (*kind.names, *_OF_A_REPORT)]:
        raise RegisterError(
            _("These columns are not known: %(names)s. Take them out, or call them as the template does.")
            % {"names": ", ".join(strange)}
        )


def _grouped(kind: ImportKind, rows: Sequence[TableRow]) -> Iterator[Sequence[TableRow]]:
    if kind.group is None:
        for row in rows:
            yield (row,)
        return
    groups: dict[str, list[TableRow]] = {}
    for row in rows:
        groups.setdefault(kind.group(row), []).append(row)
    yield from groups.values()


def _kept(record: RegisterImport, outcome: Outcome, by: str, at: datetime) -> RegisterImport:
    record.by, record.at, record.rows = by, at, outcome.rows
    record.added, record.changed, record.same, record.asked = (
        outcome.added,
        outcome.changed,
        outcome.same,
        outcome.asked,
    )
    record.refused = outcome.refused
    record.save()
    return record
