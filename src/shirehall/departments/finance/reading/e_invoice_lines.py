"""What an e-invoice says beyond its ten fields: every line, whom it is for, whether it is a credit note, whether it
speaks of the construction industry scheme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from shirehall.departments.finance.reading.found import ReadLine
from shirehall.departments.finance.reading.labels import plain
from shirehall.departments.finance.reading.line_words import line_words
from shirehall.departments.finance.reading.values import written

MOST = 5_000
ROUNDING = Decimal("0.02")
_CREDIT_CODES = frozenset(["381", "396", "261", "262", "296", "308", "420", "458"])
_REVERSED = "AE"
_DEEPEST = 12
Paths = Mapping[str, tuple[str, ...]]
"""What of a line -> local names from the line downwards, parted by /; the first that is there counts."""
UBL: Paths = {
    "description": ("Item/Name", "Item/Description"),
    "quantity": ("InvoicedQuantity", "CreditedQuantity"),
    "unit_price": ("Price/PriceAmount",),
    "per": ("Price/BaseQuantity",),
    "amount": ("LineExtensionAmount",),
    "vat_rate": ("Item/ClassifiedTaxCategory/Percent", "TaxTotal/TaxSubtotal/TaxCategory/Percent"),
}
_LINE_SETTLEMENT = ("SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
_LINE_AGREEMENT = ("SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
_LINE_DELIVERY = ("SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery")
CII: Paths = {
    "description": ("SpecifiedTradeProduct/Name", "SpecifiedTradeProduct/Description"),
    "quantity": tuple(f"{each}/BilledQuantity" for each in _LINE_DELIVERY),
    "unit_price": tuple(f"{each}/NetPriceProductTradePrice/ChargeAmount" for each in _LINE_AGREEMENT),
    "per": tuple(f"{each}/NetPriceProductTradePrice/BasisQuantity" for each in _LINE_AGREEMENT),
    "amount": tuple(
        f"{each}/{summation}/LineTotalAmount"
        for each in _LINE_SETTLEMENT
        for summation in (
            "SpecifiedTradeSettlementLineMonetarySummation",
            "SpecifiedTradeSettlementMonetarySummation",
        )
    ),
    "vat_rate": tuple(
        f"{each}/ApplicableTradeTax/{name}"
        for each in _LINE_SETTLEMENT
        for name in ("RateApplicablePercent", "ApplicablePercent")
    ),
}


@dataclass(frozen=True, slots=True)
class Further:
    """What stands in an e-invoice besides its fields, as in ReadInvoice."""

    lines: tuple[ReadLine, ...]
    addressed_to: tuple[str, ...]
    is_credit: bool
    construction: bool


def read_further(root: etree._Element, net: str | None, gross: str | None) -> Further:
    """The rest of what an e-invoice says. `net` and `gross` are its totals, to which the lines must add up."""
    kind = etree.QName(root).localname
    lines = _lines(root, net)
    code = _text(root, "InvoiceTypeCode", "CreditNoteTypeCode") or _in_document(root)
    credit = kind == "CreditNote" or code in _CREDIT_CODES or (gross is not None and Decimal(gross) < 0)
    return Further(lines, _buyers(root), credit, _construction(root))


def _lines(root: etree._Element, net: str | None) -> tuple[ReadLine, ...]:
    if etree.QName(root).localname in ("Invoice", "CreditNote"):
        found = [_line(each, UBL) for each in _children(root, "InvoiceLine", "CreditNoteLine")[: MOST + 1]]
    else:
        found = [
            _line(each, CII)
            for each in _below(root, "IncludedSupplyChainTradeLineItem")[: MOST + 1]
            if _is_of_amount(each)
        ]
    lines = [*(each for each, _right in found), *_allowances(root)][:MOST]
    right = [*(each for _each, each in found), *([True] * len(lines))]
    total = sum((Decimal(each.amount or "0") for each in lines), Decimal(0))
    held = net is not None and abs(total - Decimal(net)) <= ROUNDING and len(found) <= MOST
    return tuple(
        ReadLine(
            each.description,
            each.quantity,
            each.unit_price,
            each.amount,
            each.vat_rate,
            None,
            held and is_right,
        )
        for each, is_right in zip(lines, right, strict=False)
    )


def _is_of_amount(line: etree._Element) -> bool:
    """A line may be a heading or a part of another line, and then has no amount that counts."""
    kinds = [each.text for each in line.iter() if _local(each) == "LineStatusReasonCode"]
    return not any(each in ("GROUP", "INFORMATION") for each in kinds)


def _line(element: etree._Element, paths: Paths) -> tuple[ReadLine, bool]:
    """A line, and whether quantity times price is its amount, with its own allowances and charges."""
    text = {name: _at(element, tried) for name, tried in paths.items()}
    quantity, price, amount, rate = (
        _number(text[name]) for name in ("quantity", "unit_price", "amount", "vat_rate")
    )
    per = _number(text["per"]) or Decimal(1)
    own = sum((_signed(each) for each in _own_allowances(element)), Decimal(0))
    right = (
        None not in (quantity, price, amount)
        and abs((quantity or 0) * (price or 0) / per + own - (amount or 0)) <= ROUNDING
    )
    each_price = (price / per) if price is not None else None
    line = ReadLine(
        (text["description"] or "")[:500],
        _decimal(quantity),
        _decimal(each_price.quantize(Decimal("0.000001")) if each_price is not None else None, least=2),
        written(amount) if amount is not None else None,
        _decimal(rate),
    )
    return line, right


def _own_allowances(line: etree._Element) -> list[etree._Element]:
    return [
        *_children(line, "AllowanceCharge"),
        *(
            each
            for settled in _children(line, *_LINE_SETTLEMENT)
            for each in _children(settled, "SpecifiedTradeAllowanceCharge")
        ),
    ]


def _allowances(root: etree._Element) -> list[ReadLine]:
    """Discounts and charges of the whole document, as lines without quantity and price."""
    found = [
        *_children(root, "AllowanceCharge"),
        *(
            each
            for settled in _below(
                root, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"
            )
            for each in _children(settled, "SpecifiedTradeAllowanceCharge", "SpecifiedLogisticsServiceCharge")
        ),
    ]
    return [
        ReadLine(
            (_said(each) or ("Charge" if _signed(each) > 0 else "Discount"))[:500], None, None,
            written(_signed(each)), None,
        )
        for each in found
        if _signed(each)
    ]  # fmt: skip


def _said(element: etree._Element) -> str | None:
    return _at(element, ("AllowanceChargeReason", "Reason", "Description"))


def _signed(element: etree._Element) -> Decimal:
    """What an allowance takes off, or a charge puts on."""
    amount = _number(_at(element, ("Amount", "ActualAmount", "AppliedAmount"))) or Decimal(0)
    says = (_at(element, ("ChargeIndicator", "ChargeIndicator/Indicator")) or "true").casefold()
    return amount if says in ("true", "1") else -amount


def _buyers(root: etree._Element) -> tuple[str, ...]:
    """The names of those whom it is for: the buyer, then who is invoiced, then where it was delivered."""
    parties = [
        *_below(root, "AccountingCustomerParty"), *_below(root, "BuyerTradeParty"), *_below(root, "BuyerCustomerParty"),
        *_below(root, "InvoiceeTradeParty"), *_below(root, "ShipToTradeParty"),
    ]  # fmt: skip
    names = [
        (each.text or "").strip()
        for party in parties
        for each in party.iter()
        if _local(each) in ("RegistrationName", "Name") and not _inside(each, party)
    ]
    return tuple(dict.fromkeys(each[:200] for each in names if each))[:10]


def _inside(name: etree._Element, party: etree._Element) -> bool:
    """Whether a name is that of a person, a country or a tax and not of the party."""
    for above in name.iterancestors():
        if above is party:
            return False
        if _local(above) in (
            "Contact",
            "DefinedTradeContact",
            "Country",
            "TaxScheme",
            "PostalAddress",
            "Person",
            "Language",
        ):
            return True
    return False


def _construction(root: etree._Element) -> bool:
    codes = [(each.text or "").strip() for each in root.iter() if _local(each) == "CategoryCode"]
    codes += [
        (_at(each, ("ID",)) or "")
        for each in root.iter()
        if _local(each) in ("TaxCategory", "ClassifiedTaxCategory")
    ]
    notes = [
        plain(each.text or "")
        for each in root.iter()
        if _local(each) in ("Note", "Content", "TaxExemptionReason", "ExemptionReason")
    ]
    said = any(phrase in note for note in notes for phrase in line_words().construction)
    home = {
        (each.text or "").strip()
        for each in root.iter()
        if _local(each) in ("IdentificationCode", "CountryID") and each.text
    }
    return said or (_REVERSED in codes and home <= {"GB"} and bool(home))


def _in_document(root: etree._Element) -> str | None:
    for each in _below(root, "ExchangedDocument", "HeaderExchangedDocument"):
        return _text(each, "TypeCode")
    return None


def _text(element: etree._Element, *names: str) -> str | None:
    for each in _children(element, *names):
        if each.text:
            return str(each.text).strip()
    return None


def _at(element: etree._Element, paths: Sequence[str]) -> str | None:
    for path in paths:
        found = [element]
        for name in path.split("/")[:_DEEPEST]:
            found = [child for each in found for child in _children(each, name)]
        for each in found:
            if each.text and each.text.strip():
                return str(each.text).strip()
    return None


def _children(element: etree._Element, *names: str) -> list[etree._Element]:
    return [each for each in element if _local(each) in names]


def _below(root: etree._Element, *names: str) -> list[etree._Element]:
    return [each for each in root.iter() if _local(each) in names]


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _number(text: str | None) -> Decimal | None:
    try:
        value = Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() and abs(value) <= 10**10 else None


def _decimal(value: Decimal | None, least: int = 0) -> str | None:
    """Without noughts at its end, but with so many decimals at least."""
    if value is None:
        return None
    short = f"{value.normalize():f}"
    decimals = len(short.partition(".")[2])
    return short if decimals >= least else f"{value:.{least}f}"
