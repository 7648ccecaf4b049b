"""Words are put together from the places of letters, whatever blanks the text layer reports."""

import pypdfium2
import pytest

from shirehall.departments.finance.reading.text_layer import Letter, text_sheet, words_of


def _page(body: str) -> bytes:
    """A PDF of one page whose content is `body`, in Helvetica."""
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        f"<< /Length {len(body)} >>\nstream\n{body}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        "<< /Font << /F1 5 0 R >> >>",
    ]
    out = "%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += (
        f"xref\n0 7\n0000000000 65535 f \n{table}trailer << /Size 7 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    )
    return out.encode("latin-1")


def _read(body: str) -> list[list[str]]:
    document = pypdfium2.PdfDocument(_page(body))
    sheet = text_sheet(document[0], 0)
    return [[cell.text for cell in line] for line in sheet.lines]


def _letter_by_letter(text: str, y: int, step: float = 8.0, size: float = 13.33) -> str:
    """Each letter printed by itself in a turned and shrunk space, as browsers do. Courier is 0.6 of its size wide."""
    shows = f" {step} 0 Td ".join(f"<{ord(sign):02x}> Tj" for sign in text)
    return (
        f"q .24 0 0 -.24 0 841.92 cm 3.125 0 0 3.125 0 0 cm BT /F1 {size} Tf 1 0 0 -1 40 {y} Tm {shows} ET Q"
    )


def test_letters_printed_one_by_one_are_words() -> None:
    body = "\n".join(
        [_letter_by_letter("Invoice number INV-000412", 60), _letter_by_letter("Total 1,234.00", 90)]
    )
    assert _read(body) == [["Invoice number INV-000412"], ["Total 1,234.00"]]


def test_letters_set_apart_are_one_word() -> None:
    assert _read(_letter_by_letter("INVOICE", 60, step=12.0)) == [["INVOICE"]]


@pytest.mark.parametrize("gap", [3, 5])
def test_two_columns_close_together_are_two_words(gap: int) -> None:
    end = 40 + 14 * 6
    body = (
        f"BT /F1 10 Tf 1 0 0 1 40 700 Tm (Factuurnummer:) Tj ET"
        f" BT /F1 10 Tf 1 0 0 1 {end + gap} 700 Tm (F2600317) Tj ET"
    )
    assert " ".join(" ".join(line) for line in _read(body)) == "Factuurnummer: F2600317"


def test_a_hyphen_at_a_break_is_a_hyphen() -> None:
    body = "BT /F1 10 Tf 1 0 0 1 40 700 Tm (INV-) Tj ET BT /F1 10 Tf 1 0 0 1 64 700 Tm (0042) Tj ET"
    assert _read(body) == [["INV-0042"]]


def test_blanks_reported_between_letters_that_touch_part_no_word() -> None:
    """As a text layer reports pages that some browsers printed: a blank after every letter."""
    letters = [
        Letter(sign, place * 6.0, 100.0, place * 6.0 + 6.0, 112.0, blank=True, real=False)
        for place, sign in enumerate("Loop Laundry")
        if sign != " "
    ]
    assert [word.text for word in words_of(letters)] == ["Loop", "Laundry"]
