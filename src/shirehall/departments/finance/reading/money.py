"""Net, VAT and the amount to pay: labels say which is which, and arithmetic says whether it is so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shirehall.departments.finance.reading.amounts import Candidate, row_amounts, stacked_amounts
from shirehall.departments.finance.reading.columns import column_amounts
from shirehall.departments.finance.reading.values import Amount
from shirehall.departments.finance.reading.words import Sheet

CENT = Decimal("0.01")
_RATES = "0 4 5 5.5 6 7 8 8.5 9 10 12 12.5 13 13.5 14.5 15 17.5 18 19 20 21 22 23 24 25"
RATES = tuple(Decimal(each) for each in _RATES.split())
MOST = 60
"""So many candidates of one field are looked at; an itemised bill has hundreds of lines called total."""


@dataclass(frozen=True)
class Money:
    """The three amounts, each a candidate or None. `agree`: net and VAT make the amount to pay, each told by a label of
    its own; `fits`: they do, but one was found by reckoning alone. `rival`: another amount to pay would do as well."""

    net: Candidate | None = None
    vat: Candidate | None = None
    gross: Candidate | None = None
    agree: bool = False
    fits: bool = False
    rival: bool = False
    repeated: bool = False


def read_money(sheets: Sequence[Sheet]) -> Money:
    """The three amounts that fit best."""
    rows = [each for sheet in sheets for each in (*row_amounts(sheet), *stacked_amounts(sheet))]
    columns = [each for sheet in sheets for each in column_amounts(sheet)]
    told = {
        field: [each for each in (*rows, *columns) if each.field == field]
        for field in ("net", "vat", "gross")
    }
    other = [each.amount.value for each in rows if each.field == "other"]
    money = _of_threes(told, other) or _worked_out(sheets, told, other) or _without_sum(told)
    if money.gross is None:
        return money
    same = [each for each in told["gross"] if each.amount.value == money.gross.amount.value]
    places = {(each.cell.page, round(each.cell.y0), round(each.cell.x0)) for each in same}
    return Money(money.net, money.vat, money.gross, money.agree, money.fits, money.rival, len(places) > 1)


def _of_threes(told: dict[str, list[Candidate]], other: list[Decimal]) -> Money | None:
    threes = sorted(_threes(told), key=_rank_of_three)
    if not threes:
        return None
    net, vat, gross = threes[0]
    if gross.column and not gross.total and _is_told_otherwise(gross, told["gross"]):
        return None
    return Money(
        net, vat, gross, agree=True, fits=True, rival=_has_rival(gross, told["gross"], other, threes)
    )


def _is_told_otherwise(gross: Candidate, grosses: list[Candidate]) -> bool:
    """Whether lines say what is to pay, and none of them what the row of a table does."""
    lines = {each.amount.value for each in grosses if each.sure and not each.column}
    return bool(lines) and gross.amount.value not in lines


def _threes(told: dict[str, list[Candidate]]) -> Iterator[tuple[Candidate, Candidate, Candidate]]:
    by_value: dict[Decimal, list[Candidate]] = {}
    for gross in told["gross"]:
        by_value.setdefault(gross.amount.value, []).append(gross)
    for net in _most(told["net"]):
        for vat in _most(told["vat"]):
            if not _may_be_vat(net.amount.value, vat.amount.value):
                continue
            wanted = net.amount.value + vat.amount.value
            for near in (wanted, wanted + CENT, wanted - CENT):
                for gross in by_value.get(near, [])[:MOST]:
                    if _places_fit(net, vat, gross):
                        yield net, vat, gross


def _most(found: list[Candidate]) -> list[Candidate]:
    """The likeliest of many: rows with sure labels, larger amounts."""
    return sorted(found, key=lambda each: (not each.sure, each.column, -abs(each.amount.value)))[:MOST]


def _may_be_vat(net: Decimal, vat: Decimal) -> bool:
    if net == 0:
        return vat == 0
    return vat == 0 or ((vat > 0) == (net > 0) and abs(vat) <= abs(net) * Decimal("0.31") + CENT)


def _places_fit(*three: Candidate) -> bool:
    places = {(each.cell.page, each.cell.x0, each.cell.y0) for each in three}
    lines = {(each.cell.page, each.cell.line) for each in three if each.column}
    return len(places) == len(three) and len(lines) <= 1


def _rank_of_three(three: tuple[Candidate, Candidate, Candidate]) -> tuple[float, ...]:
    net, vat, gross = three
    columns = sum(each.column and not each.total for each in three)
    unsure = sum(not each.sure for each in three)
    exact = abs(net.amount.value + vat.amount.value - gross.amount.value)
    return (
        float(columns > 0), -float(abs(gross.amount.value)), float(vat.amount.value == 0), float(unsure), float(exact),
        float(columns),
        -gross.cell.page * 10_000 - gross.cell.y0,
    )  # fmt: skip


def _has_rival(
    gross: Candidate,
    grosses: list[Candidate],
    other: list[Decimal],
    threes: list[tuple[Candidate, Candidate, Candidate]],
) -> bool:
    """Whether another amount to pay would do: a larger one that an old balance does not explain, or another three that
    lies outside of this one."""
    mine = gross.amount.value
    larger = {
        each.amount.value for each in grosses if not each.column and abs(each.amount.value) > abs(mine) + CENT
    }
    explained = {mine + each for each in other} | {mine - each for each in other}
    explained |= {first + second for first in other for second in (mine,)}
    if any(not any(abs(value - each) <= CENT for each in explained) for value in larger):
        return True
    rows = {three[2].amount.value for three in threes if not any(each.column for each in three)}
    smaller = [value for value in rows if abs(value - mine) > CENT]
    parts = sum(smaller, Decimal(0))
    named = len(gross.label.split()) > 1
    return bool(smaller) and not named and abs(parts - mine) > CENT


def _worked_out(
    sheets: Sequence[Sheet], told: dict[str, list[Candidate]], other: list[Decimal]
) -> Money | None:
    """Two that a label tells, and a third that stands on the page and fits; several rates of VAT; or no VAT at all."""
    grosses = sorted({each.amount.value: each for each in _ranked(told["gross"])}.values(), key=_by_gross)
    rows = {
        name: {each.amount.value for each in told[name] if each.sure and not each.column} for name in told
    }
    grosses = [each for each in grosses if each.sure and not each.column] or grosses[:1]
    everywhere = [each for sheet in sheets for each in row_amounts(sheet, every=True)]
    for gross in grosses[:4]:
        contradicts = len(rows["net"]) == 1 and len(rows["vat"]) == 1
        if contradicts and not _two_rates(gross, told):
            continue
        found = _two_rates(gross, told) or _no_vat(gross, told) or _third(gross, told, everywhere)
        if found:
            rival = _has_rival(gross, told["gross"], other, [])
            return Money(found.net, found.vat, gross, found.agree, True, rival)
    return None


def _by_gross(each: Candidate) -> tuple[bool, bool, Decimal]:
    return (each.column, not each.sure, -abs(each.amount.value))


def _ranked(found: list[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda each: (each.column, not each.sure, -abs(each.amount.value)), reverse=True)


def _two_rates(gross: Candidate, told: dict[str, list[Candidate]]) -> Money | None:
    vats = {(each.cell.page, each.cell.line): each for each in told["vat"] if not each.column}
    several = list({each.amount.value: each for each in vats.values() if each.amount.value}.values())
    if not 2 <= len(several) <= 4:
        return None
    whole = sum((each.amount.value for each in several), Decimal(0))
    for net in _most(told["net"]):
        if abs(net.amount.value + whole - gross.amount.value) <= CENT and not net.column:
            last = several[-1]
            summed = Candidate(
                "vat",
                Amount(whole, True, last.amount.currency, last.amount.symbol),
                last.cell,
                last.label,
                False,
            )
            return Money(net, summed, gross, agree=True, fits=True)
    return None


def _no_vat(gross: Candidate, told: dict[str, list[Candidate]]) -> Money | None:
    if any(each.amount.value for each in told["vat"]):
        return None
    same = [
        each for each in told["net"] if each.amount.value == gross.amount.value and _places_fit(each, gross)
    ]
    nothing = min(told["vat"], key=lambda each: (each.column, not each.sure), default=None)
    if nothing is None and not same:
        return None
    return Money(
        same[0] if same else gross, nothing, gross, agree=bool(same) and nothing is not None, fits=True
    )


def _third(gross: Candidate, told: dict[str, list[Candidate]], everywhere: list[Candidate]) -> Money | None:
    for vat in _most(told["vat"]):
        wanted = gross.amount.value - vat.amount.value
        if not vat.amount.value or not is_rate(wanted, vat.amount.value):
            continue
        fits = _standing(wanted, everywhere)
        return Money(fits, vat, gross, fits=True) if fits else None
    for net in _most(told["net"]):
        wanted = gross.amount.value - net.amount.value
        if wanted and is_rate(net.amount.value, wanted) and (fits := _standing(wanted, everywhere)):
            return Money(net, fits, gross, fits=True)
    return None


def _standing(wanted: Decimal, everywhere: list[Candidate]) -> Candidate | None:
    return next((each for each in reversed(everywhere) if abs(each.amount.value - wanted) <= CENT), None)


def is_rate(net: Decimal, vat: Decimal) -> bool:
    """Whether an amount of VAT is a usual rate of a net amount, to the penny or two."""
    if net == 0 or (net > 0) != (vat > 0):
        return False
    return any(abs(net * rate / 100 - vat) <= Decimal("0.02") for rate in RATES)


def _without_sum(told: dict[str, list[Candidate]]) -> Money:
    """What the labels tell, where no sum holds them together."""
    gross = min(told["gross"], key=_by_gross, default=None)
    rest = {
        name: [
            each for each in told[name] if gross is None or abs(each.amount.value) <= abs(gross.amount.value)
        ]
        for name in ("net", "vat")
    }
    net, vat = (min(rest[name], key=_last_said, default=None) for name in ("net", "vat"))
    return Money(net, vat, gross, rival=len({each.amount.value for each in told["gross"] if each.sure}) > 1)


def _last_said(each: Candidate) -> tuple[bool, bool, int, float]:
    return (each.column, not each.sure, -each.cell.page, -each.cell.y0)


def sum_of_lines(sheets: Sequence[Sheet], gross: Candidate) -> bool:
    """Whether the amounts that stand above an amount, in its column, add up to it."""
    sheet = next(each for each in sheets if each.number == gross.cell.page)
    total = Decimal(0)
    values = [each for each in row_amounts(sheet, every=True) if each.cell.line < gross.cell.line]
    for each in reversed(values):
        if abs(each.cell.x1 - gross.cell.x1) > 6:
            continue
        total += each.amount.value
        if total == gross.amount.value:
            return True
    return False
