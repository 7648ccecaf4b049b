"""A supplier's layout is learned from what people put right."""

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from shirehall.departments.finance.reading.api import (
    Layout,
    ReadInvoice,
    layout_from_json,
    learn_from,
    read_invoice,
    read_safely,
    teach_from,
    teach_safely,
)
from shirehall.departments.finance.reading.test_file import bytes_of

ODD = """Wexcombe Timber Ltd

Marchwell Borough Council          Sheet {number}
1 Specimen Way                     Raised {day}
                                   Depot ref 4471
Oak posts                                         {net}
Before levy                                       {net}
Levy at 20 in 100                                 {vat}
Kindly remit                                      {gross}
GB VAT registration 232 1538 95  Invoice
www.wexcombe-timber.example.org
"""


def pdf(text: str) -> bytes:
    """A page of letters of one width as a PDF with a text layer."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    drawn = []
    for place, line in enumerate(text.splitlines()):
        for start, part in _cells(line):
            x = 40 + 5.4 * start
            drawn.append(f"BT /F1 9 Tf {x:.1f} {790 - 16 * place} Td ({part}) Tj ET")
    stream = DecodedStreamObject()
    stream.set_data("\n".join(drawn).encode("latin-1"))
    font = DictionaryObject(
        {
            NameObject(key): NameObject(value)
            for key, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Courier"))
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    page[NameObject("/Contents")] = writer._add_object(stream)
    return bytes_of(writer)


def _cells(line: str) -> list[tuple[int, str]]:
    found, place = [], 0
    for part in line.split("  "):
        if part.strip():
            found.append((place + len(part) - len(part.lstrip()), part.strip()))
        place += len(part) + 2
    return found


SENT = [
    ("WT/9001", "03/04/2026", "500.00", "100.00", "600.00", "2026-04-03"),
    ("WT/9107", "05/05/2026", "250.00", "50.00", "300.00", "2026-05-05"),
    ("WT/9260", "02/06/2026", "1000.00", "200.00", "1200.00", "2026-06-02"),
    ("WT/9301", "07/08/2026", "80.00", "16.00", "96.00", "2026-08-07"),
]


def invoice(place: int, text: str = ODD) -> bytes:
    number, day, net, vat, gross, _iso = SENT[place]
    return pdf(text.format(number=number, day=day, net=net, vat=vat, gross=gross))


def truth(place: int) -> dict[str, str | None]:
    number, _day, net, vat, gross, iso = SENT[place]
    return {"invoice_number": number, "invoice_date": iso, "net": net, "vat": vat, "gross": gross}


def told(found: ReadInvoice, place: int) -> dict[str, tuple[bool, bool]]:
    """For each field whether it is right and whether it is certain."""
    return {
        name: (found.value(name) == value, bool(found.fields) and found.fields[name].certain)
        for name, value in truth(place).items()
    }


def test_without_learning_the_layout_is_read_wrong() -> None:
    right = [is_right for is_right, _certain in told(read_invoice(invoice(2)), 2).values()]
    assert right.count(False) >= 3


def test_after_two_corrections_the_third_is_right_and_certain() -> None:
    once = teach_from(Layout(), invoice(0), truth(0))
    second = told(read_invoice(invoice(1), hints=once.hints), 1)
    assert all(is_right for is_right, _certain in second.values())
    assert not second["invoice_number"][1]
    assert not second["gross"][1]
    twice = teach_from(once, invoice(1), truth(1))
    third = told(read_invoice(invoice(2), hints=twice.hints), 2)
    assert third == dict.fromkeys(third, (True, True))


def test_the_same_document_twice_is_one_correction() -> None:
    layout = teach_from(teach_from(Layout(), invoice(0), truth(0)), invoice(0), truth(0))
    assert all(hint.agreed == 1 for hint in layout.hints)


def test_one_contradiction_drops_a_hint() -> None:
    layout = teach_from(teach_from(Layout(), invoice(0), truth(0)), invoice(1), truth(1))
    assert [hint.agreed for hint in layout.of("invoice_number")] == [2]
    other = teach_from(layout, invoice(2), {"invoice_number": "4471"})
    assert [(hint.label, hint.agreed) for hint in other.of("invoice_number")] == [("depot ref", 1)]
    assert not read_invoice(invoice(3), hints=other.hints).fields["invoice_number"].certain
    nothing = teach_from(layout, invoice(2), {"invoice_number": None})
    assert not nothing.of("invoice_number")
    assert [hint.agreed for hint in nothing.of("gross")] == [2]


def test_what_hints_lead_to_is_not_certain_where_the_sums_do_not_agree() -> None:
    layout = teach_from(teach_from(Layout(), invoice(0), truth(0)), invoice(1), truth(1))
    wrong = ODD.replace(
        "Kindly remit                                      {gross}",
        "Kindly remit                                      9600.00",
    )
    found = read_invoice(invoice(2, wrong), hints=layout.hints)
    assert not any(found.fields[name].certain for name in ("net", "vat", "gross"))


def test_a_number_of_another_shape_is_not_taken() -> None:
    layout = teach_from(teach_from(Layout(), invoice(0), truth(0)), invoice(1), truth(1))
    found = read_invoice(invoice(2, ODD.replace("Sheet {number}", "Sheet 3")), hints=layout.hints)
    assert not (found.value("invoice_number") == "3" and found.fields["invoice_number"].certain)


def test_a_reading_that_was_certain_and_a_hint_that_differs_leave_doubt() -> None:
    plain = ODD.replace("Depot ref 4471", "Invoice No: INV-77").replace("{day}", "3 April 2026")
    plain = plain.replace("Kindly remit", "Total")
    before = read_invoice(invoice(0, plain))
    assert before.fields["invoice_number"].certain
    layout = teach_from(teach_from(Layout(), invoice(0), truth(0)), invoice(1), truth(1))
    after = read_invoice(invoice(2, plain), hints=layout.hints)
    assert not after.fields["invoice_number"].certain


def test_a_value_that_does_not_stand_on_the_page_teaches_nothing() -> None:
    assert learn_from(invoice(0), "invoice_number", "ZZ-1") is None
    assert learn_from(b"broken", "invoice_number", "ZZ-1") is None
    assert teach_from(Layout(), invoice(0), {"net": "77.77", "other": "x"}) == Layout()


@pytest.mark.parametrize(("field", "value", "label"), [("invoice_number", "WT/9001", "sheet"), ("gross", "600.00", "kindly remit"), ("supplier_name", "Wexcombe Timber Ltd", "")])  # fmt: skip
def test_a_hint_remembers_what_stands_beside_the_value(field: str, value: str, label: str) -> None:
    hint = learn_from(invoice(0), field, value)
    assert hint is not None
    assert hint.label == label
    assert 0 < hint.x < 1
    assert 0 < hint.y < 1


def test_learning_and_reading_by_hints_are_done_apart_too() -> None:
    layout = teach_safely(Layout(), invoice(0), truth(0))
    assert layout == teach_from(Layout(), invoice(0), truth(0))
    layout = layout_from_json(teach_safely(layout, invoice(1), truth(1)).to_json())
    found = read_safely(invoice(2), hints=layout.hints)
    assert told(found, 2)["invoice_number"] == (True, True)
    assert teach_safely(layout, b"%PDF-1.4 broken", truth(0)) == layout
