"""The currency: by the signs and codes beside the amounts, then by what the document says."""

import re

from shirehall.departments.finance.reading.amounts import row_amounts
from shirehall.departments.finance.reading.found import ReadField
from shirehall.departments.finance.reading.money import Money
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.values import (
    BARE_UK,
    CODES,
    SYMBOLS,
    currencies_in,
    uk_vat_is_right,
    vat_numbers,
)

_EURO_COUNTRIES = frozenset(["DE", "FR", "NL", "BE", "ES", "IT", "AT", "PT", "LU", "FI", "IE"])
_OTHER_DOLLARS = re.compile(
    r"\b(CAD|AUD|NZD|SGD|HKD|Canada|Australia|New Zealand|Singapore|Hong Kong|HST|ABN)\b"
)
_AMERICA = re.compile(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b|US\$|\bUSA\b|\bUnited States\b")
_OF_BANKS = re.compile(r"(?i)\b(iban|swift|bic|sort code|account n)")
_DOLLARS = frozenset(["USD", "CAD", "AUD", "NZD", "SGD", "HKD"])
_LABELLED = re.compile(
    r"(?i:\b(?:totals?|totaal|gesamt\w*|amounts?|balance|due|payable|sum|price|prices|net|vat|summe|betrag|importe|bedrag"
    r"|montant|value|figures)\b)[^\n\d]{0,12}?(?<![A-Z])([A-Z]{3}|[£€])(?![A-Z\d])"
)
_HOME = {"GB": "GBP", **dict.fromkeys(_EURO_COUNTRIES, "EUR")}
_RUPEES = re.compile(r"\bRs\.?(?=\W|\d)|\bINR\b|₹")


def read_currency(document: Document, money: Money) -> ReadField:
    """The currency of the amounts."""
    said = _beside(document, money)
    if len(said) == 2 and "$" in said and (said - {"$"}) <= _DOLLARS:
        said -= {"$"}
    text = "\n".join(line for line in document.text.splitlines() if not _OF_BANKS.search(line))
    if len(said) == 1:
        value = next(iter(said))
        named = currencies_in(text) - {"$"}
        alone = named <= {value}
        if value == "$":
            value, known = _dollar(text, named)
            return _field(
                document,
                value,
                known and alone_dollar(named),
                ["sign beside the amounts", *["country or code"] * known],
                money,
            )
        checks = ["sign beside the amounts", *["no other named"] * alone]
        return _field(document, value, alone or _mostly(text, value), checks, money)
    named = currencies_in(text)
    if not said and _RUPEES.search(text) and named <= {"INR"}:
        return _field(document, "INR", False, ["named"], money)
    if len(named) == 1 and "$" not in named:
        value = next(iter(named))
        home = value in {_HOME.get(number[:2], "") for number in vat_numbers(document.text)}
        if value in _of_labels(text):
            return _field(
                document, value, True, ["named beside what the amounts are", "no other named"], money
            )
        return _field(document, value, home, ["named", *["country of the VAT number"] * home], money)
    countries = {number[:2] for number in vat_numbers(document.text)}
    if (
        not countries
        and re.search(r"(?i)\bvat\b", text)
        and any(uk_vat_is_right(each) for each in BARE_UK.findall(text))
    ):
        countries = {"GB"}
    if not said and not named and countries:
        if countries == {"GB"}:
            return _field(document, "GBP", False, ["country of the VAT number"], money)
        if countries <= _EURO_COUNTRIES:
            return _field(document, "EUR", False, ["country of the VAT number"], money)
    if said or named:
        value = _commonest(text, said or named)
        value = _dollar(text, named - {"$"})[0] if value == "$" else value
        return _field(document, value, False, ["the commonest of several"], money)
    return ReadField(source=document.source)


def _of_labels(text: str) -> set[str]:
    """The currencies that stand right after words for amounts: Total GBP, Amount (EUR), Net £."""
    found = {match[1] for match in _LABELLED.finditer(text)}
    return {SYMBOLS.get(each, each) for each in found if each in CODES or each in SYMBOLS}


def alone_dollar(named: set[str]) -> bool:
    """Whether no other currency is named beside dollars."""
    return named <= {"USD"}


def _beside(document: Document, money: Money) -> set[str]:
    """What stands beside the three amounts; where nothing does, beside any amount."""
    three = [each.amount for each in (money.net, money.vat, money.gross) if each]
    found = {amount.currency or amount.symbol for amount in three} - {""}
    if not found:
        every = [each.amount for sheet in document.sheets for each in row_amounts(sheet, every=True)]
        signs = [amount.currency or amount.symbol for amount in every]
        # A five is easily taken for a dollar: in a picture, once is no evidence.
        least = 2 if document.source == "ocr" else 1
        found = {sign for sign in signs if sign and signs.count(sign) >= least}
    return {
        "INR" if each.startswith("Rs") else "USD" if each.startswith("US") else each
        for each in found
        if each in CODES or each in ("$", "US$", "Rs", "Rs.")
    }


def _dollar(text: str, named: set[str]) -> tuple[str, bool]:
    """Which dollar, and whether the document says it."""
    dollars = named & {"USD", "CAD", "AUD", "NZD", "SGD", "HKD"}
    if len(dollars) == 1:
        return dollars.pop(), True
    return "USD", bool(_AMERICA.search(text)) and not _OTHER_DOLLARS.search(text)


def _mostly(text: str, value: str) -> bool:
    """Whether a currency is named far more often than any other: banks print the codes of others beside their
    accounts."""
    times = _counts(text)
    mine = times.pop(value, 0)
    return mine >= 3 and mine >= 3 * max(times.values(), default=0)


def _counts(text: str) -> dict[str, int]:
    found = {code: len(re.findall(rf"\b{code}\b", text)) for code in CODES}
    for sign, code in SYMBOLS.items():
        found[code] = found.get(code, 0) + text.count(sign)
    return {code: times for code, times in found.items() if times}


def _commonest(text: str, among: set[str]) -> str:
    times = {**_counts(text), "$": text.count("$")}
    return max(sorted(among), key=lambda each: times.get(each, 0))


def _field(document: Document, value: str, certain: bool, checks: list[str], money: Money) -> ReadField:
    cell = money.gross.cell if money.gross else None
    if document.source == "ocr" and cell is not None and not document.is_clear(cell):
        certain = certain and document.text.count({"GBP": "£", "EUR": "€", "USD": "$"}.get(value, value)) >= 3
    box = (cell.page, cell.x0, cell.y0, cell.x1, cell.y1) if cell else None
    return ReadField(value, certain, 0.97 if certain else 0.6, document.source, box, tuple(checks))
