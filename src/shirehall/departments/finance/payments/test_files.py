"""Payment files: made, held to the schema or the layout, and read back."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from shirehall.departments.finance.payments import pain001, reading_back, signs, standard18
from shirehall.departments.finance.payments.credits import LARGEST_CREDIT, Credit, FileError, PayingAccount

ACCOUNT = PayingAccount("West Dorset District Council", "401276", "01234567", "123456")
MADE_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SCHEMA = etree.XMLSchema(
    etree.fromstring((files("sepaxml") / "schemas" / "pain.001.001.09.xsd").read_bytes())
)  # ISO 20022's own


def credit(number: int = 1, **changes: Any) -> Credit:
    made = Credit(
        key=f"WD-7-{number}", number=number, name="Pennybrook Paper Ltd", sort_code="200000",
        account_number="12345678", amount=12_345, reference=f"INV {number}",
    )  # fmt: skip
    return replace(made, **changes)


def iso(*credits_: Credit, message_id: str = "WD-7") -> bytes:
    return pain001.write(
        message_id=message_id, account=ACCOUNT, credits_=credits_, pay_on=date(2026, 11, 27), made_at=MADE_AT
    )


def bacs(*credits_: Credit, serial: str = "R00007", days: str = "single") -> bytes:
    return standard18.write(
        serial=serial, account=ACCOUNT, credits_=credits_, processing_on=date(2026, 11, 26),
        made_on=date(2026, 11, 23), days=days,
    )  # fmt: skip


def test_pain001_is_valid_against_the_schema_and_reads_back() -> None:
    content = iso(credit(1), credit(2, amount=1, name="Ærø & Søn – Café ≠ <b>"))
    SCHEMA.assertValid(etree.fromstring(content))
    read = reading_back.pain001(content)
    assert (read.name, read.pay_on, read.paid_from) == ("WD-7", date(2026, 11, 27), ("401276", "01234567"))
    assert [each.amount for each in read.payments] == [12_345, 1]
    assert read.payments[1].name == "AEro + Son - Cafe b"
    assert b'<InstdAmt Ccy="GBP">0.01</InstdAmt>' in content
    assert b"<MmbId>200000</MmbId>" in content
    assert b"<Id>20000012345678</Id>" in content
    assert content.count(b"<CtrlSum>123.46</CtrlSum>") == 2
    assert iso(credit(1), credit(2)) == iso(credit(1), credit(2))


def test_the_schema_would_have_said_no() -> None:
    broken = iso(credit()).replace(b"GBDSC", b"GBDSCXX").replace(b"<PmtMtd>TRF", b"<PmtMtd>BACS")
    assert not SCHEMA.validate(etree.fromstring(broken))


def test_standard18_as_its_layout_says() -> None:
    lines = bacs(credit(1), credit(2, amount=5)).decode("ascii").split("\r\n")
    assert lines == [
        f"VOL1R00007{'':31}123456{'':32}1",
        f"HDR1A123456S  1123456R0000700010001{'':6} 26327 26327 000000{'':20}",
        f"HDR2F0200000100{'':35}00{'':28}",
        f"UHL1 26330999999    000000001 DAILY  001{'':40}",
        "20000012345678099" + "40127601234567" + "    00000012345" + "WEST DORSET DISTRI" + f"{'INV 1':18}" + "PENNYBROOK PAPER L",
        "20000012345678099" + "40127601234567" + "    00000000005" + "WEST DORSET DISTRI" + f"{'INV 2':18}" + "PENNYBROOK PAPER L",
        "40127601234567017" + "40127601234567" + "    00000012350" + f"{'PAYMENT RUN':18}{'CONTRA':18}WEST DORSET DISTRI",
        f"EOF1A123456S  1123456R0000700010001{'':6} 26327 26327 000000{'':20}",
        f"EOF2F0200000100{'':35}00{'':28}",
        f"UTL1{12350:013}{12350:013}00000010000002{'':36}",
        "",
    ]  # fmt: skip


def test_standard18_for_several_days_has_longer_records() -> None:
    content = bacs(credit(), days="multi")
    lines = content.decode("ascii").split("\r\n")
    assert [len(each) for each in lines[:-1]] == [80] * 4 + [106] * 2 + [80] * 3
    assert lines[4].endswith(" 26330")
    assert lines[3][28:37] == "4 MULTI  "
    assert reading_back.standard18(content).pay_on == date(2026, 11, 26)


_NAMES = st.text(min_size=1, max_size=40).map(lambda text: f"A{text}")
_CREDITS = st.lists(
    st.builds(
        credit, st.just(1), name=_NAMES, reference=st.text(max_size=30), amount=st.integers(1, LARGEST_CREDIT),
        sort_code=st.from_regex(r"\A[0-9]{6}\Z"), account_number=st.from_regex(r"\A[0-9]{8}\Z"),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_CREDITS, st.sampled_from(["single", "multi"]))
def test_whatever_the_names_are_both_files_say_what_was_meant(listed: list[Credit], days: str) -> None:
    listed = [replace(each, key=f"WD-7-{number}", number=number) for number, each in enumerate(listed, 1)]
    meant = [(each.sort_code, each.account_number, each.amount) for each in listed]
    xml = iso(*listed)
    assert SCHEMA.validate(etree.fromstring(xml)), SCHEMA.error_log
    for read in (reading_back.pain001(xml), reading_back.standard18(bacs(*listed, days=days))):
        assert [(each.sort_code, each.account_number, each.amount) for each in read.payments] == meant
    assert re.fullmatch(rb"[A-Z0-9.&/\- \r\n]+", bacs(*listed))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sort_code": "20000"}, "six and eight digits"),
        ({"account_number": "1234567x"}, "six and eight digits"),
        ({"account_number": "١٢٣٤٥٦٧٨"}, "six and eight digits"),
        ({"amount": 0}, "above nought"),
        ({"amount": -5}, "above nought"),
        ({"amount": LARGEST_CREDIT + 1}, "£20,000,000"),
        ({"name": "東京"}, "no sign"),
    ],
)
def test_what_no_bank_takes_makes_no_file(changes: dict[str, Any], says: str) -> None:
    for make in (iso, bacs):
        with pytest.raises(FileError, match=says):
            make(credit(**changes))


def test_no_payments_and_the_same_payment_twice_make_no_file() -> None:
    for make in (iso, bacs):
        with pytest.raises(FileError, match="no payment"):
            make()
        with pytest.raises(FileError, match="same reference"):
            make(credit(1), credit(1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"00000012345", b"00000012346"),
        (b"20000012345678099", b"20000012345678001"),
        (b"UTL10000000012345", b"UTL10000000099999"),
        (b"00000010000001", b"00000010000002"),
        (b"PENNYBROOK", b"pennybrook"),
        (b"EOF1A123456", b"EOF1A123457"),
    ],
)
def test_a_changed_bacs_file_is_not_read(old: bytes, new: bytes) -> None:
    content = bacs(credit())
    assert old in content
    with pytest.raises(FileError):
        reading_back.standard18(content.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"GBP">123.45', b'"GBP">123.46'),
        (b'Ccy="GBP"', b'Ccy="EUR"'),
        (b"<MmbId>200000", b"<MmbId>200001"),
        (b"<NbOfTxs>1<", b"<NbOfTxs>2<"),
        (b"</Document>", b""),
    ],
)
def test_a_changed_pain001_file_is_not_read(old: bytes, new: bytes) -> None:
    content = iso(credit())
    assert old in content
    with pytest.raises(FileError):
        reading_back.pain001(content.replace(old, new, 1))


def test_signs() -> None:
    assert signs.for_bacs("Łódź – Bäckerei’s (UK) #1 £5") == "LODZ - BACKEREI S"
    assert signs.for_iso("/a//b & c/", 20) == "a/b + c"
