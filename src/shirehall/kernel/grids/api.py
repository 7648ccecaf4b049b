"""Front door of the decision tables: build a `Grid`, `compile_grid` it to look things up, `prove` it once."""

from shirehall.kernel.grids.compiled import CompiledGrid, compile_grid
from shirehall.kernel.grids.model import (
    ANY_CELL,
    NOT_APPLICABLE,
    UNKNOWN,
    WHOLE,
    Cell,
    Column,
    Domain,
    Finding,
    Grid,
    Look,
    OutsideDomainError,
    Row,
    Side,
    Span,
    Value,
)
from shirehall.kernel.grids.proof import prove

__all__ = [
    "ANY_CELL",
    "NOT_APPLICABLE",
    "UNKNOWN",
    "WHOLE",
    "Cell",
    "Column",
    "CompiledGrid",
    "Domain",
    "Finding",
    "Grid",
    "Look",
    "OutsideDomainError",
    "Row",
    "Side",
    "Span",
    "Value",
    "compile_grid",
    "prove",
]
