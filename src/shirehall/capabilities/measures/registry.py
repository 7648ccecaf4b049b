"""The registry of measures: one shape, filled from other apps' modules, shown in the order of coming."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from shirehall.casework.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from shirehall.capabilities.measures.counts import Counts

_NOTHING = Markup()
Cell = str | int | float | None
"""`float` is a share of one; what is hidden for being too few is text already."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a figure's table. `name` is its heading in CSV and its key in JSON; `kind` as for tables."""

    name: str
    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a figure. `code` is the machine's word for its first cell; `drill` finds its cases, for officers."""

    code: str
    cells: tuple[Cell, ...]
    drill: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A measure worked out: a sentence that says what it means, its table and its drawing."""

    sentence: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    svg: Markup = _NOTHING
    totals: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that every service has. `definition` is one plain sentence; `unit` is what is counted; `computed` says
    of which counts it is made; `draw` works it out."""

    code: str
    label: "str | _StrPromise"
    definition: "str | _StrPromise"
    unit: "str | _StrPromise"
    computed: "str | _StrPromise"
    draw: "Callable[[Counts], Drawn]"


measures: Registry[Measure] = Registry("measure")


def register_measure(measure: Measure) -> None:
    """Add a measure."""
    measures.add(measure.code, measure)


def listed() -> Sequence[Measure]:
    """All measures, in their order."""
    return tuple(measures)
