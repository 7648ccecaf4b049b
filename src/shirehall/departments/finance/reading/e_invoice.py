"""E-invoices: UBL and Cross Industry Invoice, by their own names. A document type is refused, so that no entity and no
address outside the file is ever read."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from lxml import etree

from shirehall.departments.finance.reading.found import FIELDS, ReadField, ReadInvoice
from shirehall.departments.finance.reading.values import written

_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
LARGEST = 20_000_000

# Each is tried in order; {cac} and {cbc} are UBL's, local names alone do for Cross Industry Invoice of any version.
UBL = {
    "supplier_name": ["//cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName", "//cac:AccountingSupplierParty/cac:Party/cac:PartyName/cbc:Name"],
    "supplier_vat": ["//cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID", "//cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID"],
    "invoice_number": ["/*/cbc:ID"],
    "invoice_date": ["/*/cbc:IssueDate"],
    "due_date": ["/*/cbc:DueDate", "//cac:PaymentMeans/cbc:PaymentDueDate"],
    "currency": ["/*/cbc:DocumentCurrencyCode"],
    "net": ["//cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"],
    "vat": ["/*/cac:TaxTotal[cbc:TaxAmount/@currencyID=/*/cbc:DocumentCurrencyCode]/cbc:TaxAmount", "/*/cac:TaxTotal/cbc:TaxAmount"],
    "gross": ["//cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"],
    "po_number": ["/*/cac:OrderReference/cbc:ID"],
}  # fmt: skip
_SETTLED = "//*[local-name()='ApplicableHeaderTradeSettlement' or local-name()='ApplicableSupplyChainTradeSettlement']"
_AGREED = (
    "//*[local-name()='ApplicableHeaderTradeAgreement' or local-name()='ApplicableSupplyChainTradeAgreement']"
)
_SUMS = f"{_SETTLED}/*[local-name()='SpecifiedTradeSettlementHeaderMonetarySummation' or local-name()='SpecifiedTradeSettlementMonetarySummation']"
CII = {
    "supplier_name": [f"{_AGREED}/*[local-name()='SellerTradeParty']/*[local-name()='Name']"],
    "supplier_vat": [f"{_AGREED}/*[local-name()='SellerTradeParty']/*[local-name()='SpecifiedTaxRegistration']/*[local-name()='ID'][@schemeID='VA']"],
    "invoice_number": ["//*[local-name()='ExchangedDocument' or local-name()='HeaderExchangedDocument']/*[local-name()='ID']"],
    "invoice_date": ["//*[local-name()='ExchangedDocument' or local-name()='HeaderExchangedDocument']/*[local-name()='IssueDateTime']/*"],
    "due_date": [f"{_SETTLED}/*[local-name()='SpecifiedTradePaymentTerms']/*[local-name()='DueDateDateTime']/*"],
    "currency": [f"{_SETTLED}/*[local-name()='InvoiceCurrencyCode']"],
    "net": [f"{_SUMS}/*[local-name()='TaxBasisTotalAmount']"],
    "vat": [f"{_SUMS}/*[local-name()='TaxTotalAmount'][@currencyID={_SETTLED}/*[local-name()='InvoiceCurrencyCode']]", f"{_SUMS}/*[local-name()='TaxTotalAmount']"],
    "gross": [f"{_SUMS}/*[local-name()='GrandTotalAmount']"],
    "po_number": [f"{_AGREED}/*[local-name()='BuyerOrderReferencedDocument']/*[local-name()='IssuerAssignedID' or local-name()='ID']"],
}  # fmt: skip
_AMOUNTS, _DAYS = ("net", "vat", "gross"), ("invoice_date", "due_date")


class UnsafeError(ValueError):
    """The file asks for what a reader must not do. The message says what."""


class NotAnEInvoiceError(ValueError):
    """XML that is no invoice, or no XML at all."""


def read_e_invoice(content: bytes) -> ReadInvoice:
    """What an e-invoice says. Raises UnsafeError, NotAnEInvoiceError."""
    root = _parsed(content)
    kind = etree.QName(root).localname
    if kind in ("Invoice", "CreditNote") and "ubl" in (etree.QName(root).namespace or ""):
        paths, spaces = UBL, {"cac": _CAC, "cbc": _CBC}
    elif kind in ("CrossIndustryInvoice", "CrossIndustryDocument"):
        paths, spaces = CII, {}
    else:
        raise NotAnEInvoiceError(f"the file is XML, but <{kind}> is no invoice that is known here")
    texts = {name: _first(root, paths[name], spaces) for name in FIELDS}
    return _made(texts, _accounts(root))


def _parsed(content: bytes) -> etree._Element:
    if len(content) > LARGEST:
        raise UnsafeError("the file is too large for an e-invoice")
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper() or _has_type(content):
        raise UnsafeError("the file declares a document type, which no e-invoice needs")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise NotAnEInvoiceError(f"the XML is broken: {error.msg}") from error


def _has_type(content: bytes) -> bool:
    """A document type in UTF-16 hides from a search for its letters."""
    return any(
        f"<!{word}".encode(code) in content
        for word in ("DOCTYPE", "ENTITY")
        for code in ("utf-16-le", "utf-16-be")
    )


def _first(root: etree._Element, paths: Sequence[str], spaces: dict[str, str]) -> str | None:
    for path in paths:
        found = root.xpath(path, namespaces=spaces or None)
        for each in found if isinstance(found, list) else []:
            text = (each.text or "").strip() if isinstance(each, etree._Element) else ""
            if text:
                return text
    return None


def _accounts(root: etree._Element) -> tuple[str, ...]:
    paths = (
        "//*[local-name()='PayeeFinancialAccount']/*[local-name()='ID']",
        "//*[local-name()='PayeePartyCreditorFinancialAccount']/*[local-name()='IBANID' or local-name()='ProprietaryID']",
    )
    found = [
        each.text.strip() for path in paths for each in root.xpath(path) if each.text and each.text.strip()
    ]  # type: ignore[union-attr]
    return tuple(dict.fromkeys(each.replace(" ", "") for each in found))


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
