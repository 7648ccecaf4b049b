"""Names come from the councils' work: docs/reference/glossary.md."""

import re

from django.apps import apps

from tests.repository.tree import REFERENCE, shown, tracked

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
FORBIDDEN_FILES = {"services.py"}


def glossary() -> set[str]:
    """Every single word of the terms that the glossary explains."""
    rows = [
        line.split("|")[1]
        for line in (REFERENCE / "glossary.md").read_text().splitlines()
        if line.startswith("|")
    ]
    return {word for row in rows for word in re.findall(r"[a-z]+", row.lower())} - {"word"}


def words_of(name: str) -> list[str]:
    """Split CamelCase: ServiceVersion gives service, version."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]*", name)]


def test_a_record_is_named_by_words_of_the_glossary() -> None:
    known = glossary()
    strange = {
        f"{model.__module__}.{model.__name__}": unknown
        for model in apps.get_models(include_auto_created=False)
        if model.__module__.startswith("shirehall.")
        if (
            unknown := [
                word for word in words_of(model.__name__) if not {word, word.removesuffix("s")} & known
            ]
        )
    }
    assert strange == {}, (
        "add the word and its one meaning to docs/reference/glossary.md, or use one that is there"
    )


def test_no_file_is_named_by_technique() -> None:
    found = [
        shown(path)
        for path in tracked()
        if path.name in FORBIDDEN_FILES
        or FORBIDDEN & set(re.split(r"[._-]", path.name.lower()))
        or FORBIDDEN & set(path.parts)
    ]
    assert found == []


def test_the_glossary_explains_each_word_once() -> None:
    terms = [
        term.strip()
        for line in (REFERENCE / "glossary.md").read_text().splitlines()
        if line.startswith("|") and not line.startswith(("|--", "| word"))
        for term in line.split("|")[1].split(",")
    ]
    assert sorted(term for term in set(terms) if terms.count(term) > 1) == []
