"""Who sent the invoice: names gathered from the head, the foot, the bank details and the web addresses; the
one that most of them speak for, and never whom the invoice is for."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from shirehall.departments.finance.reading.company import companies_in, core, has_form, is_name, trimmed
from shirehall.departments.finance.reading.found import ReadField
from shirehall.departments.finance.reading.labelled import Labelled, labelled
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.numbers import made
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.roles import has_agent, is_another
from shirehall.departments.finance.reading.supplier_words import PUBLIC_BODY
from shirehall.departments.finance.reading.web import hosts_in, same_host
from shirehall.departments.finance.reading.whole import begins_inside, line_above, may_go_on
from shirehall.departments.finance.reading.words import Cell, Sheet

_LEGAL = re.compile(
    r"(?i)\b(registered (?:in|office|number|company|no)|reg(?:istered|d)?\.? office|company (?:no|number|reg)"
    r"|vat (?:no|reg|number)|kvk|siret|siren|rcs|handelsregister|amtsgericht|hrb|registro mercantil|cin|btw|sede legale"
    r"|au capital)\b"
)
_AFTER_NAME = re.compile(r"(?i),\s|\s\((?:prop|t/a|trading)|\s(?:t/a|trading as)\b")
_BANK = re.compile(r"(?i)\b(bank|banque|barclays|lloyds|natwest|hsbc|santander|sparkasse|volksbank)\b")
WEIGHTS = {
    "only company": 1.5,
    "label": 3.0,
    "web address": 2.5,
    "foot": 2.0,
    "company form": 2.0,
    "heading": 2.0,
    "top": 1.0,
    "said more than once": 1.0,
    "near the VAT number": 1.5,
    "another is billed": 0.0,
    "the only VAT number": 0.0,
}
STRONG = frozenset({"only company", "label", "web address", "foot", "heading", "near the VAT number"})
INDEPENDENT = STRONG | {"said more than once", "another is billed", "the only VAT number"}
"""Two of these must speak for a name that is certain: a form and a place at the top are one sight of it."""


FAR_AHEAD = 3.0
"""So much more must speak for a name than for the next one where another company is named too."""


@dataclass
class Name:
    """A name with what speaks for it. `spellings` are how it is printed, each with its cell; `buyers` how
    often it stands where the buyer does, `others` how often as a parent or as who is only paid."""

    spellings: list[tuple[str, Cell]] = field(default_factory=list)
    signals: set[str] = field(default_factory=set)
    buyers: int = 0
    others: int = 0
    weight: float = 0.0


def read_supplier_name(document: Document, vat: ReadField, *, charged: bool = False) -> ReadField:
    """The supplier's name. `charged` whether the document charges VAT, so that the supplier must print a number."""
    names = _gathered(document, vat)
    _mark_sole(document, names, sole_vat=charged and "no other" in vat.checks)
    if not names:
        return ReadField(source=document.source)
    ordered = sorted(names.items(), key=lambda each: -each[1].weight)
    key, best = ordered[0]
    if best.weight <= 0:
        return ReadField(source=document.source)
    second = next((each.weight for other, each in ordered[1:] if not _akin(other, key)), 0.0)
    spelling, cell = _best_spelling(best)
    strong = best.signals & STRONG
    told = bool({"company form", "label"} & best.signals) or (
        "web address" in best.signals and len(strong) >= 2
    )
    enough = (
        told
        and bool(strong)
        and len(best.signals & INDEPENDENT) >= 2
        and not _heads_another(names, key)
        and best.weight - second >= 1.5
        and not best.buyers
        and not best.others
        and not (_has_rival(names, key) and (best.weight - second < FAR_AHEAD or has_agent(document)))
    )
    enough = enough and (
        bool({"label", "foot", "web address"} & best.signals) or _begins_cell(document, best)
    )
    enough = enough and document.is_clearer(cell) and _is_whole(document, key, best)
    enough = enough and not any(_is_longer(other, each, key, spelling) for other, each in names.items())
    return made(document, spelling, cell, enough, sorted(best.signals))


def _has_rival(names: dict[str, Name], key: str) -> bool:
    """Whether another company with its form is named that is not the buyer and could have sent the invoice."""
    return any(
        "company form" in each.signals
        and not each.buyers
        and not _akin(other, key)
        and not _BANK.search(each.spellings[0][0])
        for other, each in names.items()
        if other != key
    )


def _best_spelling(name: Name) -> tuple[str, Cell]:
    return max(
        name.spellings,
        key=lambda each: (
            has_form(each[0]),
            each[1].sure >= 0.85,
            -each[1].page,
            not each[0].isupper(),
            -each[1].y0,
        ),
    )


def _is_whole(document: Document, key: str, name: Name) -> bool:
    """Whether a name stands somewhere with nothing beside it that could belong to it, or is a web address letter
    for letter."""
    sheets = {sheet.number: sheet for sheet in document.sheets}
    at_all = not all(begins_inside(sheets[cell.page], cell) for _printed, cell in name.spellings)
    hosts = hosts_in(document.text)
    if any(key in host and not host.startswith(key) for host in hosts):
        return False
    alone = {"web address", "said more than once"}.isdisjoint(name.signals)
    if document.source == "ocr" and alone and all(len(printed.split()) < 3 for printed, _ in name.spellings):
        return False
    return (at_all and key in hosts) or any(
        core(" ".join(word.text for word in cell.words)) == core(printed)
        and not may_go_on(sheets[cell.page], cell, printed)
        for printed, cell in name.spellings
    )


def _heads_another(names: dict[str, Name], key: str) -> bool:
    """Whether another company stands at the head and nothing but labels and repetition speaks for this one: it may
    be one who is only paid."""
    return not names[key].signals & {"heading", "web address", "foot", "near the VAT number"} and any(
        {"top", "company form"} <= each.signals and not each.buyers and not _akin(other, key)
        for other, each in names.items()
        if other != key
    )


def _is_longer(other: str, name: Name, key: str, spelling: str) -> bool:
    """Whether another company that is named may be the whole of this one, or its parent."""
    if other == key or name.buyers or not any(has_form(printed) for printed, _cell in name.spellings):
        return False
    return other.endswith(key) or (_akin(other, key) and (len(other) > len(key) or has_form(spelling)))


def _akin(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and long.startswith(short)


def _gathered(document: Document, vat: ReadField) -> dict[str, Name]:
    names: dict[str, Name] = defaultdict(Name)
    _from_companies(document, names)
    _from_labels(document, names)
    _from_head(document, names)
    hosts = hosts_in(document.text)
    for key, name in list(names.items()):
        places = {(cell.page, cell.line, round(cell.x0)) for _spelling, cell in name.spellings}
        name.signals |= {"said more than once"} if len(places) > 1 else set()
        name.signals |= {"web address"} if any(same_host(key, host) for host in hosts) else set()
        if vat.box and any(
            cell.page == vat.box[0] and abs(cell.y0 - vat.box[2]) < 40 for _spelling, cell in name.spellings
        ):
            name.signals.add("near the VAT number")
    _mark_only_company(document, names)
    for key, name in names.items():
        akin = set().union(
            *(
                other.signals
                for word, other in names.items()
                if word == key or (_akin(word, key) and not other.buyers)
            )
        )
        if "company form" in name.signals or "label" in name.signals:
            name.signals |= akin - {"company form"}
        printed = name.spellings[0][0]
        name.weight = (
            sum(WEIGHTS[each] for each in name.signals) - 4 * bool(name.buyers) - 6 * bool(name.others)
        )
        name.weight -= 3 * (_is_public(printed) and not _heads(document, name)) + 3 * bool(
            _BANK.search(printed) and "web address" not in name.signals
        )
    return {key: name for key, name in names.items() if key}


def _is_public(printed: str) -> bool:
    return bool(PUBLIC_BODY.search(printed))


def _heads(document: Document, name: Name) -> bool:
    """Whether a public body stands first on the first page and another one further down: then it sends the invoice."""
    first = document.sheets[0].lines[0] if document.sheets[0].lines else ()
    mine = [cell for _printed, cell in name.spellings if cell.page == 1 and cell.line == 0]
    return bool(mine) and any(
        _is_public(cell.text) and cell not in first for sheet in document.sheets for cell in sheet.cells
    )


def _mark_only_company(document: Document, names: dict[str, Name]) -> None:
    """Where the buyer stands under a label of its own, the only company at the head is the supplier."""
    companies = [
        name
        for name in names.values()
        if "company form" in name.signals and not name.buyers and not name.others
    ]
    if len(companies) == 1 and document.buyer_cells and "top" in companies[0].signals:
        companies[0].signals.add("only company")


def _mark_sole(document: Document, names: dict[str, Name], *, sole_vat: bool) -> None:
    """The one company at the head: it is the supplier where somebody else is billed, and where the one VAT number of an
    invoice that charges VAT stands by it."""
    companies = [
        name
        for name in names.values()
        if "company form" in name.signals and not name.buyers and not name.others
    ]
    if len(companies) != 1 or "top" not in companies[0].signals or not _begins_cell(document, companies[0]):
        return
    if any(
        "heading" in each.signals and each is not companies[0] and not each.buyers for each in names.values()
    ):
        return
    if "only company" in companies[0].signals and document.names_buyer:
        companies[0].signals.add("another is billed")
    if sole_vat and "near the VAT number" in companies[0].signals:
        companies[0].signals.add("the only VAT number")


def _begins_cell(document: Document, name: Name) -> bool:
    """Whether a name stands at the beginning of what is printed together, and not in a sentence: printed by X Ltd."""
    firsts = {id(cell.words[0]) for sheet in document.sheets for cell in sheet.cells}
    return any(id(cell.words[0]) in firsts for _printed, cell in name.spellings)


def _from_companies(document: Document, names: dict[str, Name]) -> None:
    for sheet in document.sheets:
        for cell in sheet.cells:
            for found, part in companies_in(cell):
                printed = _whole_name(sheet, cell, found)
                name = names[core(printed)]
                name.spellings.append((printed, part))
                name.signals.add("company form")
                if is_another(sheet, cell, found):
                    name.others += 1
                if document.is_buyer(cell):
                    name.buyers += 1
                elif cell.y0 > sheet.bottom * 0.6 and _is_legal(sheet, cell):
                    name.signals.add("foot")
                elif cell.page == 1 and cell.y0 < sheet.height * 0.25:
                    name.signals.add("top")


def _whole_name(sheet: Sheet, cell: Cell, printed: str) -> str:
    """A name that was set on two lines: one word and its form, right under a word or two in the same letters."""
    if len(printed.split()) > 3 or not cell.text.startswith(printed[:3]):
        return printed
    above = line_above(sheet, cell)
    if above is None or _is_label(above) or PUBLIC_BODY.search(above.text):
        return printed
    return f"{above.text} {printed}"


def _is_legal(sheet: Sheet, cell: Cell) -> bool:
    near = sheet.lines[max(0, cell.line - 1) : cell.line + 3]
    return bool(
        _LEGAL.search(" ".join(each.text for line in near for each in line if abs(each.y0 - cell.y0) < 40))
    )


def _from_labels(document: Document, names: dict[str, Name]) -> None:
    for each in labelled(document.sheets, "supplier_name", _name_of):
        if document.is_buyer(each.cell) or not each.sure or _is_in_table(document, each):
            continue
        name = names[core(each.value)]
        name.spellings.append((each.value, each.cell))
        name.signals.add("label")


def _is_in_table(document: Document, each: Labelled[str]) -> bool:
    """Whether a name stands in the row of a table: From and To are headings there."""
    sheet = next(sheet for sheet in document.sheets if sheet.number == each.cell.page)
    return each.relation == "below" and len(sheet.lines[each.cell.line]) > 3


def _name_of(cell: Cell) -> str | None:
    """The company that a cell begins with, or what stands before the first comma or bracket."""
    first = next(companies_in(cell), None)
    if first and first[1].words[0] == cell.words[0]:
        return first[0]
    text = trimmed(_AFTER_NAME.split(cell.text)[0])
    return text if is_name(text) else None


def _from_head(document: Document, names: dict[str, Name]) -> None:
    """The first lines of the first page; the largest letters of its head."""
    sheet = document.sheets[0]
    cells = [cell for cell in sheet.cells if cell.y0 < sheet.height * 0.3]
    heights = sorted(cell.height for cell in sheet.cells)
    usual = heights[len(heights) // 2] if heights else 10.0
    free = [
        cell
        for cell in cells
        if cell.sure > 0.5
        and not document.is_buyer(cell)
        and is_name(trimmed(cell.text))
        and not _is_label(cell)
    ]
    largest = max((cell.height for cell in free), default=0.0)
    for place, cell in enumerate(free):
        large = cell.height >= 1.25 * usual and cell.height >= 0.9 * largest
        if place > 3 and not large:
            continue
        printed = trimmed(cell.text)
        name = names[core(printed)]
        name.spellings.append((printed, cell))
        name.signals.add("top")
        if large:
            name.signals.add("heading")
    for line in sheet.lines[-8:]:
        for cell in line:
            printed = trimmed(cell.text)
            if (
                cell.y0 > sheet.bottom * 0.6
                and is_name(printed)
                and _is_legal(sheet, cell)
                and len(printed.split()) <= 5
            ):
                name = names[core(printed)]
                name.spellings.append((printed, cell))
                name.signals.add("foot")


def _is_label(cell: Cell) -> bool:
    text = plain(cell.text)
    known = all_labels()
    return (
        text in known.known
        or text in known.title
        or cell.text.rstrip().endswith(":")
        or any(text.startswith(f"{each} ") for each in known.buyer if len(each) > 4)
    )
