"""Net, VAT and the amount to pay as fields, with the checks by which they are held for certain."""

from decimal import Decimal

from shirehall.departments.finance.reading.amounts import Candidate, row_amounts
from shirehall.departments.finance.reading.found import ReadField
from shirehall.departments.finance.reading.money import Money, is_rate, sum_of_lines
from shirehall.departments.finance.reading.numbers import made
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.values import written


def money_fields(document: Document, money: Money) -> dict[str, ReadField]:
    """The three fields."""
    if money.gross is None:
        return {
            name: _plain(document, each)
            for name, each in (("net", money.net), ("vat", money.vat), ("gross", None))
        }
    three = {"net": money.net, "vat": money.vat, "gross": money.gross}
    clear = all(document.is_clear(each.cell) for each in three.values() if each)
    lines = sum_of_lines(document.sheets, money.gross)
    summed = money.agree and not money.rival and clear
    proved = clear and not money.rival and _is_proved(document, money)
    checks = ["net and VAT make the total"] * money.fits + ["each has a label of its own"] * money.agree
    checks += (
        ["no other total"] * (not money.rival)
        + ["said more than once"] * money.repeated
        + ["lines add up"] * lines
    )
    checks += ["the VAT is of a usual rate and nothing is larger"] * proved
    fields = {}
    for name, each in three.items():
        if each is None:
            fields[name] = ReadField(
                "0.00" if name == "vat" and money.fits else None, False, 0.4, document.source
            )
            continue
        certain = proved or (summed and _is_held(money, each))
        if name == "gross" and not certain and document.source == "text":
            whole = lines and _is_largest(document, each) and money.vat is None
            certain = (
                each.sure
                and not each.column
                and not money.rival
                and (whole or (money.repeated and (money.fits or _is_largest(document, each))))
            )
        fields[name] = made(
            document, written(each.amount.value), each.cell, certain, checks + ["label"] * each.sure
        )
    return fields


def _is_proved(document: Document, money: Money) -> bool:
    """Whether reckoning leaves no doubt: the VAT is called VAT and is a usual rate of the net to the penny, the two
    make the total, nothing on the pages is larger; and the lines make the net, or total and VAT have sure labels."""
    if money.net is None or money.vat is None or money.gross is None or not money.fits or money.gross.column:
        return False
    net, vat = money.net.amount.value, money.vat.amount.value
    if not vat or not is_rate(net, vat) or money.vat.field != "vat" or net + vat != money.gross.amount.value:
        return False
    told = money.gross.sure and money.vat.sure and document.source == "text"
    return (told or sum_of_lines(document.sheets, money.net)) and _is_largest(document, money.gross)


def _is_largest(document: Document, gross: Candidate) -> bool:
    """Whether no amount on the pages is larger, so that no tax was added under a name that is not known here."""
    every = [abs(each.amount.value) for sheet in document.sheets for each in row_amounts(sheet, every=True)]
    return abs(gross.amount.value) >= max(every, default=Decimal(0))


def _is_held(money: Money, each: Candidate) -> bool:
    """Three amounts that add up hold each other where most of their labels are in the lists, and none is
    nothing but for a VAT of nought."""
    three = [one for one in (money.net, money.vat, money.gross) if one]
    sure = sum(one.sure for one in three)
    total = money.gross is not None and money.gross.sure and (not money.gross.column or money.gross.total)
    nothing = money.vat is not None and money.vat.amount.value == Decimal(0)
    return total and sure >= 2 and not (nothing and not each.sure)


def _plain(document: Document, each: Candidate | None) -> ReadField:
    if each is None:
        return ReadField(source=document.source)
    return made(document, written(each.amount.value), each.cell, False, ["label"] * each.sure)
