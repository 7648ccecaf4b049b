import json
from collections.abc import Callable
from pathlib import Path

from tests.commands.conftest import Said

Run = Callable[..., Said]
UBL = """<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>INV-0142</cbc:ID><cbc:IssueDate>2026-03-03</cbc:IssueDate><cbc:DocumentCurrencyCode>GBP</cbc:DocumentCurrencyCode>
<cac:TaxTotal><cbc:TaxAmount currencyID="GBP">100.00</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="GBP">500.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="GBP">600.00</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal></Invoice>"""


def folder(tmp_path: Path, **truth: str | None) -> tuple[Path, Path]:
    (tmp_path / "a.xml").write_text(UBL)
    known = tmp_path / "truth.json"
    known.write_text(json.dumps({"documents": [{"file": "a.xml", "kind": "xml", **truth}]}))
    return tmp_path, known


def test_each_file_is_one_object_a_line(shirehall: Run, tmp_path: Path) -> None:
    files, _known = folder(tmp_path)
    (tmp_path / "b.xml").write_text("<!DOCTYPE a><a/>")
    said = shirehall("invoices", "read", files / "a.xml", files / "b.xml", files / "none.pdf", "--json")
    assert said.code == 1
    found = [json.loads(line) for line in said.out.splitlines()]
    assert [each["kind"] for each in found] == ["xml", "unsafe", "unreadable"]
    assert set(found[0]["fields"]["gross"]) >= {"value", "certain", "confidence", "from", "box"}
    assert found[0]["fields"]["gross"]["value"] == "600.00"
    assert found[0]["fields"]["due_date"]["value"] is None
    assert "opened" in found[2]["problems"][0]


def test_files_in_words(shirehall: Run, tmp_path: Path) -> None:
    files, _known = folder(tmp_path)
    said = shirehall("invoices", "read", files / "a.xml")
    assert said.code == 0
    assert "600.00" in said.out


def test_a_score_by_kind_and_field(shirehall: Run, tmp_path: Path) -> None:
    files, known = folder(tmp_path, gross="600.00", net="500.00", invoice_number="INV-0142")
    said = shirehall("invoices", "score", files, "--truth", known, "--json")
    assert said.code == 0
    kinds = json.loads(said.out)["kinds"]
    assert kinds["xml"]["all"] == {
        "asked": 3,
        "right": 3,
        "accuracy": 1.0,
        "coverage": 1.0,
        "wrong_certain": 0,
    }
    assert kinds["xml"]["fields"]["vat"]["asked"] == 0


def test_a_wrong_value_that_is_certain_is_a_fault(shirehall: Run, tmp_path: Path) -> None:
    files, known = folder(tmp_path, gross="601.00")
    said = shirehall("invoices", "score", files, "--truth", known)
    assert said.code == 1
    assert "CERTAIN" in said.out


def test_a_truth_that_cannot_be_used_is_said(shirehall: Run, tmp_path: Path) -> None:
    files, known = folder(tmp_path)
    (files / "a.xml").unlink()
    assert "lacks a.xml" in shirehall("invoices", "score", files, "--truth", known).error
    known.write_text("[")
    assert shirehall("invoices", "score", files, "--truth", known).code == 2
    assert shirehall("invoices", "score", files, "--truth", files / "none.json").code == 2
