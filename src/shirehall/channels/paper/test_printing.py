"""The printed form: tagged, in order, with a code on every sheet and boxes where the record says they lie."""

import json
import time
from io import BytesIO
from typing import Any

import pypdf
import pytest
import zxingcpp
from django.test import Client

from shirehall.casework.api import publish
from shirehall.channels.paper.codes import read_code
from shirehall.channels.paper.conftest import AT, Paper, texts_of
from shirehall.channels.paper.models import PrintedForm
from shirehall.channels.paper.trial.filling import DOTS, blank_sheets


def words_of(pdf: bytes) -> str:
    """What the PDF says, in the order of its text."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())


def test_it_is_tagged_and_says_its_language_and_title(paper: Paper) -> None:
    pdf = pypdf.PdfReader(BytesIO(paper.print().pdf))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert "Ask us to call you back" in str(pdf.metadata and pdf.metadata.title)
    # What PDF/UA-1 wants was proved when it was set; this says so to readers.
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_the_questions_stand_in_the_order_of_the_journey(paper: Paper) -> None:
    publish(texts=texts_of("council_tax_reduction"), by="test", at=AT)
    said = words_of(paper.print(service="council_tax_reduction").pdf)
    asked = [
        "1. What is your full name?", "2. What is your date of birth?", "11. Do you get Income Support",
        "Answer these only if you ticked “No” at question 11.", "13. Have you told us about every income?",
        "Income 1", "14. What kind of income is it?", "Income 3", "Your signature", "Where to send this form",
    ]  # fmt: skip
    places = [said.find(each) for each in asked]
    assert -1 not in places, asked[places.index(-1)]
    assert places == sorted(places)
    assert "use another sheet" in said
    assert "I don’t know" in said


def test_every_sheet_has_a_code_of_its_own_that_carries_our_seal(paper: Paper) -> None:
    made = paper.print()
    sheets = blank_sheets(made.pdf)
    assert len(sheets) == made.form.sheets
    for number, sheet in enumerate(sheets, start=1):
        [found] = zxingcpp.read_barcodes(sheet)
        said = read_code(found.text)
        assert said is not None
        assert (said.code, said.sheet) == (made.form.code, number)
        assert made.form.version.upper().startswith(said.version)
        changed = found.text.replace(f".{number}.", f".{number + 1}.", 1)
        assert read_code(changed) is None


@pytest.mark.parametrize("variant", ["standard", "large"])
def test_the_boxes_lie_where_the_record_says(paper: Paper, variant: str) -> None:
    made = paper.print(variant=variant)
    sheets = blank_sheets(made.pdf)
    for box in made.form.layout["boxes"]:
        sheet = sheets[box["sheet"] - 1]
        x, y = round(box["x"] * DOTS), round(box["y"] * DOTS)
        middle = round((box["y"] + box["height"] / 2) * DOTS)
        assert sheet[middle, x - 3 : x + 4].min() < 190, box["key"]
        assert sheet[y - 3 : y + 4, x + 6].min() < 190, box["key"]
        assert sheet[middle, x + 5 : x + 25].min() > 190, box["key"]


def test_large_print_is_eighteen_points_at_least(paper: Paper) -> None:
    sizes: list[float] = []

    def look(text: str, _move: object, matrix: list[float], _font: object, size: float) -> None:
        if len(text.strip()) > 12:
            sizes.append(size * abs(matrix[3]))

    reader = pypdf.PdfReader(BytesIO(paper.print(variant="large").pdf))
    for page in reader.pages:
        page.extract_text(visitor_text=look)
    told = [size for size in sizes if size > 12.5]  # the running head and foot are for the post room
    assert told
    assert len(told) > 0.6 * len(sizes)
    assert min(told) >= 16.5  # a label of a box; all else is 18
    assert sorted(told)[len(told) // 2] >= 18


def test_it_is_printed_within_a_second_and_recorded(paper: Paper) -> None:
    paper.print()
    started = time.perf_counter()
    made = paper.print()
    assert time.perf_counter() - started < 1
    form = PrintedForm.objects.get(pk=made.form.pk)
    assert (form.service, form.variant, form.authority, form.by) == (
        "call_me_back",
        "standard",
        "west_dorset",
        "",
    )
    attached = pypdf.PdfReader(BytesIO(made.pdf)).attachments["boxes.json"][0]
    assert json.loads(attached) == form.layout


def test_a_resident_prints_a_form_from_the_start_page(paper: Paper) -> None:
    browser = Client()
    assert "/paper/call_me_back/" in browser.get("/call_me_back/").content.decode()
    page = browser.get("/paper/call_me_back/")
    assert page.status_code == 200
    wrong = browser.post("/paper/call_me_back/", {"size": "tiny"})
    assert wrong.status_code == 422
    answer = browser.post("/paper/call_me_back/", {"size": "large", "council": "not_sure"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert PrintedForm.objects.get().authority == ""


def test_what_is_not_there_or_not_on_paper_is_not_printed(paper: Paper) -> None:
    assert Client().get("/paper/no_such_service/").status_code == 404


def test_who_prints_too_many_is_asked_to_wait(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_PAPER_PRINTS_AN_HOUR", "1")
    browser = Client(REMOTE_ADDR="192.0.2.77")
    asked = {"size": "standard", "council": "west_dorset"}
    assert browser.post("/paper/call_me_back/", asked).status_code == 200
    assert browser.post("/paper/call_me_back/", asked).status_code == 429
