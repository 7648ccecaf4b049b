"""Amounts, dates, currencies and VAT numbers as they are printed in Europe and beyond. Nothing is guessed: what can be
read in two ways says so."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shirehall.departments.finance.reading.labels import all_labels, plain

_AMOUNT = re.compile(
    r"(?P<sign>[-–−(]?)\s*(?P<before>[€£$¥₹]|[A-Z]{1,3}\$|[A-Z]{2,3}|kr\.?|Rs\.?|zł)?\s*(?P<minus>[-–−]?)\s*"
    r"(?P<number>\d{1,3}(?:[ ',.’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,4})?)\s*"
    r"(?P<after>[€£$]|[A-Z]{3}|kr\.?|zł|Kč)?\s*(?P<end>[-–−)]|CR)?\Z"
)
_PENCE_AFTER_DASH = re.compile(r"^(£\s?\d[\d,]*)-(\d\d)$")
CODES = frozenset(
    [
        "GBP",
        "EUR",
        "USD",
        "DKK",
        "SEK",
        "NOK",
        "CHF",
        "INR",
        "AUD",
        "CAD",
        "NZD",
        "JPY",
        "PLN",
        "CZK",
        "HUF",
        "ZAR",
        "HKD",
        "SGD",
        "CNY",
        "AED",
        "TRY",
        "RON",
        "BGN",
        "ISK",
    ]
)
SYMBOLS = {"£": "GBP", "€": "EUR", "₹": "INR", "¥": "JPY"}
DOLLARS = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "S$": "SGD", "HK$": "HKD",
}  # fmt: skip
_WORDS = {
    "us dollars": "USD",
    "us dollar": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "pounds sterling": "GBP",
    "rupees": "INR",
}
_LARGEST = Decimal(10**10)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount. `exact` where it was printed with two decimals; `currency` where a sign or a code stands beside it."""

    value: Decimal
    exact: bool
    currency: str = ""
    symbol: str = ""


def read_amount(text: str) -> Amount | None:
    """The amount that a whole text is, or None: 1,234.56 and 1.234,56 and 1 234,56 and (12.00) and 12.00-."""
    match = _AMOUNT.match(_PENCE_AFTER_DASH.sub(r"\1.\2", text.strip()))
    if not match:
        return None
    number, two = _number(match["number"])
    if number is None or number > _LARGEST:
        return None
    before, after = match["before"] or "", match["after"] or ""
    if any(each.isalpha() and len(each) == 3 and each not in CODES for each in (before, after)):
        return None
    if before.isalpha() and len(before) == 2 and before not in ("US", "CA", "AU"):
        return None
    negative = (
        match["sign"] in ("-", "–", "−", "(") or match["minus"] or match["end"] in ("-", "–", "−", ")", "CR")
    )
    sign = next((each for each in (before, after) if each), "")
    if before.endswith("$") and len(before) > 1 and before not in DOLLARS:
        return None
    code = sign if sign in CODES else SYMBOLS.get(sign, DOLLARS.get(sign, ""))
    return Amount(-number if negative else number, two, code, sign)


_LOOSE = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ ',.’\u00a0]\d{3})+(?:[.,]\d{1,2})?(?![\d])|(?<![\d.,])\d+(?:[.,]\d{1,2})?(?!\d)"
)


def amounts_in(text: str) -> list[Decimal]:
    """Every number in a text that may be an amount, without its sign."""
    return [each for match in _LOOSE.finditer(text) if (each := _number(match[0])[0]) is not None]


def _number(text: str) -> tuple[Decimal | None, bool]:
    """The number and whether it has two decimals. The last of two different signs is the decimal one; a single sign
    before exactly three figures parts thousands."""
    marks = [each for each in text if not each.isdigit()]
    last = marks[-1] if marks else ""
    tail = len(text) - text.rfind(last) - 1 if last else 0
    whole = (not last) or (tail == 3 and last in " ',.’" and (len(set(marks)) == 1)) or last in " '’"
    if whole:
        return Decimal(re.sub(r"\D", "", text)), False
    if last in marks[:-1]:
        return None, False
    left, _mark, right = text.rpartition(last)
    return Decimal(f"{re.sub(r'[^0-9]', '', left) or '0'}.{right}"), tail == 2


def written(value: Decimal) -> str:
    """With two decimals, as JSON holds it."""
    return f"{value.quantize(Decimal('0.01'))}"


@dataclass(frozen=True, slots=True)
class Day:
    """A date as printed. `other` is the second reading of one like 03/04/2026, with the month first; `style`
    iso, named, either, same, day_first or month_first; `short` where the year has two figures; `dotted` like
    03.04.2026, which nobody prints with the month first."""

    on: date
    other: date | None = None
    style: str = ""
    short: bool = False
    dotted: bool = False


_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./\-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s\-/]*(?:de |of )?([^\W\d_]{3,})\.?,?[\s\-/]*(?:de )?(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})(?!\d)")


def read_day(text: str) -> Day | None:
    """The first date in a text, or None."""
    found = placed_day(text)
    return found[1] if found else None


def placed_day(text: str) -> tuple[int, Day] | None:
    """The first date in a text with the place where it begins, or None."""
    return min(
        (each for each in (_iso(text), _named(text), _numbered(text)) if each),
        key=lambda each: each[0],
        default=None,
    )


def _iso(text: str) -> tuple[int, Day] | None:
    for match in _ISO.finditer(text):
        if day := _date(int(match[1]), int(match[2]), int(match[3])):
            return match.start(), Day(day, None, "iso")
    return None


def _named(text: str) -> tuple[int, Day] | None:
    months = all_labels().months
    for match in _DAY_FIRST.finditer(text):
        month = months.get(plain(match[2]))
        if month and (day := _date(_year(match[3]), month, int(match[1]))):
            return match.start(), Day(day, None, "named")
    for match in _MONTH_FIRST.finditer(text):
        month = months.get(plain(match[1]))
        if month and (day := _date(int(match[3]), month, int(match[2]))):
            return match.start(), Day(day, None, "named")
    return None


def _numbered(text: str) -> tuple[int, Day] | None:
    return next(
        ((match.start(), day) for match in _NUMBERS.finditer(text) if (day := _of_numbers(match))), None
    )


def _of_numbers(match: re.Match[str]) -> Day | None:
    one, two, year = int(match[1]), int(match[3]), _year(match[4])
    short, dotted = len(match[4]) == 2, match[2] == "."
    first, second = _date(year, two, one), None if dotted else _date(year, one, two)
    if first and second:
        return Day(
            first, second if second != first else None, "either" if second != first else "same", short, dotted
        )
    if first:
        return Day(first, None, "day_first", short, dotted)
    return Day(second, None, "month_first", short, dotted) if second else None


def day_texts(text: str) -> list[Day]:
    """Every date of figures with its whole year in a text: a sort code looks like one with a short year."""
    found = [day for match in _NUMBERS.finditer(text) if (day := _of_numbers(match))]
    return [day for day in found if not day.short]


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1990 <= year <= 2100 else None


def currencies_in(text: str) -> set[str]:
    """The currencies that a text names by code, sign or word. A dollar alone is "$": there are several."""
    found = {code for code in re.findall(r"\b[A-Z]{3}\b", text) if code in CODES}
    found |= {code for sign, code in SYMBOLS.items() if sign in text}
    low = text.casefold()
    found |= {code for word, code in _WORDS.items() if re.search(rf"\b{word}\b", low)}
    found |= {"USD"} if "US$" in text else set()
    return found | ({"$"} if "$" in text.replace("US$", "") else set())


_VAT = {
    "GB": r"GB ?\d{3} ?\d{4} ?\d{2}(?: ?\d{3})?",
    "IE": r"IE ?\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "DE": r"DE ?\d{3} ?\d{3} ?\d{3}",
    "FR": r"FR ?[A-HJ-NP-Z0-9]{2} ?\d{3} ?\d{3} ?\d{3}",
    "NL": r"NL ?\d{4}\.?\d{2}\.?\d{3}\.?B\.?\d{2}",
    "BE": r"BE ?[01]\d{3}[ .]?\d{3}[ .]?\d{3}",
    "ES": r"ES ?[A-Z0-9]\d{7}[A-Z0-9]",
    "IT": r"IT ?\d{11}",
    "AT": r"AT ?U\d{8}",
    "DK": r"DK ?\d{8}",
    "SE": r"SE ?\d{12}",
    "PL": r"PL ?\d{10}",
    "PT": r"PT ?\d{9}",
    "LU": r"LU ?\d{8}",
    "FI": r"FI ?\d{8}",
    "CZ": r"CZ ?\d{8,10}",
}
VAT_SHAPES = {country: re.compile(rf"(?<![A-Z0-9]){shape}(?![A-Z0-9])") for country, shape in _VAT.items()}
BARE_UK = re.compile(r"(?<!\d)\d{3} ?\d{4} ?\d{2}(?!\d)")


def vat_numbers(text: str) -> list[str]:
    """The VAT numbers with their country in a text, in order, as printed."""
    found = [(match.start(), match[0]) for shape in VAT_SHAPES.values() for match in shape.finditer(text)]
    return [number for _start, number in sorted(found)]


def uk_vat_is_right(number: str) -> bool:
    """Whether a UK number passes one of its two checks: weights 8 to 2 and the last two, by 97; or with 55 added."""
    digits = re.sub(r"\D", "", number)[:9]
    if len(digits) != 9 or set(digits[:7]) == {"0"}:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:7], range(8, 1, -1), strict=True))
    total += int(digits[7:9])
    return total % 97 == 0 or (total + 55) % 97 == 0
