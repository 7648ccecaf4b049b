"""Layouts of which none was known when reading was built, and what may never be certain on such a page."""

from collections.abc import Callable

import pytest

from shirehall.departments.finance.reading.found import ReadInvoice
from shirehall.departments.finance.reading.words import Word, sheet_of

Read = Callable[..., ReadInvoice]
LAYOUTS: dict[str, tuple[str, dict[str, str]]] = {
    "one line of totals": (
        """
Echo Media Ltd
Advertising invoice A-558812
Date: 24/02/2026     Your order: MBC/LEGAL/118
Public notice, 8 columns          412.00
Net £412.00 VAT £82.40 Total £494.40
VAT registration number 232 1538 95
""",
        {
            "invoice_number": "A-558812",
            "net": "412.00",
            "vat": "82.40",
            "gross": "494.40",
            "po_number": "MBC/LEGAL/118",
        },
    ),
    "narrow columns": (
        """
Fastfix Supplies Ltd                      INVOICE
Account  Invoice  Date
MAR0012  0004471  04 MAR 26
Bolts                                      57.50
Goods VAT @ Total
57.50 11.50 69.00
VAT No GB232153895
""",
        {"invoice_number": "0004471", "net": "57.50", "vat": "11.50", "gross": "69.00"},
    ),
    "days to pay in a sentence": (
        """
Holzwerk Sander GmbH
Rechnung Nr. 26/073
Regensburg, den 09.11.2026
Ihr Auftrag A-4410
Bank aus Eiche                         1.000,00 €
Nettobetrag                            1.000,00 €
zzgl. 19 % USt.                          190,00 €
Rechnungsbetrag                        1.190,00 €
Bei Zahlung bis zum 12.11.2026 2 % Skonto
Zahlbar ohne weiteres bis zum 23.11.2026 auf unser Konto
""",
        {"invoice_number": "26/073", "due_date": "2026-11-23", "po_number": "A-4410", "gross": "1190.00"},
    ),
    "danish": (
        """
Nordfjord Vindteknik ApS
CVR-nr. DK12345674
Faktura
Fakturanr.: 40221
Fakturadato: 14-08-2026
Forfaldsdato: 28-08-2026
Serviceeftersyn                          8.000,00
Subtotal                                 8.000,00
Moms 25%                                 2.000,00
Total DKK                               10.000,00
""",
        {
            "invoice_number": "40221",
            "invoice_date": "2026-08-14",
            "due_date": "2026-08-28",
            "currency": "DKK",
        },
    ),
    "australian": (
        """
Wattle Creek Seeds Pty Ltd                  Tax Invoice
ABN 51 824 753 556                          No: WC-2231
Seed                                        $400.00
Sub-Total (ex GST)                          $400.00
GST                                          $40.00
Total (inc GST)                            A$440.00
""",
        {"invoice_number": "WC-2231", "currency": "AUD", "gross": "440.00"},
    ),
    "order in a sentence, pence after a dash": (
        """
Kirkstone Joinery
INVOICE No. K/118     12 May 2026
As instructed under purchase order 4500990011:
Noticeboard                                 £165-00
TOTAL                                       £165-00
""",
        {"invoice_number": "K/118", "po_number": "4500990011", "gross": "165.00"},
    ),
    "a council's own invoice": (
        """
FERNSHIRE COUNTY COUNCIL                INVOICE
County Hall, Fernley                    Invoice No. 90018823
                                        Invoice Date 04/11/2026
Marchwell Borough Council
Town Hall
Advice                                   1,150.00
Total excluding VAT                      1,150.00
VAT                                        230.00
TOTAL DUE                               £1,380.00
""",
        {"supplier_name": "FERNSHIRE COUNTY COUNCIL", "invoice_number": "90018823", "gross": "1380.00"},
    ),
    "a till's receipt": (
        """
PIONEER OFFICE SUPPLIES LTD
SALES RECEIPT 0441-22-7781      03/11/2026
Toner                                      £100.00
Subtotal                                   £100.00
VAT 20%                                     £20.00
TOTAL                                      £120.00
CARD PAYMENT                               £120.00
""",
        {"invoice_number": "0441-22-7781", "net": "100.00", "gross": "120.00"},
    ),
}


LAYOUTS["initials, an older date, a rate between a label and its amount"] = (
    """
D.R. PURVIS & SON (DECORATORS) LTD
                                            INVOICE No: 3307
                                            DATE: 6 November 2026
Hall as quoted and dated 3 September 2026   2,150.00
Nett                                        2,150.00
VAT         United Kingdom   20% on it        430.00
Total                                       2,580.00
""",
    {
        "supplier_name": "D.R. PURVIS & SON (DECORATORS) LTD",
        "invoice_date": "2026-11-06",
        "vat": "430.00",
        "gross": "2580.00",
    },
)


@pytest.mark.parametrize("name", LAYOUTS)
def test_unseen(read_pages: Read, name: str) -> None:
    text, wanted = LAYOUTS[name]
    found = read_pages(text)
    assert {field: found.value(field) for field in wanted} == wanted


HEAD = "{head}\nInvoice No: INV-0142\nInvoice Date: 3 March 2026\n{buyer}\nSurvey          500.00\nNet             500.00\n"
TAXED = "VAT 20%         100.00\nTotal          £600.00\n{foot}\n"
UNTAXED = "Total          £500.00\n{foot}\n"
DOUBTS: dict[str, tuple[str, str, str, str, tuple[str, ...]]] = {
    "an agent and who is behind it": (
        "Harcourt Lettings Limited\nas agent for the landlord\nLandlord: Stonebridge Estates LLP",
        "Bill to: Marchwell Council",
        TAXED,
        "Harcourt Lettings Limited, VAT No 232 1538 95. Registered in England 5566778",
        ("supplier_name", "supplier_vat"),
    ),
    "a parent and its number": (
        "Ardent Document Solutions (UK) Limited",
        "Bill to: Marchwell Council",
        TAXED,
        "Ardent Document Solutions (UK) Limited is part of Ardent Holdings plc\n\n\nBeacon Safety Ltd VAT No 232 1538 95",
        ("supplier_vat",),
    ),
    "the buyer's number under its own address": (
        "Olive Tranter\nIllustration",
        "Brightwater Publishing Ltd\n4 Dock Street\nVAT No GB232153895",
        UNTAXED,
        "Not VAT registered",
        ("supplier_name", "supplier_vat"),
    ),
    "a company at the head where only a place of delivery is named": (
        "Marchwell Homes Limited\nCivic House",
        "Deliver to: Depot 4",
        UNTAXED,
        "",
        ("supplier_name",),
    ),
    "who printed it": (
        "Printed 02/01/2027 by Docuflow Ltd\nTea at Tilly's",
        "Bill to: Marchwell Council",
        TAXED,
        "VAT No GB232153895",
        ("supplier_name",),
    ),
    "the end of a name": (
        "Systems Ltd",
        "Bill to: Marchwell Council",
        TAXED,
        "www.thistledownsystems.example.com VAT No GB232153895",
        ("supplier_name",),
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_in_doubt(read_pages: Read, name: str) -> None:
    head, buyer, sums, foot, doubtful = DOUBTS[name]
    found = read_pages(HEAD.format(head=head, buyer=buyer) + sums.format(foot=foot))
    assert found.value("gross")
    assert [field for field in doubtful if found.fields[field].certain] == []


def test_who_bought_the_debt_is_not_the_supplier(read_pages: Read) -> None:
    foot = "This debt has been assigned to Bridgefield Invoice Finance Ltd\nPayable to: Bridgefield Invoice Finance Ltd"
    found = read_pages(HEAD.format(head="Calder Steelwork Ltd", buyer="Bill to: X") + TAXED.format(foot=foot))
    assert found.value("supplier_name") == "Calder Steelwork Ltd"


def test_the_only_company_is_certain_where_another_is_billed(read_pages: Read) -> None:
    text = HEAD.format(head="Tidewell Drainage Ltd", buyer="Bill to: Marchwell Council") + TAXED.format(
        foot=""
    )
    assert read_pages(text).fields["supplier_name"].certain


def test_small_lines_beside_large_letters_are_lines_of_their_own() -> None:
    large = Word("INVOICE", 40, 40, 200, 67)
    small = [
        Word(text, 300, 40 + 12 * place, 360, 50 + 12 * place)
        for place, text in enumerate(["Date", "9/2/26"])
    ]
    sheet = sheet_of(1, 595, 842, [large, *small])
    assert all(len({word.text for word in line[-1].words} & {"Date", "9/2/26"}) <= 1 for line in sheet.lines)
