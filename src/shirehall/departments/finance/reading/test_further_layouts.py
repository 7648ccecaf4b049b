"""Further layouts: credit notes, tables of headings, and those of other countries."""

from collections.abc import Callable

import pytest

from shirehall.departments.finance.reading.found import ReadInvoice
from shirehall.departments.finance.reading.scoring import same

Read = Callable[..., ReadInvoice]
LAYOUTS: dict[str, tuple[str, dict[str, str | None]]] = {
    "credit": (
        """
Tidewell Drainage Ltd                             CREDIT NOTE
Credit Note No: CN-0017                           Original Invoice No: INV-0142
Date: 20 March 2026
Credit to: Marchwell Council
Overcharged jetting                     -200.00
Net                                    -200.00
VAT 20%                                 -40.00
Total                                  -£240.00
VAT No GB232153895
""",
        {
            "supplier_name": "Tidewell Drainage Ltd",
            "supplier_vat": "GB232153895",
            "invoice_number": "CN-0017",
            "invoice_date": "2026-03-20",
            "due_date": None,
            "currency": "GBP",
            "net": "-200.00",
            "vat": "-40.00",
            "gross": "-240.00",
            "po_number": None,
        },
    ),
    "us": (
        """
#Bluegrass Software Inc.
400 Main Street                                  INVOICE
Lexington, KY 40507
Invoice Number   BG-99120
Invoice Date     04/25/2026
Due Date         05/10/2026
P.O. Number      PO-55120
Bill To:
Marchwell Council
Town Hall
Annual licence                              $1,200.00
Subtotal                                    $1,200.00
Sales Tax (6%)                                 $72.00
Total Due (USD)                             $1,272.00
www.bluegrasssoftware.example.com
""",
        {
            "supplier_name": "Bluegrass Software Inc.",
            "supplier_vat": None,
            "invoice_number": "BG-99120",
            "invoice_date": "2026-04-25",
            "due_date": "2026-05-10",
            "currency": "USD",
            "net": "1200.00",
            "vat": "72.00",
            "gross": "1272.00",
            "po_number": "PO-55120",
        },
    ),
    "german": (
        """
Nordlicht Technik GmbH - Hafenstr. 3 - 20457 Hamburg
Marchwell Council
Town Hall                                        Rechnungsnummer:   RE-2026-0815
Marchwell                                        Rechnungsdatum:    05.03.2026
                                                 Kundennummer:      10233
#Rechnung
Pos  Bezeichnung                     Menge    Einzelpreis    Gesamtpreis
1    Messgerät                           2     1.250,00 €     2.500,00 €
Zwischensumme                                                 2.500,00 €
zzgl. 19% MwSt.                                                 475,00 €
Gesamtbetrag                                                  2.975,00 €
Zahlbar bis 04.04.2026 ohne Abzug.
Nordlicht Technik GmbH   Amtsgericht Hamburg HRB 12345   USt-IdNr.: DE123456788   IBAN: DE89 3704 0044 0532 0130 00
""",
        {
            "supplier_name": "Nordlicht Technik GmbH",
            "supplier_vat": "DE123456788",
            "invoice_number": "RE-2026-0815",
            "invoice_date": "2026-03-05",
            "due_date": "2026-04-04",
            "currency": "EUR",
            "net": "2500.00",
            "vat": "475.00",
            "gross": "2975.00",
            "po_number": None,
        },
    ),
    "french": (
        """
Atelier Dubois SARL
12 rue des Lilas
69003 Lyon
                              Mairie de Fernley
FACTURE N° F2026-031 du 4 février 2026
Désignation                        Quantité      Prix HT      Montant HT
Bancs publics                             4       310,00        1 240,00
Total HT                                                      1 240,00 €
TVA 20 %                                                        248,00 €
Net à payer                                                   1 488,00 €
Échéance : 06/03/2026
Atelier Dubois SARL au capital de 8 000 € - SIRET 123 456 789 00012 - TVA intracommunautaire FR40303265045
""",
        {
            "supplier_name": "Atelier Dubois SARL",
            "supplier_vat": "FR40303265045",
            "invoice_number": "F2026-031",
            "invoice_date": "2026-02-04",
            "due_date": "2026-03-06",
            "currency": "EUR",
            "net": "1240.00",
            "vat": "248.00",
            "gross": "1488.00",
            "po_number": None,
        },
    ),
    "table_head": (
        """
#GREENGATE SUPPLIES LTD
Greengate House, Park Lane, Tidewell, TW9 9ZZ
Telephone 01632 960555     sales@greengatesupplies.example
INVOICE TO                              DELIVER TO
Marchwell Council                       Highfield Primary School
Town Hall                               School Lane
Marchwell                               Marchwell

INVOICE NO     DATE          ACCOUNT     ORDER NO       DELIVERY NOTE
556123         08/12/2025    MAR001      4500099811     DN77120
CODE      DESCRIPTION              QTY     PRICE      VALUE    VAT
PAP80     A4 paper 80gsm            40      3.15     126.00     S
PEN01     Ballpoint pens            10      2.40      24.00     S
                                    GOODS TOTAL      150.00
                                    VAT AT 20%        30.00
                                    TOTAL £          180.00
VAT REG NO GB 232 1538 95     REGISTERED IN ENGLAND NO 3344556
""",
        {
            "supplier_name": "Greengate Supplies Ltd",
            "supplier_vat": "GB232153895",
            "invoice_number": "556123",
            "invoice_date": "2025-12-08",
            "due_date": None,
            "currency": "GBP",
            "net": "150.00",
            "vat": "30.00",
            "gross": "180.00",
            "po_number": "4500099811",
        },
    ),
    "totals_row": (
        """
Pickford Plant Hire Ltd                     INVOICE: 90217
VAT Registration: GB232153895               DATE: 02 July 2026
Client: Fernley District Council            Client PO: PO-1092
Item                  Net       VAT      Total
Digger 3 days      450.00     90.00     540.00
Fuel                60.00     12.00      72.00
Totals          £510.00  £102.00  £612.00
Pickford Plant Hire Ltd, Company No. 123123
""",
        {
            "supplier_name": "Pickford Plant Hire Ltd",
            "supplier_vat": "GB232153895",
            "invoice_number": "90217",
            "invoice_date": "2026-07-02",
            "due_date": None,
            "currency": "GBP",
            "net": "510.00",
            "vat": "102.00",
            "gross": "612.00",
            "po_number": "PO-1092",
        },
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_right(read_pages: Read, name: str) -> None:
    text, wanted = LAYOUTS[name]
    found = read_pages(text)
    assert found.kind == "pdf-text"
    wrong = {key: found.value(key) for key, value in wanted.items() if not same(key, found.value(key), value)}
    assert not wrong


def test_most_of_what_is_right_is_certain(read_pages: Read) -> None:
    held = [
        found.fields[key].certain
        for text, wanted in LAYOUTS.values()
        for found in [read_pages(text)]
        for key, value in wanted.items()
        if value is not None
    ]
    assert sum(held) / len(held) >= 0.9
