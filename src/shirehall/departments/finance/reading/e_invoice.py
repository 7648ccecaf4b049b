"""E-invoices: UBL and Cross Industry Invoice, by their own names. A document type is refused, so that no entity and no
address outside the file is ever read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from shirehall.departments.finance.reading.e_invoice_lines import read_further
from shirehall.departments.finance.reading.found import FIELDS, ReadField, ReadInvoice
from shirehall.departments.finance.reading.values import written

_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
LARGEST = 20_000_000

_PATHS = Path(__file__).with_name("e_invoice_paths.yaml")
_LOCAL = re.compile(r"~(\w+)")


Where = str | dict[str, Any]


def _paths(which: str) -> dict[str, list[Where]]:
    """The paths of each field, with their parts put in."""
    read = yaml.safe_load(_PATHS.read_text(encoding="utf-8"))
    parts = read["parts"]
    parts["sums"] = parts["sums"].replace("{settled}", parts["settled"])
    return {name: [_whole(path, parts) for path in paths] for name, paths in read[which].items()}


def _whole(path: Any, parts: dict[str, str]) -> Any:
    if isinstance(path, dict):
        return {key: each if key == "join" else _whole(each, parts) for key, each in path.items()}
    if isinstance(path, list):
        return [_whole(each, parts) for each in path]
    for name, part in parts.items():
        path = path.replace(f"{{{name}}}", part)
    return _LOCAL.sub(r"*[local-name()='\1']", path)


_SPACES = {"cac": _CAC, "cbc": _CBC}
_KINDS = {
    "Invoice": "ubl", "CreditNote": "ubl", "SelfBilledInvoice": "ubl", "SelfBilledCreditNote": "ubl",
    "CrossIndustryInvoice": "cii", "CrossIndustryDocument": "cii", "FatturaElettronica": "fattura",
    "Facturae": "facturae",
}  # fmt: skip
_KNOWN = {which: _paths(which) for which in set(_KINDS.values())}
_AMOUNTS, _DAYS = ("net", "vat", "gross"), ("invoice_date", "due_date")
_NOTHING = frozenset(["na", "n/a", "-", "none", "null", "nicht zutreffend"])
"""What is put where a format asks for an order and there is none."""
_BODIES = (
    "//*[local-name()='FatturaElettronicaBody'] | //*[local-name()='Invoices']/*[local-name()='Invoice']"
)
_ENVELOPES = ("StandardBusinessDocument", "AttachedDocument", "Envelope")


class UnsafeError(ValueError):
    """The file asks for what a reader must not do. The message says what."""


class NotAnEInvoiceError(ValueError):
    """XML that is no invoice, or no XML at all."""


def read_e_invoice(content: bytes) -> ReadInvoice:
    """What an e-invoice says. Raises UnsafeError, NotAnEInvoiceError."""
    root = _without_envelope(_parsed(content))
    name = etree.QName(root)
    which = _KINDS.get(name.localname, "")
    if not which or (which == "ubl" and "ubl" not in (name.namespace or "")):
        raise NotAnEInvoiceError(f"the file is XML, but <{name.localname}> is no invoice that is known here")
    texts = {field: _first(root, _KNOWN[which][field]) for field in FIELDS}
    if (texts["po_number"] or "").casefold() in _NOTHING:
        texts["po_number"] = None
    made = _made(texts, _accounts(root))
    if len(root.xpath(_BODIES)) > 1:
        several = "The file holds several invoices."
        doubtful = {
            field: replace(each, certain=False, confidence=0.4) for field, each in made.fields.items()
        }
        made = replace(made, fields=doubtful, problems=(*made.problems, several))
    further = read_further(root, made.value("net"), made.value("gross"))
    return replace(
        made, lines=further.lines, addressed_to=further.addressed_to, is_credit=further.is_credit,
        construction=further.construction,
    )  # fmt: skip


def _parsed(content: bytes) -> etree._Element:
    if len(content) > LARGEST:
        raise UnsafeError("the file is too large for an e-invoice")
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper() or _has_type(content):
        raise UnsafeError("the file declares a document type, which no e-invoice needs")
    try:
        return etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise NotAnEInvoiceError(f"the XML is broken: {error.msg}") from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False
    )


def _has_type(content: bytes) -> bool:
    """A document type in UTF-16 hides from a search for its letters."""
    return any(
        f"<!{word}".encode(code) in content
        for word in ("DOCTYPE", "ENTITY")
        for code in ("utf-16-le", "utf-16-be")
    )


def _without_envelope(root: etree._Element) -> etree._Element:
    """The invoice in an envelope, as networks send it; else the document itself."""
    if etree.QName(root).localname not in _ENVELOPES:
        return root
    inside = (each for each in root.iter() if isinstance(each.tag, str) and each is not root)
    found = next((each for each in inside if etree.QName(each).localname in _KINDS), None)
    return etree.fromstring(etree.tostring(found, with_tail=False), _parser()) if found is not None else root


def _first(root: etree._Element, paths: Sequence[Where]) -> str | None:
    for path in paths:
        if isinstance(path, str):
            text = next(iter(_all(root, path)), None)
        elif "sum" in path:
            text = _sum(_all(root, path["sum"]))
        else:
            text = str(path["join"]).join(_all(root, each)[0] for each in path["of"] if _all(root, each))
        if text:
            return text
    return None


def _all(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces=_SPACES)
    texts = (
        [each.text or "" for each in found if isinstance(each, etree._Element)]
        if isinstance(found, list)
        else []
    )
    return [text.strip() for text in texts if text.strip()]


def _sum(texts: Sequence[str]) -> str | None:
    try:
        return str(sum((Decimal(text) for text in texts), Decimal(0))) if texts else None
    except InvalidOperation:
        return texts[0]


_NUMBERS = (
    "./*[local-name()='ID']", "./*[local-name()='IBANID']", "./*[local-name()='ProprietaryID']",
)  # fmt: skip
_SORT_CODES = (
    "./*[local-name()='FinancialInstitutionBranch']/*[local-name()='ID']",
    "../*[local-name()='PayeeSpecifiedCreditorFinancialInstitution']/*[local-name()='ClearingSystemMemberID']",
    "../*[local-name()='PayeeSpecifiedCreditorFinancialInstitution']/*[local-name()='BICID']",
)


def _accounts(root: etree._Element) -> tuple[str, ...]:
    """The accounts to be paid: IBANs, and for others the branch's code (in Britain the sort code) with the number."""
    found = []
    for account in root.xpath(
        "//*[local-name()='PayeeFinancialAccount' or local-name()='PayeePartyCreditorFinancialAccount']"
    ):
        number = next((text for path in _NUMBERS for text in _texts(account, path)), "")
        code = next((text for path in _SORT_CODES for text in _texts(account, path)), "")
        digits = re.sub(r"\D", "", code)
        british = re.fullmatch(r"\d{8}", number) and len(digits) == 6
        if number:
            found.append(f"{digits[:2]}-{digits[2:4]}-{digits[4:]} {number}" if british else number)
    return tuple(dict.fromkeys(found))


def _texts(element: etree._Element, path: str) -> list[str]:
    return [text for each in element.xpath(path) if (text := re.sub(r"\s", "", each.text or ""))]


def _made(texts: dict[str, str | None], bank: tuple[str, ...]) -> ReadInvoice:
    problems: list[str] = []
    values: dict[str, str | None] = dict(texts)
    for name in _AMOUNTS:
        values[name] = _amount(name, texts[name], problems)
    for name in _DAYS:
        values[name] = _day(name, texts[name], problems)
    if values["vat"] is None and values["net"] is not None and values["net"] == values["gross"]:
        values["vat"] = "0.00"
    agree = _agree(values)
    if not agree:
        problems.append("Net, VAT and the amount to pay do not agree.")
    checks = ("stated in the e-invoice",)
    fields = {}
    for name in FIELDS:
        broken = texts[name] is not None and values[name] is None
        certain = not broken and (agree or name not in _AMOUNTS)
        shown = (*checks, "sums agree") if agree and name in _AMOUNTS else checks
        fields[name] = ReadField(values[name], certain, 1.0 if certain else 0.5, "xml", None, shown)
    return ReadInvoice("xml", fields, tuple(problems), 0, bank)


def _amount(name: str, text: str | None, problems: list[str]) -> str | None:
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        problems.append(f"The {name} amount {text[:40]!r} is not a number.")
        return None
    if not value.is_finite() or abs(value) > 10**10:
        problems.append(f"The {name} amount {text[:40]!r} is not one that can be.")
        return None
    return written(value)


def _day(name: str, text: str | None, problems: list[str]) -> str | None:
    if text is None:
        return None
    digits = text[:10].replace("-", "")
    if len(digits) == 8 and digits.isdigit():
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
        if 1990 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04d}-{month:02d}-{day:02d}"
    problems.append(f"The {name.replace('_', ' ')} {text[:40]!r} is not a date.")
    return None


def _agree(values: dict[str, str | None]) -> bool:
    if None in (values["net"], values["vat"], values["gross"]):
        return False
    net, vat, gross = (Decimal(values[name] or "0") for name in _AMOUNTS)
    return abs(net + vat - gross) <= Decimal("0.02")
