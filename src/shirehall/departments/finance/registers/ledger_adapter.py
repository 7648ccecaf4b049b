"""The ledger beside Shirehall: registers come out of it, postings go into it. A council's ledger is one more module
that registers an adapter here; the built-in one reads and writes CSV files in folders."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from shirehall.casework.registry import Registry
from shirehall.departments.finance.registers.importing.kinds import ORDER, import_kinds
from shirehall.departments.finance.registers.importing.running import finish_import, try_import
from shirehall.departments.finance.registers.importing.writing import as_csv
from shirehall.departments.finance.registers.models import RegisterImport
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.settings import registers_settings

BY = "ledger"
"""Who brings in what the ledger gives: nobody signs in as that, so it can ask for bank details and never confirm."""
_MOST_ROWS = 100_000
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """A table of the ledger: the kind of import, the name it has there, and a CSV file or a workbook."""

    kind: str
    name: str
    content: bytes


class LedgerAdapter(ABC):
    """A ledger. `fetch` gives what is new there, in the order to bring it in; `taken` is told of each table once it
    stands in the registers, so that it is not given again, and with what report. `send` gives postings to the ledger
    under a name; the same name twice is one. Any of them may raise RegisterError or OSError; then it is tried again."""

    name: ClassVar[str]
    label: ClassVar[str]

    @abstractmethod
    def fetch(self) -> Iterator[LedgerTable]:
        """What is new in the ledger."""

    @abstractmethod
    def taken(self, table: LedgerTable, report: RegisterImport | None) -> None:
        """A table was brought in; None: it could not be read at all, and a person must look at it there."""

    @abstractmethod
    def send(self, *, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
        """Give postings to the ledger; gives where they went, in words for staff."""


ledgers: Registry[LedgerAdapter] = Registry("ledger")


def register_ledger(adapter: LedgerAdapter) -> None:
    """Add a ledger."""
    ledgers.add(adapter.name, adapter)


def chosen_ledger() -> LedgerAdapter:
    """The ledger of this council. Raises RegisterError where the setting names none that is there."""
    name = registers_settings().ledger
    adapter = ledgers.get(name)
    if adapter is None:
        known = ", ".join(ledgers.names())
        raise RegisterError(
            _("There is no ledger %(name)s. There are: %(known)s") % {"name": name, "known": known}
        )
    return adapter


def has_ledger() -> bool:
    """Whether a ledger is set up: an adapter other than the folders, or these with a folder."""
    chosen = registers_settings()
    return chosen.ledger != Folders.name or chosen.ledger_folder is not None


def fetch_from_ledger(*, at: datetime) -> list[RegisterImport]:
    """Bring in what is new in the ledger, the good rows of each table; gives the reports, as the page of imports shows
    them."""
    ledger = chosen_ledger()
    reports: list[RegisterImport] = []
    for table in ledger.fetch():
        try:
            tried = try_import(
                kind=table.kind, name=table.name, content=table.content, by=BY, at=at, most_rows=_MOST_ROWS
            )
        except RegisterError as error:
            # A table that cannot be read stands in the list of imports too, or nobody would know of it.
            report = RegisterImport(kind=table.kind, name=table.name[:150], by=BY, at=at)
            report.refused = [{"row": 1, "column": "", "problem": str(error), "cells": {}}]
            report.save()
            ledger.taken(table, None)
        else:
            report = finish_import(tried=tried, whole=False, by=BY, at=at)
            ledger.taken(table, report)
        reports.append(report)
    return reports


def send_to_ledger(*, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Give postings to the council's ledger; gives where they went. Raises RegisterError."""
    if not _PLAIN_NAME.fullmatch(name):
        raise RegisterError(_("A posting's name is made of letters, figures, dots, hyphens and underlines."))
    return chosen_ledger().send(name=name, columns=columns, rows=rows)


class Folders(LedgerAdapter):
    """CSV files and workbooks in a folder: `in` holds what the ledger gives (suppliers.csv, orders-2026-03-02.xlsx: the
    name begins with the kind), `done` what was brought in, `wrong` what cannot be read, `out` the postings."""

    name = "folders"
    label = "Folders of CSV files"

    def fetch(self) -> Iterator[LedgerTable]:
        """The files of `in`, suppliers before their orders, and these before their receipts; the oldest first."""
        folder = registers_settings().ledger_folder
        if folder is None or not (folder / "in").is_dir():
            return
        found = [
            each for each in (folder / "in").iterdir() if each.is_file() and each.suffix in (".csv", ".xlsx")
        ]
        most = registers_settings().import_megabytes * 1024 * 1024
        for path in sorted(found, key=lambda each: (_place(each), each.stat().st_mtime, each.name)):
            with path.open("rb") as file:
                # One byte more than is allowed is enough to refuse it.
                yield LedgerTable(_kind_of(path), path.name, file.read(most + 1))

    def taken(self, table: LedgerTable, report: RegisterImport | None) -> None:
        """Put the file away, under a name that is not taken."""
        root = self._root()
        target = root / ("done" if report else "wrong")
        target.mkdir(parents=True, exist_ok=True)
        source = root / "in" / table.name
        place, number = target / table.name, 1
        while place.exists():
            number += 1
            place = target / f"{source.stem}-{number}{source.suffix}"
        source.rename(place)

    def send(self, *, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
        """A CSV file in `out`; it is there whole or not at all."""
        folder = self._root() / "out"
        folder.mkdir(parents=True, exist_ok=True)
        part, place = folder / f".{name}.part", folder / f"{name}.csv"
        part.write_bytes(as_csv(columns, rows))
        part.replace(place)
        return f"out/{place.name}"

    def _root(self) -> Path:
        folder = registers_settings().ledger_folder
        if folder is None:
            raise RegisterError(_("No folder of the ledger is chosen: SHIREHALL_LEDGER_FOLDER."))
        return folder


def _kind_of(path: Path) -> str:
    names = sorted(import_kinds.names(), key=len, reverse=True)
    return next((name for name in names if path.name.startswith(name)), path.stem[:20])


def _place(path: Path) -> int:
    kind = _kind_of(path)
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


register_ledger(Folders())
