"""Layouts as British suppliers print them, of invented people. Each must be read right, most of it for certain."""

from collections.abc import Callable

import pytest

from shirehall.departments.finance.reading.found import ReadInvoice
from shirehall.departments.finance.reading.scoring import same

Read = Callable[..., ReadInvoice]
LAYOUTS: dict[str, tuple[str, dict[str, str | None]]] = {
    "xero": (
        """
#TAX INVOICE                         Tidewell Drainage Ltd
                                     Unit 4 Quayside
  Marchwell District Council         Tidewell
  Accounts Payable                   TW4 2AB
  Town Hall                          VAT Number: GB 232 1538 95
  Marchwell  MW1 1AA

Invoice Date                  Invoice Number        Reference
3 Mar 2026                    INV-0142              PO 4500123

Description               Quantity     Unit Price        VAT     Amount GBP
Clear gully Mill Lane         2.00         150.00        20%         300.00
Jetting                       1.00         200.00        20%         200.00
                                             Subtotal                500.00
                                             TOTAL VAT 20%           100.00
                                             TOTAL GBP               600.00
Due Date: 2 Apr 2026
Bank: Example Bank   Sort Code: 12-34-56   Account Number: 12345678
Company Registration No: 01234567. Registered Office: Unit 4 Quayside, Tidewell, TW4 2AB.
accounts@tidewelldrainage.example.org
""",
        {
            "supplier_name": "Tidewell Drainage Ltd",
            "supplier_vat": "GB232153895",
            "invoice_number": "INV-0142",
            "invoice_date": "2026-03-03",
            "due_date": "2026-04-02",
            "currency": "GBP",
            "net": "500.00",
            "vat": "100.00",
            "gross": "600.00",
            "po_number": "4500123",
        },
    ),
    "sage": (
        """
Harrow & Finch Builders Limited                         Invoice
12 Kiln Road
Fernley
FN3 4XY                                       Invoice No        10482
Tel: 01632 960123                             Invoice/Tax Date  14/03/2026
VAT Reg No: 232 1538 95                       Order No          PO0078812
                                              Account No        MARC01
Marchwell Council
Civic Offices
High Street
Marchwell

Quantity   Details                         Unit Price   Net Amount   VAT Rate      VAT
1.00       Replace kitchen unit               1,250.00     1,250.00     20.00    250.00
3.00       Labour hours                          45.50       136.50     20.00     27.30

                                              Total Net Amount          1,386.50
                                              Carriage Net                  0.00
                                              Total VAT Amount            277.30
                                              Invoice Total             1,663.80

Payment terms: 30 days from date of invoice
Bank: Sort code 11-22-33 Account 87654321
Harrow & Finch Builders Limited. Registered in England No. 9876543
""",
        {
            "supplier_name": "Harrow & Finch Builders Limited",
            "supplier_vat": "232153895",
            "invoice_number": "10482",
            "invoice_date": "2026-03-14",
            "due_date": None,
            "currency": "GBP",
            "net": "1386.50",
            "vat": "277.30",
            "gross": "1663.80",
            "po_number": "PO0078812",
        },
    ),
    "utility": (
        """
#Brightwater Energy
Your electricity bill                              Bill number: 700412345
                                                   Account number: 8500 1234 5678
Marchwell Borough Council                          Bill date: 05 February 2026
Town Hall                                          Billing period: 1 January 2026 to 31 January 2026
Marchwell

Previous balance                                              £410.22
Payment received 20 January 2026 - thank you                 -£410.22
Balance brought forward                                         £0.00

Electricity used 2,310 kWh                                    £577.50
Standing charge 31 days                                        £15.50
Climate Change Levy                                            £17.91
Total charges before VAT                                      £610.91
VAT @ 20.00% on £610.91                                       £122.18
Total charges this bill                                       £733.09
Total amount due                                              £733.09

Payment is due by 19 February 2026
Brightwater Energy Ltd. Registered in England and Wales No. 01234567. VAT Registration No. GB 232 1538 95
www.brightwaterenergy.example
""",
        {
            "supplier_name": "Brightwater Energy",
            "supplier_vat": "GB232153895",
            "invoice_number": "700412345",
            "invoice_date": "2026-02-05",
            "due_date": "2026-02-19",
            "currency": "GBP",
            "net": "610.91",
            "vat": "122.18",
            "gross": "733.09",
            "po_number": None,
        },
    ),
    "two_rates": (
        """
Oakmere Catering Ltd                                   INVOICE
Invoice No: OC/2026/041        Invoice Date: 09/01/2026       Purchase Order: 4500778
Invoice To:
Fernley District Council
Finance
Fernley
Description                                 Net        VAT Rate      VAT        Gross
Hot lunches                              200.00           20%       40.00      240.00
Cold drinks                              100.00            5%        5.00      105.00
Bread                                     50.00            0%        0.00       50.00

VAT Summary         Rate        Net       VAT
                    20%      200.00     40.00
                    5%       100.00      5.00
                    0%        50.00      0.00
Net Total  £350.00
VAT Total  £45.00
Grand Total  £395.00
VAT Reg: GB232153895   Company No 7654321  Sort code: 20-11-22  A/C: 33445566
""",
        {
            "supplier_name": "Oakmere Catering Ltd",
            "supplier_vat": "GB232153895",
            "invoice_number": "OC/2026/041",
            "invoice_date": "2026-01-09",
            "due_date": None,
            "currency": "GBP",
            "net": "350.00",
            "vat": "45.00",
            "gross": "395.00",
            "po_number": "4500778",
        },
    ),
    "no_vat": (
        """
                         INVOICE
J Penrose Gardening                       Invoice number: 27
4 Elm Way, Tidewell TW1 2CD               Date: 21st May 2026
Bill to: Tidewell Council, Town Hall, Tidewell
Grass cutting April                                     £240.00
Hedge trimming                                           £85.00
Total due                                               £325.00
Please pay within 14 days to J Penrose, sort code 10-20-30, account no 11223344
Not registered for VAT
""",
        {
            "supplier_name": "J Penrose Gardening",
            "supplier_vat": None,
            "invoice_number": "27",
            "invoice_date": "2026-05-21",
            "due_date": None,
            "currency": "GBP",
            "gross": "325.00",
            "po_number": None,
        },
    ),
    "builder": (
        """
                    A. Marsh & Sons Ltd
                    Builders and Plumbers
                    Yard 2, Station Road, Fernley FN1 1ZZ
                    VAT No 232 1538 95

To: Fernley District Council                     Date: 12/06/26
    Council Offices                              Invoice No: 3391
    Fernley                                      Your Order No: FD/20931

Works at 14 Mill Lane as quoted                               £1,900.00
Materials                                                       £320.00

                                            Sub-total         £2,220.00
                                            VAT 20%             £444.00
                                            TOTAL             £2,664.00
Cheques payable to A. Marsh & Sons Ltd
Bank transfer: Sort Code 09-01-28 Acc No 44556677
""",
        {
            "supplier_name": "A. Marsh & Sons Ltd",
            "supplier_vat": "232153895",
            "invoice_number": "3391",
            "invoice_date": "2026-06-12",
            "due_date": None,
            "currency": "GBP",
            "net": "2220.00",
            "vat": "444.00",
            "gross": "2664.00",
            "po_number": "FD/20931",
        },
    ),
    "quickbooks": (
        """
INVOICE
Copper Lane Design LLP
9 Copper Lane                                 Invoice #: 1044
Tidewell TW2 3BC                              Invoice date: 31/01/2026
hello@copperlanedesign.example                Terms: Net 30
                                              Due date: 02/03/2026
Bill to                  Ship to
Marchwell Council        Marchwell Council
Town Hall                Library

#   Product or service     Qty    Rate       VAT           Amount
1.  Leaflet design          1     £480.00    20.0% S       £480.00
2.  Print                 500     £0.42      20.0% S       £210.00

                                   Subtotal                £690.00
                                   VAT total               £138.00
                                   Total                   £828.00
VAT SUMMARY   RATE          VAT        NET
              VAT @ 20%     £138.00    £690.00
""",
        {
            "supplier_name": "Copper Lane Design LLP",
            "supplier_vat": None,
            "invoice_number": "1044",
            "invoice_date": "2026-01-31",
            "due_date": "2026-03-02",
            "currency": "GBP",
            "net": "690.00",
            "vat": "138.00",
            "gross": "828.00",
            "po_number": None,
        },
    ),
    "paid_part": (
        """
#Larkfield Training
Larkfield Training CIC, 1 Mill Court, Fernley FN2 2FF           SALES INVOICE
Customer: Fernley Council                                 Invoice No. SI-20771
Your Ref: PO-88120                                        Tax Point 07.04.2026
Course fee 12 places                                            1,800.00
Total excl. VAT                                       £         1,800.00
VAT (20%)                                             £           360.00
Total incl. VAT                                       £         2,160.00
Deposit paid                                          £           500.00
Balance due                                           £         1,660.00
Payment due: 07.05.2026
VAT Registration Number GB232153895   Registered in England 5556667
www.larkfieldtraining.example
""",
        {
            "supplier_name": "Larkfield Training CIC",
            "supplier_vat": "GB232153895",
            "invoice_number": "SI-20771",
            "invoice_date": "2026-04-07",
            "due_date": "2026-05-07",
            "currency": "GBP",
            "net": "1800.00",
            "vat": "360.00",
            "gross": "2160.00",
            "po_number": "PO-88120",
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
