from datetime import date
from decimal import Decimal

import pytest

from shirehall.departments.finance.reading.amounts import field_of
from shirehall.departments.finance.reading.bank import bank_accounts, is_iban
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.values import read_amount, read_day, uk_vat_is_right, vat_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"), ("1.234,56", "1234.56"), ("1 234,56 €", "1234.56"), ("1'234.50", "1234.50"),
        ("£1,234.56", "1234.56"), ("£ 12.00", "12.00"), ("(12.00)", "-12.00"), ("12.00-", "-12.00"), ("-£240.00", "-240.00"),
        ("£-240.00", "-240.00"), ("12.00 CR", "-12.00"), ("1,250", "1250"), ("$5,000", "5000"), ("GBP 99.99", "99.99"),
        ("99,99 EUR", "99.99"), ("1,234,567.89", "1234567.89"), ("0.00", "0.00"), ("1.234.567,89", "1234567.89"),
        ("12,34,567.00", None), ("12.345.6", None), ("abc", None), ("", None), ("1,2,3", None), ("20%", None),
        ("99999999999999.00", None), ("ABC 12.00", None),
    ],
)  # fmt: skip
def test_amounts_in_every_notation(text: str, value: str | None) -> None:
    found = read_amount(text)
    assert (found.value if found else None) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("3 March 2026", date(2026, 3, 3)), ("3rd Mar 2026", date(2026, 3, 3)), ("March 3, 2026", date(2026, 3, 3)),
        ("03-Mar-26", date(2026, 3, 3)), ("2026-03-03", date(2026, 3, 3)), ("25/12/2026", date(2026, 12, 25)),
        ("12/25/2026", date(2026, 12, 25)), ("3. März 2026", date(2026, 3, 3)), ("4 février 2026", date(2026, 2, 4)),
        ("15 de septiembre de 2026", date(2026, 9, 15)), ("19 april 2014", date(2014, 4, 19)), ("1 Sept 2026", date(2026, 9, 1)),
        ("31/02/2026", None), ("99/99/2026", None), ("2 Foo 2026", None), ("3 March", None), ("1/1/1066", None),
    ],
)  # fmt: skip
def test_dates(text: str, on: date | None) -> None:
    found = read_day(text)
    assert (found.on if found else None) == on


def test_a_date_of_two_readings_says_so() -> None:
    found = read_day("03/04/2026")
    assert found is not None
    assert (found.on, found.other) == (date(2026, 4, 3), date(2026, 3, 4))
    dotted = read_day("03.04.2026")
    assert dotted is not None
    assert dotted.other is None


@pytest.mark.parametrize(
    ("number", "right"),
    [("GB232153895", True), ("232 1538 95", True), ("GB123456789", False), ("GB012345678", False), ("GB999999999", False),
     ("831 4958 16", True), ("782 2375 17", True), ("12", False), ("GB000000000", False)],
)  # fmt: skip
def test_check_digits_of_a_uk_vat_number(number: str, right: bool) -> None:
    assert uk_vat_is_right(number) is right


def test_vat_numbers_of_europe_by_their_shape() -> None:
    text = "GB 232 1538 95, DE123456788, FR 40 303 265 045, NL810433941B01, ATU12345678, IE1234567WA"
    assert [each[:2] for each in vat_numbers(text)] == ["GB", "DE", "FR", "NL", "AT", "IE"]


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        ("Sort Code: 12-34-56 Account No: 12345678", ["12-34-56 12345678"]),
        ("Sort code 123456\nAccount number 12345678", ["12-34-56 12345678"]),
        ("Account: 1234 5678\nSort Code: 12 34 56", ["12-34-56 12345678"]),
        ("Sort code   Account\n12-34-56   12345678", ["12-34-56 12345678"]),
        ("IBAN GB29 NWBK 6016 1331 9268 19", ["GB29NWBK60161331926819"]),
        ("IBAN: FR76 10107 00245 00617052317 39 - BIC : XX", ["FR7610107002450061705231739"]),
        ("Please call 01632 960123 on 12-03-26", []),
    ],
)
def test_accounts_that_are_printed(text: str, accounts: list[str]) -> None:
    assert bank_accounts(text)[0] == accounts


@pytest.mark.parametrize("text", ["IBAN GB29 NWBK 6016 1331 9268 18", "Sort code 12-34-56 and nothing else"])
def test_an_account_that_cannot_be_read_is_said(text: str) -> None:
    found, problems = bank_accounts(text)
    assert not found
    assert problems


def test_check_figures_of_an_iban() -> None:
    assert is_iban("DE89370400440532013000")
    assert not is_iban("DE89370400440532013001")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Total excl. VAT", "net"), ("VAT @ 20%", "vat"), ("VAT (20%)", "vat"), ("TOTAL GBP", "gross"), ("Total £", "gross"),
        ("Total incl. VAT", "gross"), ("Sub-Total", "net"), ("Tax 15% on", "vat"), ("Net à payer", "gross"), ("TVA 20 % :", "vat"),
        ("zzgl. 19% MwSt.", "vat"), ("B.T.W 21%", "vat"), ("Amount paid", "other"), ("Balance brought forward", "other"),
        ("Total amount payable inc VAT", "gross"), ("Invoice sub total before tax", "net"), ("Jetting", ""), ("Deposit", "other"),
    ],
)  # fmt: skip
def test_what_stands_before_an_amount(label: str, field: str) -> None:
    assert field_of(label)[0] == field


def test_labels_are_compared_without_signs() -> None:
    assert plain("P.O. Number:") == "po number"
    assert plain("Facture N°") == plain("facture no")
    assert plain("Fecha de Emisión") == "fecha de emision"


def test_no_label_of_a_language_is_lost() -> None:
    known = all_labels()
    assert known.of["gross"]["total ttc"]
    assert known.of["invoice_number"]["rechnungsnummer"]
    assert known.months["fevrier"] == 2
    assert not set(known.of["net"]) & set(known.of["gross"])
