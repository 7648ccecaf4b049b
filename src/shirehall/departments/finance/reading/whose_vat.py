"""Whether the VAT number is that of the supplier, where other companies are named on the document too."""

from dataclasses import replace

from shirehall.departments.finance.reading.company import core
from shirehall.departments.finance.reading.found import Box, ReadField
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.roles import companies, has_agent
from shirehall.departments.finance.reading.words import Cell


def without_anothers(document: Document, vat: ReadField, name: ReadField, *, charged: bool) -> ReadField:
    """The VAT number, not certain where another company is named and the number does not stand closest to the supplier,
    where somebody acts for another, or where no VAT is `charged` and the supplier not certain: who charges none may
    have no number, and the one that is printed be the buyer's."""
    if not vat.certain or vat.box is None:
        return vat
    if not charged and not name.certain:
        return replace(vat, certain=False, confidence=min(vat.confidence, 0.6))
    named = companies(document)
    mine = core(name.value or "")
    if not any(not _same(key, mine) for key in named):
        return vat
    box = vat.box
    closest = min(
        ((_distance(cell, box), key) for key, cells in named.items() for cell in cells), default=(0.0, "")
    )
    if name.certain and _same(closest[1], mine) and not has_agent(document):
        return replace(vat, checks=(*vat.checks, "closest to the supplier"))
    return replace(vat, certain=False, confidence=min(vat.confidence, 0.6))


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return bool(short) and long.startswith(short)


def _distance(cell: Cell, box: Box) -> float:
    """How far a company stands from the number, in points; one that stands before it on its line is closest."""
    if cell.page != box[0]:
        return 10_000.0
    down = abs(cell.y0 - box[2])
    across = max(0.0, cell.x0 - box[3], box[1] - cell.x1)
    return 2 * down + 0.5 * across + (40.0 if cell.y0 > box[2] + 4 else 0.0)
