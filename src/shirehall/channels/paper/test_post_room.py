"""The post room: sheets go to their own form, what is uncertain is confirmed beside its picture, the form is sent."""

import re
from datetime import timedelta
from io import BytesIO

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from shirehall.capabilities.documents.api import Document
from shirehall.casework.api import case_by_reference, current_version, draft_answers, work_due
from shirehall.casework.models import Draft
from shirehall.channels.paper.conftest import AT, CALL, MakeOfficer, Paper, Picture, sign_in
from shirehall.channels.paper.disposal import dispose_of_draft
from shirehall.channels.paper.handling import use_sheet
from shirehall.channels.paper.models import PrintedForm, Sheet
from shirehall.channels.paper.post import forget_post
from shirehall.channels.paper.printing.keys import Key
from shirehall.channels.paper.settling import settle
from shirehall.channels.paper.trial.filling import DOTS
from shirehall.channels.paper.trial.spoiling import Spoiling
from shirehall.channels.paper.wishes import id_of
from shirehall.design.fields import html_name
from shirehall.design.questions import typed_back
from shirehall.kernel.api import read_facts

UPRIGHT = Spoiling(skew=1, blur=0.6, noise=3, turned=0)


def confirm_all(browser: Client, code: str) -> str:
    """Confirm what is uncertain, as one who sees the pictures would."""
    url = f"/desk/post-room/form/{code}/"
    page = browser.get(url).content.decode()
    version = current_version("call_me_back")
    answers = read_facts(version, dict(CALL), on=AT.date())
    for _round in range(4):
        if 'id="send-form"' in page:
            break
        typed: dict[str, object] = {}
        for each in version.service.pages:
            for question in each.questions:
                name = id_of(Key(each.name, 0, question.fact))
                given = answers.get(question.fact)
                if f'name="{name}-here"' in page:
                    raw = typed_back(question, given.value if given else None)
                    typed |= {html_name(name, box): list(texts) for box, texts in raw.items()} | {
                        f"{name}-here": "1"
                    }
        page = browser.post(url, typed, follow=True).content.decode()
    return page


def test_from_the_printed_form_to_a_case(paper: Paper, make_officer: MakeOfficer) -> None:
    made = paper.print()
    post = paper.photo(paper.fill(made, CALL))
    browser = sign_in(make_officer())
    answer = browser.post("/desk/post-room/", {"scans": BytesIO(post)})
    assert answer.status_code == 302
    from_page = browser.get(answer["Location"]).content.decode()
    assert "being read" in from_page
    work_due(at=timezone.now())
    page = browser.get(answer["Location"]).content.decode()
    assert made.form.reference in page
    page = confirm_all(browser, made.form.code)
    assert 'id="send-form"' in page, page
    sent = browser.post(f"/desk/post-room/form/{made.form.code}/send/", follow=True).content.decode()
    assert "was sent" in sent
    case = case_by_reference(made.form.reference)
    assert case is not None
    assert (case.channel, case.authority, case.service) == ("paper", "west_dorset", "call_me_back")
    again = browser.post(f"/desk/post-room/form/{made.form.code}/send/", follow=True)
    assert "was sent" in again.content.decode()


def test_what_is_uncertain_is_shown_beside_its_picture(paper: Paper, make_officer: MakeOfficer) -> None:
    made = paper.print()
    paper.give_in(paper.photo(paper.fill(made, {**CALL, "note": "Please call before nine"})))
    browser = sign_in(make_officer())
    page = browser.get(f"/desk/post-room/form/{made.form.code}/").content.decode()
    pictures = re.findall(r'src="(/desk/post-room/form/[^"]+\.png)"', page)
    assert pictures  # long text is always for a person
    shown = browser.get(pictures[0])
    assert shown["Content-Type"] == "image/png"
    with Image.open(BytesIO(shown.content)) as picture:
        assert picture.width > 200
    assert browser.get(pictures[0].replace(".png", "0.png")).status_code == 404
    # What is written and was not typed is not lost: it waits, until somebody says that there is nothing.
    name = id_of(Key("about", 0, "note"))
    url = f"/desk/post-room/form/{made.form.code}/"
    assert (
        f'name="{name}-here"'
        in browser.post(url, {f"{name}-here": "1", name: ""}, follow=True).content.decode()
    )
    told = {f"{name}-here": "1", name: "", f"{name}-nothing": "1"}
    assert f'name="{name}-here"' not in browser.post(url, told, follow=True).content.decode()


def test_sheets_of_two_people_in_one_file_go_each_to_its_own(paper: Paper) -> None:
    one, two = paper.print(), paper.print()
    sheets = [
        *paper.fill(one, {**CALL, "telephone": "07700 900111"}), *paper.fill(two, {**CALL, "telephone": "07700 900222"}),
    ]  # fmt: skip
    order = np.random.default_rng(1).permutation(len(sheets))
    paper.give_in(paper.photo([sheets[each] for each in order]))
    for made, number in ((one, "+447700900111"), (two, "+447700900222")):
        standing = settle(form=made.form, at=AT)
        assert standing is not None
        assert len(standing.sheets) == made.form.sheets
        told = draft_answers(standing.form.draft).get("telephone")  # type: ignore[arg-type]
        assert told is None or told.value == number


def test_a_required_question_that_is_empty_is_asked_and_the_form_waits(
    paper: Paper, make_officer: MakeOfficer
) -> None:
    made = paper.print()
    sheets = paper.fill(made, CALL)
    _wipe(sheets, made.form, "topic")
    paper.give_in(paper.photo(sheets))
    standing = settle(form=made.form, at=AT)
    assert standing is not None
    assert not standing.ready
    assert "topic" in [wish.key.fact for wish in standing.ask]
    page = sign_in(make_officer()).get(f"/desk/post-room/form/{made.form.code}/").content.decode()
    assert "Ask the person" in page
    assert 'id="send-form"' not in page


def _wipe(sheets: list[Picture], form: PrintedForm, fact: str) -> None:
    """Take the pen away from the boxes of a question."""
    for box in form.layout["boxes"]:
        if f"|{fact}|" in box["key"]:
            x, y, side = (round(box[each] * DOTS) for each in ("x", "y", "width"))
            inside = sheets[box["sheet"] - 1][y - 12 : y + side + 12, x - 4 : x + side + 14]
            inside[inside < 120] = 255


def test_an_unsigned_form_is_not_sent(paper: Paper) -> None:
    made = paper.print()
    paper.give_in(paper.photo(paper.fill(made, CALL, signed=False)))
    standing = settle(form=made.form, at=AT)
    assert standing is not None
    assert "-signature" in [wish.key.fact for wish in standing.ask]


def test_the_same_sheet_again_is_known_and_one_that_differs_waits_for_a_person(paper: Paper) -> None:
    made = paper.print()
    sheets = paper.fill(made, {**CALL, "topic": "bins"})
    paper.give_in(paper.photo(sheets, UPRIGHT))
    paper.give_in(paper.photo(sheets, UPRIGHT))
    states = sorted(Sheet.objects.filter(form=made.form).values_list("state", flat=True))
    assert states.count("read") == made.form.sheets
    assert "repeated" in states
    other = paper.fill(made, {**CALL, "topic": "housing", "best_times": ["afternoon"]})
    paper.give_in(paper.photo(other, UPRIGHT))
    differing = Sheet.objects.filter(form=made.form, state="differs").first()
    assert differing is not None
    assert Sheet.objects.filter(form=made.form, state="read").count() == made.form.sheets
    use_sheet(sheet=differing, by="clerk@example.org", at=AT)
    assert Sheet.objects.get(pk=differing.pk).state == "read"


def test_pictures_go_with_the_post_and_with_the_case(paper: Paper) -> None:
    made = paper.print()
    sheets = paper.fill(made, CALL)
    paper.give_in(paper.photo(sheets, UPRIGHT))
    paper.give_in(paper.photo(sheets, UPRIGHT))
    repeated = Sheet.objects.filter(form=made.form, state="repeated", document__isnull=False).first()
    assert repeated is not None
    read = Sheet.objects.filter(form=made.form, state="read", document__isnull=False).first()
    assert read is not None
    again, kept = repeated.document_id, read.document_id

    def is_gone(document: str | None) -> bool:
        return Document.objects.get(pk=document).disposed_at is not None

    forget_post(AT + timedelta(days=31))
    assert is_gone(again)
    assert not is_gone(kept)
    dispose_of_draft(Draft.objects.get())
    assert is_gone(kept)
    assert not Sheet.objects.exclude(read=[]).exists()


@pytest.mark.parametrize("what", ["forged", "unknown"])
def test_a_code_that_is_not_ours_or_of_no_form_waits_for_a_person(
    paper: Paper, make_officer: MakeOfficer, what: str, settings: object
) -> None:
    made = paper.print()
    post = paper.photo(paper.fill(made, CALL)[:1])
    if what == "unknown":
        PrintedForm.objects.all().delete()
    else:
        settings.SECRET_KEY = "another key, so that no seal is right"  # type: ignore[attr-defined]
    paper.give_in(post)
    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.form, sheet.read) == (what, None, [])
    assert sheet.scan.document is not None


def test_a_sheet_without_a_code_is_known_by_its_words_and_then_nothing_is_certain(paper: Paper) -> None:
    made = paper.print()
    sheets = paper.fill(made, CALL)
    for sheet in sheets:
        sheet[round(9 * 7.874) : round(33 * 7.874), round(167 * 7.874) : round(191 * 7.874)] = 255
    paper.give_in(paper.photo(sheets, Spoiling(skew=0.4, blur=0.5, noise=2, turned=0, tilt=0.0, shadow=0.02)))
    found = Sheet.objects.filter(form=made.form)
    assert found.count() == made.form.sheets
    assert all(each.by_words for each in found)
    standing = settle(form=made.form, at=AT)
    assert standing is not None
    assert "topic" in [wish.key.fact for wish in standing.confirm]


def test_a_person_says_whose_a_sheet_is(paper: Paper, make_officer: MakeOfficer) -> None:
    made = paper.print()
    sheet = paper.fill(made, CALL)[0]
    for top, left, high, wide in ((9, 167, 24, 24), (270, 15, 16, 170), (8, 25, 26, 140)):
        sheet[
            round(top * 7.874) : round((top + high) * 7.874),
            round(left * 7.874) : round((left + wide) * 7.874),
        ] = 255
    plain = Spoiling(skew=0.3, blur=0.5, noise=2, turned=0, tilt=0.0, shadow=0.02)
    paper.give_in(paper.photo([sheet], plain))
    lost = Sheet.objects.get()
    assert lost.state == "no_code"
    browser = sign_in(make_officer())
    url = f"/desk/post-room/sheet/{lost.pk}/"
    wrong = browser.post(url, {"do": "assign", "reference": "nothing", "number": "1"})
    assert wrong.status_code == 422
    told = {"do": "assign", "reference": made.form.reference, "number": "1"}
    assert browser.post(url, told).status_code == 302
    placed = Sheet.objects.get(form=made.form)
    assert (placed.state, placed.number, placed.by) == (
        "read",
        1,
        "officer.customer_services.all@example.org",
    )


def test_a_sheet_that_comes_after_the_form_was_sent_waits_for_a_person(
    paper: Paper, make_officer: MakeOfficer
) -> None:
    made = paper.print()
    sheets = paper.fill(made, CALL)
    paper.give_in(paper.photo(sheets, UPRIGHT))
    browser = sign_in(make_officer())
    confirm_all(browser, made.form.code)
    browser.post(f"/desk/post-room/form/{made.form.code}/send/")
    paper.give_in(paper.photo(sheets[:1], UPRIGHT))
    assert Sheet.objects.filter(form=made.form, state="sent").count() == 1
