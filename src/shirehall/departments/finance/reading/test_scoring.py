import pytest

from shirehall.departments.finance.reading.found import ReadField, ReadInvoice
from shirehall.departments.finance.reading.scoring import TruthError, documents_of, same, score


def read(**values: tuple[str | None, bool]) -> ReadInvoice:
    return ReadInvoice("xml", {name: ReadField(value, certain) for name, (value, certain) in values.items()})


def test_right_certain_and_wrong_are_counted_apart() -> None:
    truth = {
        "file": "a",
        "kind": "xml",
        "gross": "10.00",
        "net": "8.00",
        "vat": "2.00",
        "due_date": None,
        "accept": {"net": ["9.00"]},
    }
    found = score(
        [truth],
        {"a": read(gross=("11.00", True), net=("9.00", True), vat=("2.00", False), due_date=(None, False))},
    )
    whole = found.of(["xml"])
    assert (whole.asked, whole.right, whole.right_values, whole.certain_right, whole.wrong_certain) == (
        4,
        3,
        2,
        1,
        1,
    )
    assert found.wrong == [
        {"file": "a", "field": "gross", "truth": "10.00", "read": "11.00", "certain": True}
    ]


def test_a_value_that_is_not_on_the_document_is_wrong_and_may_be_accepted() -> None:
    truth = {"file": "a", "kind": "xml", "currency": None, "po_number": None, "accept": {"currency": ["EUR"]}}
    found = score([truth], {"a": read(currency=("EUR", False), po_number=("1", True))})
    assert found.of(["xml"]).right == 1
    assert found.of(["xml"]).wrong_certain == 1


def test_hostile_files_and_those_left_out_do_not_count() -> None:
    listed = [{"file": "a", "score": False}, {"file": "b", "kind": "hostile-or-broken"}, {"file": "c"}]
    assert [each["file"] for each in documents_of({"documents": listed})] == ["c"]


@pytest.mark.parametrize("truth", [None, {}, {"documents": [1]}, {"documents": [{"kind": "xml"}]}])
def test_a_truth_that_cannot_be_used(truth: object) -> None:
    with pytest.raises(TruthError):
        documents_of(truth)


@pytest.mark.parametrize(
    ("name", "value", "truth"),
    [
        ("supplier_name", "CONTOSO LTD.", "Contoso Ltd"), ("supplier_vat", "232 1538 95", "GB232153895"),
        ("invoice_number", "INV 0142", "inv-0142"), ("gross", "10.00", "10.00"),
    ],
)  # fmt: skip
def test_what_says_the_same(name: str, value: str, truth: str) -> None:
    assert same(name, value, truth)
    assert not same(name, value, None)
    assert not same(name, "x1", truth)
