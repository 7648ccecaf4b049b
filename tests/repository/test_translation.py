"""Every text that people see can be translated: it goes through gettext, and the extractor finds it there."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from jinja2 import Environment

from tests.repository.tree import shown, tracked

TEMPLATES = [path for path in tracked("src/**/jinja2/**") if path.suffix in (".html", ".txt")]
FUNCTIONS = (
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
)
SEEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title"}
WORD = re.compile(r"[A-Za-z]{2,}")
# A block may give a class name: sh-public, govuk-input--width-.
CLASS = re.compile(r"(?<!\S)[a-z0-9]+(?:[-_]+[a-z0-9]*)+(?!\S)")
# Names are the same in every language.
NAMES = {"Shirehall", "GOV", "UK", "CSV", "JSON", "SMS"}
LEXER = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


class Seen(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within.append(tag)
        self.texts += [value for name, value in attrs if name in SEEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"style", "script", "code", "kbd"} & set(self._within):
            self.texts.append(data)


def words_outside(source: str) -> set[str]:
    """Give the words that stand in a template without going through gettext."""
    parser = Seen()
    parser.feed("".join(literal_parts(source)))
    parser.close()
    return {word for text in parser.texts for word in WORD.findall(CLASS.sub("", text))} - NAMES


def literal_parts(source: str) -> Iterator[str]:
    """Give what a template writes out as it stands; what it works out counts as a sign, so that tags stay whole."""
    translated = False
    opened = ""
    for _, kind, value in LEXER.lex(source):
        if kind in ("block_begin", "variable_begin"):
            opened = kind
        elif opened == "block_begin" and kind == "name" and value in ("trans", "endtrans"):
            translated = value == "trans"
            opened = ""
        elif kind == "data" and not translated:
            yield value
        elif kind == "variable_end":
            yield "0"
        elif kind != "whitespace":
            opened = ""


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_no_text_of_a_page_bypasses_translation(path: Path) -> None:
    assert words_outside(path.read_text()) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_the_extractor_finds_each_text_of_a_page(path: Path) -> None:
    source = path.read_text()
    without_comments = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    calls = re.findall(r"(?<![\w.])(?:_|n?p?gettext)\(|\{%-?\+?\s*trans\b", without_comments)
    found = list(extract("jinja2.ext:babel_extract", BytesIO(source.encode()), options={"silent": "false"}))
    assert len(found) == len(calls), (
        "a text is worked out before it is translated: give gettext the text itself"
    )


def test_python_gives_gettext_the_text_itself() -> None:
    assert [fault for path in tracked("src/**/*.py") for fault in worked_out(path)] == []


def worked_out(path: Path) -> Iterator[str]:
    """Give the calls of gettext whose text is put together first, so that no extractor can find it."""
    if path.name.startswith("test_"):
        return
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.JoinedStr() | ast.BinOp(), *_]) if (
                name in FUNCTIONS
            ):
                yield f"{shown(path)}:{node.lineno}"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello {{ name }}</p>", {"Hello"}),
        ('<p>{{ _("Hello") }}</p>', set()),
        ("<p>{% trans %}Hello{% endtrans %}</p>", set()),
        ('<p title="Hello there">{{ x }}</p>', {"Hello", "there"}),
        ('{% if a %}<b class="{{ c }}">{% endif %}<kbd>Ctrl</kbd>', set()),
    ],
)
def test_a_planted_text_is_found(source: str, words: set[str]) -> None:
    assert words_outside(source) == words
