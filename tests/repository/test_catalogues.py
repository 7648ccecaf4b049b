"""The catalogues of our own words: compiled as they are written, with the same placeholders, and nearly whole."""

import importlib.machinery
import importlib.util
import re
from collections.abc import Iterator
from io import BytesIO
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.repository.tree import ROOT

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}|%%n")
ENOUGH = 0.9
"""Of what residents read on the web. What is new may wait for a translator; it is shown in English until then."""


def of_script() -> ModuleType:
    """scripts/translations, which has no ending, as a module."""
    loader = importlib.machinery.SourceFileLoader("translations", str(ROOT / "scripts" / "translations"))
    spec = importlib.util.spec_from_loader("translations", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


SCRIPT = of_script()


def catalogue_of(language: str) -> tuple[bytes, Catalog]:
    text = (SCRIPT.LOCALE / language / "LC_MESSAGES" / "django.po").read_bytes()
    return text, read_po(BytesIO(text), locale=language)


def strings(message: Message) -> tuple[str, ...]:
    found = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(each or "" for each in found)


def translated(catalogue: Catalog) -> Iterator[Message]:
    return (each for each in catalogue if each.id and all(strings(each)))


@pytest.mark.parametrize("language", SCRIPT.LANGUAGES)
def test_what_is_served_is_what_was_written(language: str) -> None:
    text, _catalogue = catalogue_of(language)
    made = (SCRIPT.LOCALE / language / "LC_MESSAGES" / "django.mo").read_bytes()
    assert made == SCRIPT.compiled(text, language), "run scripts/translations"


@pytest.mark.parametrize("language", SCRIPT.LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_text(language: str) -> None:
    found = [each for each in translated(catalogue_of(language)[1]) if not has_same(each)]
    assert [each.id for each in found] == []


def has_same(message: Message) -> bool:
    """A plural may say "one" without its number."""
    wanted = [
        set(PLACEHOLDER.findall(each))
        for each in ([message.id] if isinstance(message.id, str) else message.id)
    ]
    return all(set(PLACEHOLDER.findall(each)) in wanted for each in strings(message))


@pytest.mark.parametrize("language", SCRIPT.LANGUAGES)
def test_nearly_all_that_residents_read_on_the_web_is_translated(language: str) -> None:
    done = {
        each.id[0] if isinstance(each.id, tuple) else each.id
        for each in translated(catalogue_of(language)[1])
    }
    met = {
        message[0] if isinstance(message, tuple) else message
        for message, file in SCRIPT.met()
        if file.startswith(("channels/web/", "design/"))
    }
    assert len(met & done) >= ENOUGH * len(met), sorted(met - done)
