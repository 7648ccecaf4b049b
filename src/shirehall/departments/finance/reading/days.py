"""The date of the invoice and the day it is due. Days come first unless the document itself shows that months do."""

import re
from dataclasses import dataclass, replace
from datetime import date

from shirehall.departments.finance.reading.found import ReadField
from shirehall.departments.finance.reading.labelled import Labelled, labelled
from shirehall.departments.finance.reading.numbers import made
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.sentences import days_to_pay
from shirehall.departments.finance.reading.values import (
    Day,
    day_texts,
    placed_day,
    uk_vat_is_right,
    vat_numbers,
)
from shirehall.departments.finance.reading.words import Cell

_LEAD = re.compile(
    r"(?i)(?:\(?(?:on|the|le|du|den|am|vom|del|il|dated|of|[a-z]{3,9}day|mon|tue|wed|thu|fri|sat|sun),?\s*)?"
)
_BRITISH = re.compile(
    r"(?i)sort code|registered in (?:england|scotland|wales|northern ireland)"
    r"|vat reg(?:istration|istered)?\.? ?(?:no|number)|company (?:reg(?:istration)?\.? )?(?:no|number)\b"
)
_BARE_AFTER_VAT = re.compile(r"(?i)\bvat\b[\w .:#]{0,20}?(?<!\d)(\d{3} ?\d{4} ?\d{2})(?!\d)")
_US_PLACE = re.compile(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b")
_US_NAME = re.compile(r"\bUSA\b|\bU\.S\.A\.|\bUnited States\b")
_DAY_FIRST_WORDS = re.compile(
    r"(?i)\b(facture|rechnung|factuur|factura|fattura|fatura|datum|fecha|vervaldag|mwst|tva|btw|partita iva)\b"
)
_DATE_WORDS = frozenset(["date", "dated", "datum", "fecha", "data", "dato"])
"""Labels that are in doubt only because they say no more than that a date follows."""
_TERMS = re.compile(r"(?i)\b(\d{1,2})[ -]*(?:days?|tage|jours|dagen)\b|\bnett? ?(\d{2})\b(?![.,]\d)")
LONGEST_TERMS = 120


@dataclass(frozen=True)
class Order:
    """Which of day and month comes first on a document, and whether anything settles it."""

    month_first: bool
    settled: bool
    why: str


def order_of(document: Document, currency: str | None) -> Order:
    """By another date on the document, by its country."""
    days = [day for text in document.text.splitlines() for day in day_texts(text)]
    styles = {day.style for day in days}
    if "month_first" in styles and "day_first" not in styles:
        return Order(True, True, "another date has its month first")
    if "day_first" in styles and "month_first" not in styles:
        return Order(False, True, "another date has its day first")
    if {"day_first", "month_first"} <= styles:
        return Order(False, False, "")
    british = _british(document)
    if currency not in (None, "GBP"):
        british = False
    american = bool(_US_PLACE.search(document.text) or _US_NAME.search(document.text)) or (
        currency == "USD" and "US$" in document.text
    )
    if british and not american:
        return Order(False, True, "the document is British")
    if _DAY_FIRST_WORDS.search(document.text) and not american and not british:
        return Order(False, True, "its language has the day first")
    return Order(american and not british, False, "")


def _british(document: Document) -> bool:
    """Whether the document says that who sent it is British. The buyer's own address and money say nothing of that."""
    text = document.text
    return (
        bool(_BRITISH.search(text))
        or any(uk_vat_is_right(each) for each in vat_numbers(text) if each.startswith("GB"))
        or any(uk_vat_is_right(each) for each in _BARE_AFTER_VAT.findall(text))
    )


def day_of(cell: Cell) -> Day | None:
    """The date that a cell begins with; the whole of it must be the date."""
    text = cell.text.rstrip(".,;:|)")
    found = placed_day(text)
    if found is None or not _LEAD.fullmatch(text[: found[0]]):
        return None
    return found[1] if len(cell.words) == 1 or placed_day(" ".join(text.split()[:-1])) is None else None


def read_days(document: Document, currency: str | None, number: ReadField) -> tuple[ReadField, ReadField]:
    """The date of the invoice and the due date."""
    order = order_of(document, currency)
    dues = labelled(document.sheets, "due_date", day_of) or days_to_pay(document)
    dates = [
        each
        for each in labelled(document.sheets, "invoice_date", day_of)
        if each.cell not in [due.cell for due in dues]
    ]
    terms = _terms(document)
    order = _by_terms(order, dates, dues, terms)
    due = _due(document, order, dues)
    dated = _dated(document, order, dates, due, number)
    return dated, _held(due, dated, terms)


def _held(due: ReadField, dated: ReadField, terms: int | None) -> ReadField:
    """A due date is certain where the date of the invoice bears it out: a second label, and days between the two
    that somebody may have to pay."""
    if due.value is None or not due.certain:
        return due
    days = (date.fromisoformat(due.value) - date.fromisoformat(dated.value)).days if dated.value else -1
    if terms is not None and days == terms and "label" in dated.checks:
        return replace(due, checks=(*due.checks, "the days to pay fit"))
    if dated.certain and 0 <= days <= LONGEST_TERMS:
        return replace(due, checks=(*due.checks, "fits the invoice's date"))
    return replace(due, certain=False, confidence=min(due.confidence, 0.6))


def _terms(document: Document) -> int | None:
    found = {int(one or two) for one, two in _TERMS.findall(document.text)}
    return found.pop() if len(found) == 1 else None


def _by_terms(
    order: Order, dates: list[Labelled[Day]], dues: list[Labelled[Day]], terms: int | None
) -> Order:
    """Of two readings, the one by which the printed days to pay fit."""
    if order.settled or terms is None or not dates or not dues:
        return order
    fits = set()
    for month_first in (False, True):
        one, two = (
            on(each.value, month_first)
            for each in (min(dates, key=lambda each: each.rank), min(dues, key=lambda each: each.rank))
        )
        if (two - one).days == terms:
            fits.add(month_first)
    return Order(fits.pop(), True, "the days to pay fit") if len(fits) == 1 else order


def on(day: Day, month_first: bool) -> date:
    """The date, by the order of the document."""
    return day.other if month_first and day.other else day.on


def _dated(
    document: Document, order: Order, dates: list[Labelled[Day]], due: ReadField, number: ReadField
) -> ReadField:
    if not any(each.sure for each in dates) and (after := _after_number(document, order, number)):
        return after
    if not dates:
        return _undated(document, order, due)
    # Of weak labels the longer one tells no more than the shorter: "dated" of an old quotation, "date" of the invoice.
    best = min(dates, key=lambda each: (*_worth(each)[: 4 if each.sure else 3], each.cell.page, each.cell.y0))
    value = on(best.value, order.month_first)
    alike = (
        [each for each in dates if _worth(each)[:2] == _worth(best)[:2]]
        if not best.sure
        else [each for each in dates if each.sure]
    )
    rivals = {on(each.value, order.month_first) for each in alike} - {value}
    plainly, why = _is_plain(best.value, order)
    before_due = due.value is None or due.value >= value.isoformat()
    checks = (
        ["label"] * best.sure
        + [why] * plainly
        + ["no other"] * (not rivals)
        + ["not after the due date"] * (due.value is not None and before_due)
    )
    near = best.sure or (
        best.label in _DATE_WORDS
        and best.relation != "below"
        and best.cell.page == 1
        and best.cell.y0 < document.sheets[0].height * 0.6
    )
    near = near or _beside_number(best.cell, number)
    enough = near and plainly and not rivals and before_due and document.is_clearer(best.cell)
    return made(document, value.isoformat(), best.cell, enough, checks)


def _worth(each: Labelled[Day]) -> tuple[bool, bool, int, int]:
    return (not each.sure, each.relation == "below" and not each.sure, each.rank[1], each.rank[2])


def _is_plain(day: Day, order: Order) -> tuple[bool, str]:
    if day.short and not order.settled:
        return False, ""
    if day.other is None or day.dotted:
        return True, "date has one reading"
    return order.settled, order.why


def _beside_number(cell: Cell, number: ReadField) -> bool:
    """Whether a date stands in the row of figures in which the invoice's number does, below their headings."""
    return (
        number.certain
        and number.box is not None
        and number.box[0] == cell.page
        and abs(number.box[2] - cell.y0) < 0.5 * cell.height
    )


def _after_number(document: Document, order: Order, number: ReadField) -> ReadField | None:
    """A date that follows the number in words: Facture n° 12 du 4 mai 2026, Invoice 12 dated 4 May 2026."""
    if not number.value:
        return None
    for sheet in document.sheets:
        for cell in sheet.cells:
            match = re.search(
                rf"{re.escape(number.value)}\W*(?:du|vom|dated|of|van|del|de|date)\W+", cell.text
            )
            found = placed_day(cell.text[match.end() :]) if match else None
            if found and found[0] == 0:
                plainly, why = _is_plain(found[1], order)
                value = on(found[1], order.month_first).isoformat()
                certain = plainly and number.certain and document.is_clearer(cell)
                return made(document, value, cell, certain, ["after the number", *[why] * plainly])
    return None


def _undated(document: Document, order: Order, due: ReadField) -> ReadField:
    """No label: the first date on the upper half of the first page that is not the due date. It is certain where it
    stands by itself and the document has no other."""
    sheet = document.sheets[0]
    for cell in sheet.cells:
        found = placed_day(cell.text)
        if found and cell.y0 < sheet.height * 0.55:
            value = on(found[1], order.month_first).isoformat()
            if value != due.value:
                others = every_day(document) - {value, due.value}
                plainly, why = _is_plain(found[1], order)
                alone = day_of(cell) is not None and not others and document.source == "text"
                checks = ["first date on the page", *["the only date"] * (not others), *[why] * plainly]
                return made(document, value, cell, alone and plainly, checks)
    return ReadField(source=document.source)


def every_day(document: Document) -> set[str | None]:
    """Every date of a document, as its first reading has it."""
    found: set[str | None] = set()
    for line in document.text.splitlines():
        rest = line
        while day := placed_day(rest):
            found.add(day[1].on.isoformat())
            rest = rest[day[0] + 6 :]
    return found


def _due(document: Document, order: Order, dues: list[Labelled[Day]]) -> ReadField:
    if not dues:
        absent = document.lacks("due_date")
        return ReadField(
            None, absent, 0.9 if absent else 0.3, document.source, None, ("no word of it",) * absent
        )
    best = min(dues, key=lambda each: (*each.rank, each.cell.page, each.cell.y0))
    value = on(best.value, order.month_first)
    rivals = {on(each.value, order.month_first) for each in dues if each.sure >= best.sure} - {value}
    plainly, why = _is_plain(best.value, order)
    checks = ["label"] * best.sure + [why] * plainly + ["no other"] * (not rivals)
    enough = best.sure and plainly and not rivals and document.is_clearer(best.cell)
    return made(document, value.isoformat(), best.cell, enough, checks)
