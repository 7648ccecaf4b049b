"""The same invoice as UBL, as Cross Industry Invoice, and as a PDF that carries one."""

import io
from datetime import date
from typing import Any

from lxml import etree
from pypdf import PdfWriter

from shirehall.departments.finance.samples.bill import Bill, in_words

_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
_UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
_PROFILE = "urn:cen.eu:en16931:2017"
CATEGORY = {20: "S", 5: "S", 0: "Z"}
Node = list[Any]  # [name, text or children..., attributes]; names bear their prefix


def make_ubl(bill: Bill) -> bytes:
    """UBL 2.1 as EN 16931 has it; a credit note is a document of its own."""
    kind = "CreditNote" if bill.credit else "Invoice"
    space = f"urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"
    money = {"currencyID": bill.currency}
    head: list[Node] = [
        ["cbc:CustomizationID", _PROFILE],
        ["cbc:ID", bill.number],
        ["cbc:IssueDate", bill.on.isoformat()],
    ]
    if bill.due_on and not bill.credit:
        head.append(["cbc:DueDate", bill.due_on.isoformat()])
    head += [
        [f"cbc:{kind}TypeCode", "381" if bill.credit else "380"],
        ["cbc:DocumentCurrencyCode", bill.currency],
    ]
    if bill.order:
        head.append(["cac:OrderReference", ["cbc:ID", bill.order]])
    head += [
        [
            "cac:AccountingSupplierParty",
            _ubl_party(bill.supplier.name, bill.supplier.lines, bill.supplier.vat),
        ]
    ]
    head += [["cac:AccountingCustomerParty", _ubl_party(bill.buyer.name, bill.buyer.lines[1:], "")]]
    if bill.shows_bank:
        branch: Node = [
            "cac:FinancialInstitutionBranch",
            ["cbc:ID", bill.supplier.sort_code.replace("-", "")],
        ]
        head.append(
            [
                "cac:PaymentMeans",
                ["cbc:PaymentMeansCode", "30"],
                ["cac:PayeeFinancialAccount", ["cbc:ID", bill.supplier.account], branch],
            ]
        )
    head += _ubl_allowances(bill, money)
    by_rate = [
        [
            "cac:TaxSubtotal",
            ["cbc:TaxableAmount", in_words(net), money],
            ["cbc:TaxAmount", in_words(vat), money],
            _ubl_category(rate),
        ]
        for rate, net, vat in bill.rates
    ]
    head.append(["cac:TaxTotal", ["cbc:TaxAmount", in_words(bill.vat), money], *by_rate])
    totals: Node = [
        "cac:LegalMonetaryTotal",
        ["cbc:LineExtensionAmount", in_words(bill.goods), money],
        ["cbc:TaxExclusiveAmount", in_words(bill.net), money],
        ["cbc:TaxInclusiveAmount", in_words(bill.gross), money],
    ]
    totals += [["cbc:AllowanceTotalAmount", in_words(bill.discount), money]] if bill.discount else []
    totals += [["cbc:ChargeTotalAmount", in_words(bill.carriage), money]] if bill.carriage else []
    head.append([*totals, ["cbc:PayableAmount", in_words(bill.gross), money]])
    word = "Credited" if bill.credit else "Invoiced"
    for number, each in enumerate(bill.lines, 1):
        item: Node = [
            "cac:Item",
            ["cbc:Name", each.text],
            _ubl_category(each.rate, "cac:ClassifiedTaxCategory"),
        ]
        head.append(
            [
                f"cac:{kind}Line",
                ["cbc:ID", str(number)],
                [f"cbc:{word}Quantity", str(each.quantity), {"unitCode": "C62"}],
                ["cbc:LineExtensionAmount", in_words(each.net), money],
                item,
                ["cac:Price", ["cbc:PriceAmount", in_words(each.price), money]],
            ]
        )
    return _written([kind, *head], {None: space, "cac": _CAC, "cbc": _CBC})


def make_cii(bill: Bill) -> bytes:
    """Cross Industry Invoice D16B as EN 16931 has it."""
    lines = [_cii_line(number, each) for number, each in enumerate(bill.lines, 1)]
    order: list[Node] = (
        [["ram:BuyerOrderReferencedDocument", ["ram:IssuerAssignedID", bill.order]]] if bill.order else []
    )
    agreed: Node = [
        "ram:ApplicableHeaderTradeAgreement",
        _cii_party("ram:SellerTradeParty", bill.supplier.name, bill.supplier.lines, bill.supplier.vat),
        _cii_party("ram:BuyerTradeParty", bill.buyer.name, bill.buyer.lines[1:], ""),
        *order,
    ]
    settled: list[Node] = [["ram:InvoiceCurrencyCode", bill.currency]]
    if bill.shows_bank:
        settled.append(
            [
                "ram:SpecifiedTradeSettlementPaymentMeans",
                ["ram:TypeCode", "30"],
                ["ram:PayeePartyCreditorFinancialAccount", ["ram:ProprietaryID", bill.supplier.account]],
            ]
        )
    for rate, net, vat in bill.rates:
        settled.append(
            [
                "ram:ApplicableTradeTax",
                ["ram:CalculatedAmount", in_words(vat)],
                ["ram:TypeCode", "VAT"],
                ["ram:BasisAmount", in_words(net)],
                ["ram:CategoryCode", CATEGORY[rate]],
                ["ram:RateApplicablePercent", str(rate)],
            ]
        )
    for charge, amount in (("false", bill.discount), ("true", bill.carriage)):
        if amount:
            settled.append(
                [
                    "ram:SpecifiedTradeAllowanceCharge",
                    ["ram:ChargeIndicator", ["udt:Indicator", charge]],
                    ["ram:ActualAmount", in_words(amount)],
                ]
            )
    if bill.due_on:
        settled.append(["ram:SpecifiedTradePaymentTerms", ["ram:DueDateDateTime", _cii_day(bill.due_on)]])
    settled.append(
        [
            "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
            ["ram:LineTotalAmount", in_words(bill.goods)],
            ["ram:ChargeTotalAmount", in_words(bill.carriage)],
            ["ram:AllowanceTotalAmount", in_words(bill.discount)],
            ["ram:TaxBasisTotalAmount", in_words(bill.net)],
            ["ram:TaxTotalAmount", in_words(bill.vat), {"currencyID": bill.currency}],
            ["ram:GrandTotalAmount", in_words(bill.gross)],
            ["ram:DuePayableAmount", in_words(bill.gross)],
        ]
    )
    context: Node = [
        "rsm:ExchangedDocumentContext",
        ["ram:GuidelineSpecifiedDocumentContextParameter", ["ram:ID", _PROFILE]],
    ]
    document: Node = [
        "rsm:ExchangedDocument",
        ["ram:ID", bill.number],
        ["ram:TypeCode", "381" if bill.credit else "380"],
        ["ram:IssueDateTime", _cii_day(bill.on)],
    ]
    trade: Node = [
        "rsm:SupplyChainTradeTransaction",
        *lines,
        agreed,
        ["ram:ApplicableHeaderTradeDelivery"],
        ["ram:ApplicableHeaderTradeSettlement", *settled],
    ]
    return _written(
        ["rsm:CrossIndustryInvoice", context, document, trade], {"rsm": _RSM, "ram": _RAM, "udt": _UDT}
    )


def embed(pdf: bytes, xml: bytes) -> bytes:
    """The page with its XML inside, in the manner of Factur-X (not certified as PDF/A)."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_attachment("factur-x.xml", xml)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _ubl_party(name: str, lines: tuple[str, ...], vat: str) -> Node:
    scheme: list[Node] = (
        [["cac:PartyTaxScheme", ["cbc:CompanyID", f"GB{vat}"], ["cac:TaxScheme", ["cbc:ID", "VAT"]]]]
        if vat
        else []
    )
    address: Node = [
        "cac:PostalAddress",
        ["cbc:StreetName", lines[0]],
        ["cbc:CityName", lines[1]],
        ["cbc:PostalZone", lines[-1]],
        ["cac:Country", ["cbc:IdentificationCode", "GB"]],
    ]
    return [
        "cac:Party",
        ["cac:PartyName", ["cbc:Name", name]],
        address,
        *scheme,
        ["cac:PartyLegalEntity", ["cbc:RegistrationName", name]],
    ]


def _ubl_category(rate: int, name: str = "cac:TaxCategory") -> Node:
    return [
        name,
        ["cbc:ID", CATEGORY[rate]],
        ["cbc:Percent", str(rate)],
        ["cac:TaxScheme", ["cbc:ID", "VAT"]],
    ]


def _ubl_allowances(bill: Bill, money: dict[str, str]) -> list[Node]:
    found: list[Node] = []
    rate = bill.lines[0].rate
    for charge, reason, amount, bears in (
        ("false", "Discount", bill.discount, rate),
        ("true", "Carriage", bill.carriage, 20),
    ):
        if amount:
            found.append(
                [
                    "cac:AllowanceCharge",
                    ["cbc:ChargeIndicator", charge],
                    ["cbc:AllowanceChargeReason", reason],
                    ["cbc:Amount", in_words(amount), money],
                    _ubl_category(bears),
                ]
            )
    return found


def _cii_party(kind: str, name: str, lines: tuple[str, ...], vat: str) -> Node:
    scheme: list[Node] = (
        [["ram:SpecifiedTaxRegistration", ["ram:ID", f"GB{vat}", {"schemeID": "VA"}]]] if vat else []
    )
    address: Node = [
        "ram:PostalTradeAddress",
        ["ram:PostcodeCode", lines[-1]],
        ["ram:LineOne", lines[0]],
        ["ram:CityName", lines[1]],
        ["ram:CountryID", "GB"],
    ]
    return [kind, ["ram:Name", name], address, *scheme]


def _cii_line(number: int, line: Any) -> Node:
    price: Node = [
        "ram:SpecifiedLineTradeAgreement",
        ["ram:NetPriceProductTradePrice", ["ram:ChargeAmount", in_words(line.price)]],
    ]
    tax: Node = [
        "ram:ApplicableTradeTax",
        ["ram:TypeCode", "VAT"],
        ["ram:CategoryCode", CATEGORY[line.rate]],
        ["ram:RateApplicablePercent", str(line.rate)],
    ]
    total: Node = [
        "ram:SpecifiedTradeSettlementLineMonetarySummation",
        ["ram:LineTotalAmount", in_words(line.net)],
    ]
    return [
        "ram:IncludedSupplyChainTradeLineItem",
        ["ram:AssociatedDocumentLineDocument", ["ram:LineID", str(number)]],
        ["ram:SpecifiedTradeProduct", ["ram:Name", line.text]],
        price,
        ["ram:SpecifiedLineTradeDelivery", ["ram:BilledQuantity", str(line.quantity), {"unitCode": "C62"}]],
        ["ram:SpecifiedLineTradeSettlement", tax, total],
    ]


def _cii_day(day: date) -> Node:
    return ["udt:DateTimeString", f"{day:%Y%m%d}", {"format": "102"}]


def _written(node: Node, spaces: dict[str | None, str]) -> bytes:
    made: bytes = etree.tostring(
        _element(node, spaces), xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    return made


def _element(node: Node, spaces: dict[str | None, str]) -> etree._Element:
    prefix, _colon, name = node[0].rpartition(":")
    made = etree.Element(f"{{{spaces[prefix or None]}}}{name}", nsmap=spaces)
    for each in node[1:]:
        if isinstance(each, dict):
            made.attrib.update(each)
        elif isinstance(each, str):
            made.text = each
        else:
            made.append(_element(each, spaces))
    return made
