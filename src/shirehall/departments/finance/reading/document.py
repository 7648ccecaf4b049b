"""What the pages of a document say, all fields together, each weighed against the others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shirehall.departments.finance.reading.absence import without_doubtful_absence
from shirehall.departments.finance.reading.addressed import addressed_to, is_construction, is_credit
from shirehall.departments.finance.reading.bank import bank_accounts
from shirehall.departments.finance.reading.currency import read_currency
from shirehall.departments.finance.reading.days import read_days
from shirehall.departments.finance.reading.following import is_led, with_hints
from shirehall.departments.finance.reading.found import ReadField, ReadInvoice
from shirehall.departments.finance.reading.hints import Hint
from shirehall.departments.finance.reading.labelled import labelled
from shirehall.departments.finance.reading.labels import all_labels
from shirehall.departments.finance.reading.lines import read_lines
from shirehall.departments.finance.reading.money import read_money
from shirehall.departments.finance.reading.money_fields import money_fields
from shirehall.departments.finance.reading.numbers import (
    number_of,
    read_invoice_number,
    read_order_number,
    squeezed,
)
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.supplier import read_supplier_name
from shirehall.departments.finance.reading.values import vat_numbers
from shirehall.departments.finance.reading.vat_number import read_supplier_vat
from shirehall.departments.finance.reading.whose_vat import without_anothers
from shirehall.departments.finance.reading.words import Sheet

FEWEST_WORDS = 8
_LEVY = re.compile(r"\b(?:vat|tax|gst|hst)\b")


def read_document(
    kind: str, sheets: Sequence[Sheet], source: str, pages: int, hints: Sequence[Hint] = ()
) -> ReadInvoice:
    """The invoice that the pages show; kind not-an-invoice or unreadable where they show none. `hints` are what was
    learned of its supplier."""
    document = Document(tuple(sheets), source)
    words = sum(len(cell.words) for sheet in sheets for cell in sheet.cells)
    if words < FEWEST_WORDS:
        return ReadInvoice("unreadable", {}, ("There are hardly any words on the pages.",), pages)
    money = read_money(document.sheets)
    number = read_invoice_number(document)
    likely = _is_invoice(document, number, money.gross is not None) or is_led(document, hints)
    if not likely and not _may_be_invoice(document, number, money.gross is not None):
        return ReadInvoice("not-an-invoice", {}, ("The file does not look like an invoice.",), pages)
    currency = read_currency(document, money)
    dated, due = read_days(document, currency.value, number)
    vat = read_supplier_vat(document)
    order = read_order_number(document, number.value)
    charged = money.vat is not None and money.vat.amount.value != 0
    name = read_supplier_name(document, vat, charged=charged)
    vat = without_anothers(document, vat, name, charged=charged)
    fields = {
        "supplier_name": name, "supplier_vat": vat, "invoice_number": number,
        "invoice_date": dated, "due_date": due, "currency": currency, **money_fields(document, money),
        "po_number": order,
    }  # fmt: skip
    fields = with_hints(document, without_doubtful_absence(document, fields), hints)
    bank, problems = bank_accounts(document.text)
    problems += _problems(document)
    if several := _several(document):
        problems.append(several)
        fields = _unsure(fields)
    if not likely:
        problems.append("The picture can hardly be read: look at every field.")
        fields = _unsure(fields)
    if _is_statement(document):
        problems.append("The file looks like a statement of account and not like an invoice.")
        fields = {name: replace(each, certain=False) for name, each in fields.items()}
    return ReadInvoice(
        kind, fields, tuple(problems), pages, tuple(bank), read_lines(document, fields),
        addressed_to(document, fields["supplier_name"].value), is_credit(document, fields), is_construction(document),
    )  # fmt: skip


def _is_invoice(document: Document, number: ReadField, has_gross: bool) -> bool:
    titles = "|".join(
        re.escape(each) for each in all_labels().title if each not in ("statement", "receipt", "bill")
    )
    titled = bool(re.search(rf"\b({titles})\b", document.plain))
    numbered = number.value is not None and ("label" in number.checks or "likely label" in number.checks)
    slip = any(f" {each} " in document.plain for each in ("receipt", "bill", "statement"))
    return (titled or numbered or (slip and _LEVY.search(document.plain) is not None)) and has_gross


def _may_be_invoice(document: Document, number: ReadField, has_gross: bool) -> bool:
    """Whether a picture, of which some words may not have been read, has one thing of an invoice or the other."""
    titled = any(f" {each} " in document.plain for each in all_labels().title)
    return document.source == "ocr" and (titled or number.value is not None or has_gross)


def _unsure(fields: Mapping[str, ReadField]) -> dict[str, ReadField]:
    return {
        name: replace(each, certain=False, confidence=min(each.confidence, 0.5))
        for name, each in fields.items()
    }


def _problems(document: Document) -> list[str]:
    found = []
    numbers = vat_numbers(document.text)
    if len({squeezed(each) for each in numbers}) > 2:
        found.append("More than two VAT numbers are printed.")
    return found


def _several(document: Document) -> str:
    """Whether pages have invoice numbers of their own."""
    by_page: dict[int, set[str]] = {}
    for each in labelled(document.sheets, "invoice_number", number_of):
        if each.sure and each.relation != "below":
            by_page.setdefault(each.cell.page, set()).add(squeezed(each.value))
    firsts = [numbers for _page, numbers in sorted(by_page.items())]
    if len(firsts) > 1 and any(not (firsts[0] & numbers) for numbers in firsts[1:]):
        return "The file seems to hold several invoices: its pages have different invoice numbers."
    return ""


def _is_statement(document: Document) -> bool:
    head = " ".join(cell.text for line in document.sheets[0].lines[:12] for cell in line).casefold()
    return (
        "statement of account" in head
        or "account statement" in head
        or "remittance advice" in head.splitlines()[:1]
    )
