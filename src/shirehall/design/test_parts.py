"""Every part and every shell is drawn with sample data in the true environment, and the HTML is looked over."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import FileSystemLoader, UndefinedError

from shirehall.design import samples
from shirehall.design.environment import environment

HERE = Path(__file__).parent
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
ENV = environment(loader=FileSystemLoader(HERE / "jinja2"))


class Page(HTMLParser):
    """Well-formedness, unique ids, references and headings, as a browser would have to take them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.headings: list[int] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()
        if self.open:
            self.wrong.append(f"never closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> has an attribute twice: {names}")
        given = dict(attrs)
        if "style" in given or any(name.startswith("on") for name in names):
            self.wrong.append(f"<{tag}> has something inline that the policy would stop")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.refers += str(given.get(name) or "").split()
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")


def check(html: str, *, whole: bool = False) -> Page:
    page = Page(html)
    assert page.wrong == []
    assert len(page.ids) == len(set(page.ids)), sorted(page.ids)
    assert set(page.refers) <= set(page.ids)
    if whole:
        assert page.headings.count(1) == 1, page.headings
        assert all(
            after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False)
        ), page.headings
    return page


def draw(source: str, **context: Any) -> str:
    return ENV.from_string(source).render(samples=samples, **context)


def part(file: str, call: str, **context: Any) -> str:
    name = call.split("(", 1)[0]
    return draw(f'{{% from "shirehall_design/parts/{file}.html" import {name} %}}{{{{ {call} }}}}', **context)


PARTS = [
    ("errors", 'error_summary([{"text": "Enter your name", "href": "#a"}])', "Enter your name"),
    ("forms", 'button("Start now", kind="start", href="/go")', "govuk-button--start"),
    ("forms", 'text_button("Remove", "remove", "7")', 'value="7"'),
    ("answers", 'answers([{"label": "Address", "text": "1 High St\\nSturminster", "change_url": "/x"}, {"label": "B", "text": "<b>"}], "You")', "1 High St<br>Sturminster"),
    ("facts", 'facts([{"label": "Rent", "text": "£5", "note": "told us on the web"}])', "told us"),
    ("timeline", "timeline(samples.EVENTS)", "14 March 2026, 3:05pm"),
    ("state", 'state("Overdue", "late")', "sh-state--late"),
    ("evidence", "evidence(samples.EVIDENCE)", "2.1 MB"),
    ("tasks", 'task_list([{"title": "You", "href": "/a", "word": "Done", "kind": "good", "hint": "h"}, {"title": "Money", "word": "Cannot start yet"}])', "Cannot start yet"),
    ("tables", 'table("Teams", samples.COLUMNS, samples.ROWS, foot=["All", 13247, 9876500, ""])', "£98,765.00"),
    ("worklist", 'worklist(samples.WORK, "Benefits", name="case")', "2 days late"),
    ("queues", 'queues([{"text": "Benefits", "href": "/q", "count": 0, "current": true}], "Queues")', 'aria-current="page"'),
    ("pages", 'pages("/new", "/old")', 'rel="next"'),
    ("empty", 'empty("No cases yet", "Cases come here.", "Make one", "/make")', "Make one"),
    ("figure", 'figure("f", "Paths", "Most by rule.", samples.CHARTS.bars, samples.COLUMNS, samples.ROWS, "/f.csv", "/f.json", "To March.")', "/f.csv"),
    ("number", 'numbers([{"label": "By rule", "text": "81%", "note": "of 1,000", "href": "/n"}])', "81%"),
    ("message", 'message("sms", "Hello\\nyou", to="07700 900123", at=samples.AT, word="Sent", state_kind="good")', "Hello<br>you"),
    ("message", 'message("email", "Hi", subject="Your claim", sender="North Dorset")', "Your claim"),
    ("filters", 'filters([{"name": "q", "label": "Find", "kind": "search"}, {"name": "s", "label": "State", "kind": "checkboxes", "options": [("n", "New")], "values": ["n"]}], clear_url="/", hidden={"a": 1})', "checked"),
    ("panel", 'confirmation("Application sent", "BEN-7K2M-94QX")', "BEN-7K2M-94QX"),
    ("panel", 'next_steps(["We read it", {"title": "We decide", "text": "Within 14 days"}])', "Within 14 days"),
    ("notes", 'banner("Kept <b>", "success")', "Kept &lt;b&gt;"),
    ("notes", 'warning("You can be fined")', "You can be fined"),
    ("notes", 'details("Help", "Text")', "Help"),
    ("notes", 'inset("Note")', "Note"),
    ("keys", 'shortcuts([("j", "next")])', "<kbd"),
    ("progress", 'progress("Letters", 3, 1200)', "3 of 1,200"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "call", "expected"), PARTS, ids=lambda value: str(value)[:18])
def test_each_part_is_well_formed(file: str, call: str, expected: str) -> None:
    html = part(file, call)
    assert expected in html
    Page(html)
    assert Page(html).wrong == []


def test_no_part_goes_without_a_sample() -> None:
    drawn = {file for file, _, _ in PARTS} | {"question", "documents", "marks"}
    assert {path.stem for path in (HERE / "jinja2/shirehall_design/parts").glob("*.html")} == drawn


@pytest.mark.parametrize("kind", samples.QUESTIONS)
def test_each_kind_of_box_is_drawn(kind: str) -> None:
    check(part("question", "question(field)", field=samples.QUESTIONS[kind]))


def test_a_wrong_answer_is_said_at_the_box_and_tied_to_it() -> None:
    html = part("question", "question(field)", field=samples.QUESTIONS["money"])
    assert '<span class="govuk-visually-hidden">Error:</span> Enter your rent' in html
    assert 'aria-describedby="rent-error"' in html


def test_only_the_wrong_part_of_a_date_is_marked() -> None:
    html = part("question", "question(field)", field=samples.QUESTIONS["day"])
    assert html.count("govuk-input--error") == 1
    assert 'aria-describedby="born_on-hint born_on-error"' in html


def test_what_was_typed_stands_in_the_box_and_cannot_break_out() -> None:
    html = part("question", "question(field)", field=samples.QUESTIONS["text"])
    assert 'value="Ann &#34;Nan&#34; O&#39;Hara"' in html


PUBLIC = """{% extends "shirehall_design/public.html" %}
{% from "shirehall_design/parts/question.html" import question %}
{% from "shirehall_design/parts/forms.html" import form, button %}
{% block title %}Your money{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Your money</h1>
{% call form("", upload=true) %}{% for each in samples.QUESTIONS.values() %}{{ question(each) }}{% endfor %}{{ button("Continue") }}{% endcall %}
{% endblock %}"""
DESK = """{% extends "shirehall_design/desk.html" %}
{% from "shirehall_design/parts/worklist.html" import worklist %}
{% from "shirehall_design/parts/queues.html" import queues %}
{% block title %}Benefits{% endblock %}
{% block left %}{{ queues([{"text": "Benefits", "href": "/q", "count": 7, "current": true}], "Queues") }}{% endblock %}
{% block content %}<h1>Benefits</h1>{{ worklist(samples.WORK, "Benefits") }}{% endblock %}
{% block right %}<h2>Actions</h2>{% endblock %}"""
BRAND = {"code": "west_dorset", "name": "West Dorset", "mark": "coast"}


def test_a_public_page_in_full() -> None:
    errors = [{"text": "Enter your rent", "href": "#rent"}]
    html = draw(
        PUBLIC, errors=errors, brand=BRAND, back_url="/b", exit_url="/e", service_name="Rent help", service_url="/s",
        nav=[{"text": "Home", "href": "/", "current": True}], notice={"text": "Saved", "kind": "success"},
    )  # fmt: skip
    page = Page(html)
    assert page.wrong == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.refers) <= set(page.ids)
    assert page.headings.count(1) == 1
    assert "<title>Error: Your money – Rent help – West Dorset</title>" in html
    assert 'class="govuk-template__body brand-west_dorset sh-public"' in html


def test_a_public_page_with_nothing_given() -> None:
    html = draw(PUBLIC)
    check(html, whole=True)
    assert "brand-shared" in html
    assert "Error:</span> " in html
    assert "<title>Your money" in html


def test_a_desk_page_with_and_without_its_sides() -> None:
    html = draw(
        DESK,
        nav=[{"text": "Work", "href": "/w", "count": 3}],
        search_url="/s",
        officer_name="Sam Hill",
        sign_out_url="/o",
    )
    check(html, whole=True)
    assert 'class="sh-columns sh-columns--left sh-columns--right"' in html
    bare = draw('{% extends "shirehall_design/desk.html" %}{% block content %}<h1>One</h1>{% endblock %}')
    check(bare, whole=True)
    assert 'class="sh-columns"' in bare


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500", "503"])
def test_a_page_for_each_way_to_fail(code: str) -> None:
    check(ENV.get_template(f"{code}.html").render(), whole=True)


def test_a_question_can_be_the_page() -> None:
    for field in samples.QUESTIONS.values():
        html = part("question", "question(field)", field=type(field)(field.id, field.ask, field.boxes))
        assert html.count("<h1") == 1
        assert field.ask in html


def test_printing_a_name_that_is_not_there_fails_but_testing_it_does_not() -> None:
    assert draw("{% if nobody %}a{% endif %}{{ {}.nothing }}") == ""
    with pytest.raises(UndefinedError):
        draw("{{ nobody }}")
    with pytest.raises(UndefinedError):
        draw("{{ samples.nobody }}")


def test_text_of_the_marks_is_drawn_for_every_brand() -> None:
    for name in ("hills", "vale", "coast", "harbour"):
        assert Page(part("marks", f'mark("{name}")')).wrong == []


def test_strong_colours_read_on_white() -> None:
    found = re.findall(r"(\w+): \(strong: #(\w{6}), accent", (HERE / "styles/_brands.scss").read_text())
    assert {name for name, _ in found} == {"shared", "north_dorset", "west_dorset", "weymouth_and_portland"}
    for name, colour in found:
        assert 1.05 / (_luminance(colour) + 0.05) >= 7, name


def test_scripts_are_light() -> None:
    for name in ("public.js", "desk.js"):
        assert len(gzip.compress((HERE / "static_src" / name).read_bytes())) < 5_000


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
