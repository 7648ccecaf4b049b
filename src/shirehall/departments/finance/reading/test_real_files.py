"""Real invoices, which lie outside of the repository: SHIREHALL_INVOICE_DATA names the folder with `files` and truth.json."""

import json
import os
from pathlib import Path

import pytest

from shirehall.departments.finance.reading.api import read_invoice
from shirehall.departments.finance.reading.scoring import Score, documents_of, score

FOLDER = os.environ.get("SHIREHALL_INVOICE_DATA", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="SHIREHALL_INVOICE_DATA names no folder of real invoices")
PICTURES = ("pdf-scan", "image")


@pytest.fixture(scope="module")
def scored() -> Score:
    documents = documents_of(json.loads((Path(FOLDER) / "truth.json").read_text(encoding="utf-8")))
    files = Path(FOLDER) / "files"
    return score(
        documents,
        {each["file"]: read_invoice((files / each["file"]).read_bytes(), each["file"]) for each in documents},
    )


def accuracy(scored: Score, kinds: tuple[str, ...], *fields: str) -> float:
    found = scored.of(kinds, fields) if fields else scored.of(kinds)
    return found.right / found.asked


def test_no_wrong_value_is_certain(scored: Score) -> None:
    assert not [each for each in scored.wrong if each["certain"]]


def test_xml_is_read_whole(scored: Score) -> None:
    assert accuracy(scored, ("xml", "pdf-with-xml")) == 1


@pytest.mark.parametrize(
    ("fields", "least"),
    [
        (("invoice_number",), 0.95), (("invoice_date",), 0.95), (("gross",), 0.95), (("currency",), 0.95), (("net",), 0.92),
        (("vat",), 0.92), (("supplier_name",), 0.90), (("due_date",), 0.85), (("po_number",), 0.85),
    ],
)  # fmt: skip
def test_text_is_read(scored: Score, fields: tuple[str, ...], least: float) -> None:
    assert accuracy(scored, ("pdf-text",), *fields) >= least
    assert accuracy(scored, PICTURES, *fields) >= least - 0.07


@pytest.mark.parametrize(
    ("kinds", "least"), [(("pdf-text",), 0.7), (("xml", "pdf-with-xml"), 0.9), (PICTURES, 0.5)]
)
def test_most_right_values_are_certain(scored: Score, kinds: tuple[str, ...], least: float) -> None:
    found = scored.of(kinds)
    assert found.certain_right / found.right_values >= least
