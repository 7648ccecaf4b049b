"""Letters: tagged, in a language, with a title, and with data that stays data."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdf
import pypdfium2

from shirehall.capabilities.messages.letters.making import Letter, make_pdf
from shirehall.capabilities.messages.markup import escaped, to_blocks

LETTER = Letter(
    council="West Dorset District Council",
    sender=["3 Sampler Row", "Dorchester", "DT1 9ZZ", "01632 960 200"],
    colour="#7a2f1c",
    to=["Zoë Invented", "1 Example Lane", "Dorchester", "DT1 9ZZ"],
    reference="ABCD-2345-X",
    subject="Your Council Tax Reduction",
    blocks=to_blocks(
        "You get **£1,234.50** a year.\n\n## Why\n\n- You live alone.\n- [See it](https://x.example.org)"
    ),
    at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
)


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_a_letter_is_tagged_and_says_its_language_and_title() -> None:
    reader = pypdf.PdfReader(io.BytesIO(make_pdf(LETTER)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert reader.metadata is not None
    assert reader.metadata.title == "Your Council Tax Reduction"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_a_letter_says_what_it_was_given_and_the_day_in_london() -> None:
    text = words(make_pdf(LETTER))
    for part in (
        "Zoë Invented",
        "DT1 9ZZ",
        "ABCD-2345-X",
        "£1,234.50",
        "You live alone.",
        "https://x.example.org",
    ):
        assert part in text
    assert "1 July 2026" in text


def test_words_of_people_are_never_read_as_typst() -> None:
    attack = '#panic("x") $x$ #read("/etc/passwd") @ref *bold* _em_ `raw` \\ // /* <label> [a] ~ ---'
    pdf = make_pdf(replace(LETTER, to=[attack], subject=attack, blocks=to_blocks(escaped(attack))))
    text = " ".join(words(pdf).split())
    assert text.count('#read("/etc/passwd")') >= 3
    assert "root:" not in text


def test_a_long_letter_has_numbered_pages() -> None:
    long = replace(LETTER, blocks=to_blocks("\n\n".join(["A sentence that goes on. " * 12] * 12)))
    text = words(make_pdf(long))
    assert "Page 1 / 2" in text
    assert "Page 2 / 2" in text


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert make_pdf(LETTER) == make_pdf(LETTER)
