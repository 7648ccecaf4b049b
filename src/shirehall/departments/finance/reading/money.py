"""Net, VAT and the amount to pay: labels say which is which, and arithmetic says whether it is so."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shirehall.departments.finance.reading.labelled import Labelled, labelled
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.values import Amount, read_amount
from shirehall.departments.finance.reading.words import Cell, Sheet

CENT = Decimal("0.01")
RATES = tuple(Decimal(each) for each in ("0", "5", "6", "7", "9", "10", "12", "13.5", "14.5", "15", "17.5", "18", "19", "20", "21", "22", "23", "24", "25"))  # fmt: skip


@dataclass(frozen=True)
class Money:
    """The three amounts, each where it was found or None. `agree`: net and VAT make the amount to pay. `told` names those
    that a label of their own told, `rivals` whether another three would do as well."""

    net: Labelled[Amount] | None
    vat: Labelled[Amount] | None
    gross: Labelled[Amount] | None
    agree: bool = False
    told: frozenset[str] = frozenset()
    rivals: bool = False
    no_vat: bool = False


def read_cell_amount(cell: Cell) -> Amount | None:
    """The amount that a whole cell is."""
    text = cell.text.strip(":")
    found = read_amount(text)
    if found is None or (not found.exact and not found.symbol and not found.currency and abs(found.value) < 1):
        return None
    return found


def _amount_of(cell: Cell) -> Amount | None:
    """An amount of money: with two decimals, or with a sign of money; years, per cents and counts are none."""
    found = read_cell_amount(cell)
    if found is None or (not found.exact and not found.symbol):
        return None
    return found


def last_amounts(sheets: Sequence[Sheet], field: str) -> list[Labelled[Amount]]:
    """Amounts with a label of a field. A label may be followed by a rate or by the amount that is taxed, so of several
    amounts on its line the last one counts."""
    found = labelled(sheets, field, _amount_of)
    seen = {(each.cell.page, each.cell.y0, each.cell.x0) for each in found}
    for sheet in sheets:
        for line in sheet.lines:
            text = plain(" ".join(cell.text for cell in line))
            label = _leading_label(text, field)
            if not label:
                continue
            amounts = [(amount, part) for cell in line for amount, part in _ends_in_amount(cell)]
            if amounts and (sheet.number, amounts[-1][1].y0, amounts[-1][1].x0) not in seen:
                sure = all_labels().of[field][label]
                found.append(Labelled(amounts[-1][0], amounts[-1][1], label, sure, "right"))
    return [each for each in found if not _is_another(sheets, each)]


def _leading_label(text: str, field: str) -> str:
    words = text.split()
    for size in range(min(6, len(words)), 0, -1):
        start = " ".join(words[:size])
        if start in all_labels().of[field]:
            return start
    return ""


def _ends_in_amount(cell: Cell) -> list[tuple[Amount, Cell]]:
    for start in range(len(cell.words)):
        part = cell.part(start, len(cell.words))
        if amount := _amount_of(part):
            return [(amount, part)]
    return []


def _is_another(sheets: Sequence[Sheet], hit: Labelled[Amount]) -> bool:
    """Whether the line says that the amount is something else: an old balance, what was paid."""
    sheet = next(each for each in sheets if each.number == hit.cell.page)
    text = plain(" ".join(cell.text for cell in sheet.lines[hit.cell.line]))
    return any(text.startswith(each) or f" {each} " in f" {text} " for each in all_labels().not_gross)


def read_money(sheets: Sequence[Sheet]) -> Money:
    """The three amounts that fit best."""
    nets, vats, grosses = (last_amounts(sheets, name) for name in ("net", "vat", "gross"))
    threes = sorted(_threes(nets, vats, grosses), key=lambda each: each[0])
    if threes:
        _rank, net, vat, gross = threes[0]
        values = {(three[1].value.value, three[2].value.value, three[3].value.value) for three in threes}
        return Money(net, vat, gross, agree=True, told=frozenset({"net", "vat", "gross"}), rivals=len(values) > 1)
    worked = _worked_out(sheets, nets, vats, grosses)
    if worked:
        return worked
    return Money(_best(nets), _best(vats), _largest(grosses), told=_told(nets, vats, grosses))


def _threes(
    nets: list[Labelled[Amount]], vats: list[Labelled[Amount]], grosses: list[Labelled[Amount]]
) -> list[tuple[tuple[float, ...], Labelled[Amount], Labelled[Amount], Labelled[Amount]]]:
    found = []
    for net in nets:
        for vat in vats:
            for gross in grosses:
                if _same_place(net, vat) or _same_place(net, gross) or _same_place(vat, gross):
                    continue
                if abs(net.value.value + vat.value.value - gross.value.value) > CENT:
                    continue
                unsure = (not net.sure) + (not vat.sure) + (not gross.sure)
                rank = (float(unsure), -float(abs(gross.value.value)), -gross.cell.page * 10_000 - gross.cell.y0)
                found.append((rank, net, vat, gross))
    return found


def _same_place(one: Labelled[Amount], other: Labelled[Amount]) -> bool:
    return (one.cell.page, one.cell.x0, one.cell.y0) == (other.cell.page, other.cell.x0, other.cell.y0)


def _worked_out(
    sheets: Sequence[Sheet], nets: list[Labelled[Amount]], vats: list[Labelled[Amount]], grosses: list[Labelled[Amount]]
) -> Money | None:
    """Two that a label tells, and a third that stands on the page and fits; or no VAT at all."""
    gross = _largest(grosses)
    if gross is None:
        return None
    everywhere = [
        Labelled(amount, part, "", False, "right")
        for sheet in sheets for cell in sheet.cells for amount, part in _ends_in_amount(cell)
    ]  # fmt: skip
    for vat in sorted(vats, key=lambda each: each.rank):
        if abs(vat.value.value) >= abs(gross.value.value):
            continue
        wanted = gross.value.value - vat.value.value
        fits = next((each for each in everywhere if abs(each.value.value - wanted) <= CENT and not _same_place(each, gross)), None)
        if vat.value.value == 0:
            return Money(fits or gross, vat, gross, agree=True, told=frozenset({"vat", "gross"}), no_vat=True)
        if fits and _is_rate(wanted, vat.value.value):
            return Money(fits, vat, gross, agree=True, told=frozenset({"vat", "gross"}))
    for net in sorted(nets, key=lambda each: each.rank):
        wanted = gross.value.value - net.value.value
        fits = next((each for each in everywhere if abs(each.value.value - wanted) <= CENT and wanted), None)
        if fits and _is_rate(net.value.value, wanted):
            return Money(net, fits, gross, agree=True, told=frozenset({"net", "gross"}))
        if wanted == 0 and not vats and not _same_place(net, gross):
            return Money(net, None, gross, agree=True, told=frozenset({"net", "gross"}), no_vat=True)
    return None


def _is_rate(net: Decimal, vat: Decimal) -> bool:
    if net == 0:
        return vat == 0
    return any(abs(net * rate / 100 - vat) <= Decimal("0.02") for rate in RATES)


def _best(found: list[Labelled[Amount]]) -> Labelled[Amount] | None:
    return min(found, key=lambda each: (*each.rank, -each.cell.page, -each.cell.y0), default=None)


def _largest(found: list[Labelled[Amount]]) -> Labelled[Amount] | None:
    sure = [each for each in found if each.sure] or found
    return max(sure, key=lambda each: (abs(each.value.value), each.cell.page, each.cell.y0), default=None)


def _told(*found: list[Labelled[Amount]]) -> frozenset[str]:
    return frozenset(name for name, hits in zip(("net", "vat", "gross"), found, strict=True) if hits)
