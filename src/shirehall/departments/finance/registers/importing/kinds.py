"""The kinds of tables: their columns, and what brings in a row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shirehall.casework.registry import Registry
from shirehall.departments.finance.registers.cells import Known
from shirehall.departments.finance.registers.importing.tables import TableRow


@dataclass(frozen=True, slots=True)
class KindColumn:
    """A column: whether it is needed, what stands in it, and an example."""

    name: str
    meaning: str
    example: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the rows of one record: added, changed or same; and whether new bank details were asked for."""

    how: str
    asked: bool = False


@dataclass
class Bringing:
    """Who brings a table in, when, from what file, and what its cells may name. `may_ask`: for new bank details."""

    by: str
    at: datetime
    source: str
    known: Known
    may_ask: bool = True


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of table. `group` gives the key by which rows belong together (an order and its lines); `bring` brings in
    the rows of one key and raises RegisterError; `rows` gives what is on the register as texts, for the export."""

    name: str
    title: str
    columns: Sequence[KindColumn]
    bring: Callable[[Sequence[TableRow], Bringing], Brought]
    export: Callable[[], Any]
    group: Callable[[TableRow], str] | None = None
    hidden: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(each.name for each in self.columns)

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of those that must be there."""
        return tuple(each.name for each in self.columns if each.needed)


ORDER = ("suppliers", "budget_codes", "holders", "agreements", "orders", "receipts", "ledger_payments")
"""The order in which tables are brought in: what others name comes first."""
import_kinds: Registry[ImportKind] = Registry("kind of import")


def register_kind(kind: ImportKind) -> None:
    """Add a kind."""
    import_kinds.add(kind.name, kind)
