"""Names, texts, postcodes, addresses and the numbers people are reached or paid by."""

from datetime import date
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirehall.kernel.questions import TYPES, AnswerError, Asked, typed
from shirehall.kernel.questions.email import PROVIDERS, suggest
from shirehall.kernel.values import Address, BankAccount

ON = date(2026, 4, 1)
IT = Asked("fact", "What is it?", "your answer to it")


def read(name: str, text: str, **settings: Any) -> Any:
    asked = Asked("fact", "What is it?", "your answer to it", settings=settings)
    return TYPES[name].read(asked, {"": [text]}, on=ON)


def refused(name: str, text: str, **settings: Any) -> str:
    with pytest.raises(AnswerError) as caught:
        read(name, text, **settings)
    return caught.value.message


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_cleaning_twice_gives_what_cleaning_once_gave(text: str) -> None:
    for clean in (typed.clean_line, typed.clean_lines):
        try:
            once = clean(IT, text)
        except AnswerError:
            continue
        assert clean(IT, once) == once


def test_names_of_any_kind() -> None:
    for name in ("Zoë Okoro-Smith", "Nguyễn Văn A", "王芳", "X", "Mary Ann O'Neill"):
        assert read("name", f"  {name} ") == name
    assert read("name", "Pat  O’Brien") == "Pat O'Brien"
    assert refused("name", "12345") == "Your answer to it must include letters"
    assert refused("name", "a" * 251) == "Your answer to it must be 250 characters or fewer. You used 251"


def test_text_is_cleaned_and_counted() -> None:
    assert read("short_text", "“quoted”\u00a0text\u200b") == '"quoted" text'
    assert read("long_text", "one\r\ntwo\n\n\n\nthree  four \x0bfive") == "one\ntwo\n\nthree four\nfive"
    assert (
        refused("long_text", "a" * 11, at_most=10)
        == "Your answer to it must be 10 characters or fewer. You used 11"
    )
    assert (
        refused("long_text", "a b c", at_most_words=2)
        == "Your answer to it must be 2 words or fewer. You used 3"
    )
    assert (
        refused("postcode", "a" * 10_001)
        == "Your answer to it must be 10,000 characters or fewer. You used 10,001"
    )
    for text in ("a\x00b", "a\x1bb", "a\ud800"):
        assert "hidden characters" in refused("long_text", text)


def test_where_the_question_is_the_label_the_sentence_speaks_of_your_answer() -> None:
    asked = Asked("x", "How far?", "How far?")
    with pytest.raises(AnswerError, match=r"^Enter your answer$"):
        TYPES["integer"].read(asked, {}, on=ON)
    with pytest.raises(AnswerError, match=r"^Your answer must be a whole number"):
        TYPES["integer"].read(asked, {"": ["far"]}, on=ON)


@pytest.mark.parametrize("text", ["DT9 3AA", "dt93aa", "D T 9 3 A A", "dt9.3aa", "DT9-3AA", " dt9  3aa "])
def test_postcodes_however_written(text: str) -> None:
    assert read("postcode", text) == "DT9 3AA"


@pytest.mark.parametrize("text", ["DT9", "DT9 3A", "DT9 3CA", "999", "DT99 99AA", "Sherborne"])
def test_what_is_no_postcode(text: str) -> None:
    assert refused("postcode", text) == "Your answer to it must be a full UK postcode, like DT9 3AA"


def test_london_and_short_postcodes() -> None:
    for text in ("SW1A 1AA", "M1 1AE", "W1A 0AX", "BF1 3AA"):
        assert read("postcode", text) == text


def test_email() -> None:
    assert read("email", " Ann.Lee+council@Example.ORG ") == "Ann.Lee+council@example.org"
    assert read("email", "o’brien@example.org") == "o'brien@example.org"
    for text in ("ann", "ann@", "@example.org", "a b@example.org", "ann@example", "ann..lee@example.org", "a@-b.org",
                 "ann@example.org, bob@example.org", "x" * 65 + "@example.org"):  # fmt: skip
        assert refused("email", text) == "Your answer to it must be an email address, like name@example.org"


def test_a_misspelt_provider_is_a_hint_and_no_more() -> None:
    assert read("email", "ann@gmial.com") == "ann@gmial.com"
    assert suggest("ann@gmial.com") == "ann@gmail.com"
    assert suggest("ann@hotmial.co.uk") == "ann@hotmail.co.uk"
    assert suggest("ann@gmail.con") == "ann@gmail.com"
    for domain in (*PROVIDERS, "mail.com", "example.org", "northdorset.example"):
        assert suggest(f"ann@{domain}") is None
    assert suggest("nonsense") is None


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "07700900123",
        "+44 7700 900123",
        "0044 7700 900 123",
        "+44 (0)7700 900-123",
        "(07700) 900.123",
    ],
)
def test_telephone_numbers_however_written(text: str) -> None:
    assert read("telephone", text) == "+447700900123"
    assert read("telephone", text, mobile=True) == "+447700900123"


def test_extensions_landlines_and_other_countries() -> None:
    of = TYPES["telephone"]
    assert read("telephone", "01632 960001 ext. 12") == "+441632960001;ext=12"
    assert of.show(IT, "+441632960001;ext=12") == "01632 960001 x12"
    assert of.show(IT, "+447700900123") == "07700 900123"
    assert of.show(IT, read("telephone", "+33 1 23 45 67 89")) == "+33 1 23 45 67 89"
    assert refused("telephone", "01632 960001", mobile=True).startswith(
        "Your answer to it must be a mobile number"
    )
    for text in ("12", "call me after 5", "0800 FLOWERS", "01632 960001 or 01632 960002", "00000 000000"):
        assert refused("telephone", text).startswith("Your answer to it must be a telephone number")


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_a_number_of_any_country_comes_back_as_it_went(region: str) -> None:
    number = phonenumbers.example_number(region)
    assert number is not None
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    value = read("telephone", text)
    assert TYPES["telephone"].read(IT, TYPES["telephone"].raw(IT, value), on=ON) == value
    assert TYPES["telephone"].show(IT, value)


def test_national_insurance_numbers() -> None:
    for text in ("AB123456C", "ab 12 34 56 c", "AB.12.34.56.C", "ab-123456-c"):
        assert read("national_insurance_number", text) == "AB123456C"
    assert TYPES["national_insurance_number"].show(IT, "AB123456C") == "AB 12 34 56 C"
    for prefix in ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ", "DA", "AO", "QQ", "UA", "AV"):
        assert refused("national_insurance_number", f"{prefix}123456C").endswith("like QQ 12 34 56 C")
    for text in ("AB123456E", "AB12345C", "AB123456"):
        assert refused("national_insurance_number", text)


def account(**parts: str) -> Any:
    raw = {"holder": ["Ann Lee"], "sort_code": ["12-34-56"], "number": ["1234 5678"]}
    return TYPES["bank_account"].read(IT, raw | {part: [text] for part, text in parts.items()}, on=ON)


def test_bank_accounts() -> None:
    assert account() == BankAccount("Ann Lee", "123456", "12345678")
    assert account(sort_code="12 34 56", number="123456", roll="D/98.765-Y 2").roll == "D/98.765-Y 2"
    said = TYPES["bank_account"].show(IT, account(roll="7"))
    assert said == "Ann Lee\nSort code 12-34-56\nAccount number 12345678\nRoll number 7"


@pytest.mark.parametrize(
    ("box", "text", "message"),
    [
        ("holder", "", "Enter the name on the account"),
        ("sort_code", "12345", "Enter a valid sort code, like 30-94-30"),
        ("sort_code", "", "Enter a sort code"),
        ("number", "12345", "Account number must be between 6 and 8 digits"),
        ("number", "1234567x", "Enter a valid account number, like 00733445"),
        ("roll", "1" * 19, "Building society roll number must be between 1 and 18 characters"),
    ],
)
def test_what_is_wrong_with_a_bank_account(box: str, text: str, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        account(**{box: text})
    assert (caught.value.box, caught.value.message, caught.value.missing) == (box, message, False)


def test_bank_accounts_in_json_are_objects_of_texts() -> None:
    of = TYPES["bank_account"]
    sent: dict[str, Any] = {"holder": "Ann Lee", "sort_code": "012345", "number": "01234567"}
    assert of.from_json(IT, sent, on=ON) == BankAccount("Ann Lee", "012345", "01234567")
    for wrong in ({**sent, "number": 1234567}, {**sent, "type": "current"}, {"holder": "Ann"}, "012345"):
        with pytest.raises(AnswerError):
            of.from_json(IT, wrong, on=ON)


def address(given: dict[str, str], **settings: Any) -> Any:
    asked = Asked("home", "Where do you live?", "your address", settings=settings)
    return TYPES["address"].read(asked, {box: [text] for box, text in given.items()}, on=ON)


HOME = {"line_1": "1 Long Street", "town": "Sherborne", "postcode": "dt93aa"}


def test_addresses() -> None:
    assert address(HOME) == Address(("1 Long Street",), "Sherborne", "DT9 3AA")
    found = address(
        {
            **HOME,
            "line_2": "Flat 2",
            "uprn": "010012345678",
            "authority": "west_dorset",
            "ward": "Sherborne East",
        }
    )
    assert found == Address(
        ("1 Long Street", "Flat 2"), "Sherborne", "DT9 3AA", "10012345678", "west_dorset", "Sherborne East"
    )
    assert TYPES["address"].show(IT, found) == "1 Long Street\nFlat 2\nSherborne\nDT9 3AA"


@pytest.mark.parametrize(
    ("change", "box", "message"),
    [
        ({"line_1": ""}, "line_1", "Enter address line 1, typically the building and street"),
        ({"town": ""}, "town", "Enter a town or city"),
        ({"postcode": ""}, "postcode", "Enter a postcode"),
        ({"postcode": "DT9"}, "postcode", "Enter a full UK postcode, like DT9 3AA"),
        ({"uprn": "x"}, "uprn", "The property reference (UPRN) must be a number of up to 12 digits"),
    ],
)
def test_the_part_of_an_address_that_is_wrong(change: dict[str, str], box: str, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        address(HOME | change)
    assert (caught.value.box, caught.value.message) == (box, message)


def test_addresses_abroad_and_none_at_all() -> None:
    paris = {"line_1": "1 rue Longue", "town": "Paris, France", "postcode": "75001"}
    assert address(paris, abroad=True).postcode == "75001"
    nowhere = address({"no_fixed_address": "yes"}, no_fixed_address=True)
    assert TYPES["address"].show(IT, nowhere) == "No fixed address"
    with pytest.raises(AnswerError, match="not both"):
        address({**HOME, "no_fixed_address": "yes"}, no_fixed_address=True)
    with pytest.raises(AnswerError) as caught:
        address({"no_fixed_address": "yes"})
    assert caught.value.missing


def test_addresses_in_json() -> None:
    of = TYPES["address"]
    sent = {"lines": ["1 Long Street"], "town": "Sherborne", "postcode": "DT9 3AA"}
    assert of.from_json(IT, {**sent, "uprn": "10012345678"}, on=ON) == Address(
        ("1 Long Street",), "Sherborne", "DT9 3AA", "10012345678"
    )
    for wrong in (
        {**sent, "ward": "x"},
        {**sent, "lines": "1 Long Street"},
        {**sent, "lines": []},
        {**sent, "lines": [1]},
        {},
    ):
        with pytest.raises(AnswerError) as caught:
            of.from_json(IT, wrong, on=ON)
        assert not caught.value.missing
