"""The number of the invoice and of the order that it is for."""

import re

from shirehall.departments.finance.reading.found import ReadField
from shirehall.departments.finance.reading.labelled import Labelled, labelled
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.values import placed_day, read_amount
from shirehall.departments.finance.reading.whole import is_cut
from shirehall.departments.finance.reading.words import Cell

_TOKEN = re.compile(r"[#(]?([A-Za-z0-9][A-Za-z0-9/_.\\\-–]{0,38})[).,;:|]?")
_PREFIX = re.compile(r"[A-Z]{1,5}[-/.]?")
_FIRST_HALF = re.compile(r"[A-Z]{1,3}\d{2,4}")
_INVOICE_WORD = re.compile(r"(?i)(inv|invoice|re|rg|fac|fact|fa|si|cn|crn|bill|rn|f|r|ft|fc)[-/_ ]?\d")
_UNMISTAKABLE = re.compile(r"(?:(?:INV|INVOICE|PO|RE|CN|CRN|FA|BILL)[-/ ]?)?\d[\d/-]*")
_YEAR = re.compile(r"20\d\d")
_ORDER = re.compile(r"(?i)p\.?o[-/ ]?\d.*|45\d{8}")
"""As councils' own systems number their orders."""
_URL = re.compile(r"(?i)www\.|\.(com|co|org|net|uk|de|fr|eu)\b|@")


def number_of(cell: Cell) -> str | None:
    """The number that a whole cell is: one word with a figure in it, or a few letters and then one."""
    words = [word.text for word in cell.words]
    if not 1 <= len(words) <= 3:
        return None
    if len(words) > 1 and not _belong_together(words):
        return None
    match = _TOKEN.fullmatch(
        "".join(words) if "/" in words or len(words) == 1 else " ".join(words).replace(" ", "")
    )
    if not match or not any(each.isdigit() for each in match[1]) or _URL.search(match[1]):
        return None
    found = match[1].rstrip("-./–\\")
    return None if _is_other(found) else (found if len(words) == 1 else _joined(words, found))


def _belong_together(words: list[str]) -> bool:
    if "/" in words:
        return len(words) == 3
    if all(word.isdigit() for word in words):
        return len(words[0]) >= 3 and all(len(word) >= 2 for word in words) and len("".join(words)) >= 8
    return (
        len(words) == 2
        and bool(_PREFIX.fullmatch(words[0]) or _FIRST_HALF.fullmatch(words[0]))
        and bool(re.fullmatch(r"\d{2,}[\w/-]*", words[1]))
    )


def _joined(words: list[str], found: str) -> str:
    return found if "/" in words else " ".join(words).strip("#.,;:")


def _is_other(text: str) -> bool:
    """A date, an amount with pence, a percentage: not a number of a paper."""
    day = placed_day(text)
    if day is not None and day[0] == 0 and re.fullmatch(r"[\d./\-]+", text) and len(text) <= 10:
        return True
    amount = read_amount(text)
    return amount is not None and amount.exact


def read_invoice_number(document: Document) -> ReadField:
    """The invoice's number."""
    found = labelled(document.sheets, "invoice_number", number_of)
    found = [each for each in found if not document.is_buyer(each.cell) or each.sure]
    if _is_credit(document):
        found = [
            each for each in found if any(credit in each.label for credit in all_labels().credit)
        ] or found
    if not found:
        return _by_shape(document)
    best = min(found, key=lambda each: _rank(each, found))
    sure = [each for each in found if each.sure]
    rivals = {squeezed(each.value) for each in sure or found} - {squeezed(best.value)}
    times = sum(squeezed(each.value) == squeezed(best.value) for each in found)
    shaped = bool(_INVOICE_WORD.match(best.value))
    checks = ["label"] if best.sure else ["likely label"]
    checks += ["shaped as an invoice number"] * shaped + ["said more than once"] * (times > 1)
    checks += ["no other"] * (not rivals) + ["clear"] * document.is_clear(best.cell)
    marked = bool(re.search(rf"(?i)\binvoice\s*[:#]\s*{re.escape(best.value)}(?!\w)", document.text))
    titled = _has_title(document, best)
    checks += ["stands by the title"] * titled
    strong = best.sure or shaped or marked or titled or (times > 1 and best.relation != "below")
    strong = strong and not is_cut(document, best.cell)
    enough = strong and not rivals and _is_clear(document, best) and len(squeezed(best.value)) >= 3
    if best.relation == "below" and not (best.sure and _stands_under(best)):
        enough = enough and times > 1
    return made(document, best.value, best.cell, enough, checks)


def _has_title(document: Document, best: Labelled[str]) -> bool:
    """Whether a number follows the title of the paper itself, or its label stands right under or beside that title:
    Invoice 55120; or INVOICE and below it Number 55120."""
    titles = all_labels().title
    if (
        best.relation == "below"
        or sum(sign.isdigit() for sign in best.value) < 2
        or _YEAR.fullmatch(best.value)
    ):
        return False
    if best.label in titles and best.cell.page == 1:
        return best.relation == "after"
    sheet = next(each for each in document.sheets if each.number == best.cell.page)
    line = sheet.lines[best.cell.line]
    start = next((each.x0 for each in line if plain(each.text).startswith(best.label)), best.cell.x0)
    near = [
        each
        for other in sheet.lines[max(0, best.cell.line - 2) : best.cell.line + 1]
        for each in other
        if each.x0 <= start + 2 and each.x1 > start - 14 * 1.0
    ]
    return any(plain(each.text) in titles or plain(each.text).split(" no")[0] in titles for each in near)


def _is_clear(document: Document, best: Labelled[str]) -> bool:
    """In a picture, figures alone, or after letters that such numbers begin with: nobody can tell an O from a
    nought."""
    if document.source != "ocr":
        return True
    return document.is_clearer(best.cell) and bool(_UNMISTAKABLE.fullmatch(best.value))


def _stands_under(best: Labelled[str]) -> bool:
    return len(best.cell.words) <= 2


def _rank(each: Labelled[str], found: list[Labelled[str]]) -> tuple[float, ...]:
    shaped = bool(_INVOICE_WORD.match(each.value))
    times = sum(squeezed(other.value) == squeezed(each.value) for other in found)
    digits = sum(sign.isdigit() for sign in each.value)
    return (
        float(not (each.sure or shaped)), float(digits < 2), float(-min(times, 3)), float(each.rank[1]),
        float(each.cell.page), each.cell.y0,
    )  # fmt: skip


def _is_credit(document: Document) -> bool:
    first = " ".join(plain(cell.text) for line in document.sheets[0].lines[:14] for cell in line)
    return any(each in first for each in all_labels().credit)


def _by_shape(document: Document) -> ReadField:
    """A word such as INV-0042 that stands alone near the head of the first page."""
    for line in document.sheets[0].lines[:25]:
        for cell in line:
            for place in range(len(cell.words)):
                part = cell.part(place, place + 1)
                value = number_of(part)
                if value and re.match(r"(?i)(inv|invoice|fact|rech)[-/_]?\d", value):
                    return made(document, value, part, False, ["shaped as an invoice number"])
    return ReadField(source=document.source)


def read_order_number(document: Document, invoice_number: str | None) -> ReadField:
    """The buyer's order number. A document without a word of one has none."""
    found = [
        each
        for each in labelled(document.sheets, "po_number", number_of)
        if squeezed(each.value) != squeezed(invoice_number or "")
    ]
    found = [each for each in found if len(squeezed(each.value)) >= 3 or each.sure]
    if not found:
        absent = document.lacks("po_number")
        return ReadField(
            None, absent, 0.9 if absent else 0.3, document.source, None, ("no word of it",) * absent
        )
    best = min(found, key=lambda each: (*each.rank, each.cell.page, each.cell.y0))
    rivals = {squeezed(each.value) for each in found if each.sure >= best.sure} - {squeezed(best.value)}
    rivals = {
        each for each in rivals if each not in squeezed(best.value) and squeezed(best.value) not in each
    }
    shaped = bool(_ORDER.fullmatch(best.value))
    checks = ["label"] * best.sure + ["shaped as an order number"] * shaped + ["no other"] * (not rivals)
    buyers = shaped or bool(all_labels().theirs & set(best.label.replace("'", " ").split()))
    enough = (
        (best.sure or shaped)
        and buyers
        and not rivals
        and _is_clear(document, best)
        and len(squeezed(best.value)) >= 4
        and not is_cut(document, best.cell)
    )
    times = sum(squeezed(each.value) == squeezed(best.value) for each in found)
    lone = document.source != "ocr" and document.codes <= {best.value, invoice_number}
    checks += ["said more than once"] * (times > 1) + ["the only code"] * lone
    plainly = best.sure and best.relation != "below" and sum(sign.isdigit() for sign in best.value) >= 3
    enough = enough and (shaped or times > 1 or lone or (plainly and document.source != "ocr"))
    return made(document, best.value, best.cell, enough, checks)


def squeezed(text: str) -> str:
    """A number as it is compared: letters and figures alone."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def made(document: Document, value: str, cell: Cell, certain: bool, checks: list[str]) -> ReadField:
    """A field with its box. Its confidence is what the reader says of the words, less where checks are wanting."""
    confidence = cell.sure * (0.97 if certain else min(0.8, 0.35 + 0.15 * len(checks)))
    box = (cell.page, cell.x0, cell.y0, cell.x1, cell.y1)
    return ReadField(value, certain, confidence, document.source, box, tuple(checks))
