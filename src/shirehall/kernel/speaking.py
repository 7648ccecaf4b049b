"""A version said in a language. Decisions never depend on it: the conditions, cells and rates are the same objects."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from shirehall.kernel.decision import Reason
from shirehall.kernel.translation.reading import ENGLISH, ENGLISH_NAME
from shirehall.kernel.translation.texts import Text, reworded
from shirehall.kernel.version import Version


def languages(version: Version) -> Mapping[str, str]:
    """The languages that a version can be said in: code -> its own name, English first."""
    named = {code: each.name for code, each in version.languages.items()}
    return MappingProxyType({ENGLISH: ENGLISH_NAME, **named})


def in_language(version: Version, code: str) -> Version:
    """The version with its texts in a language: everything that is given a version then says them so. What has no
    translation that stands is left in English, and `lang_of` tells which. An unknown code gives the version itself."""
    version = version.english or version
    language = version.languages.get(code)
    if language is None:
        return version
    kept = version.said_in.get(code)
    if kept is None:
        kept = version.said_in[code] = _said_in(version, code)
    return kept


def _said_in(version: Version, code: str) -> Version:
    entries = version.languages[code].entries
    left: dict[str, str] = {}

    def say(text: Text) -> str:
        entry = entries.get(text.place)
        if entry is not None and entry.stands(text.words):
            return entry.said.strip() if text.words == text.words.strip() else entry.said
        if text.words.strip():
            left[text.place] = text.words
        return text.words

    service = reworded(version.service, say)
    tables = {table.name: table for table in service.tables}
    words = {
        name: replace(
            each, table=tables[each.table.name], facts=tuple(service.facts[fact.name] for fact in each.facts),
            by=tuple(service.facts[fact.name] for fact in each.by),
        )
        for name, each in version.words.items()
    }  # fmt: skip
    return replace(
        version, service=service, words=words, language=code, left_in_english=left,
        english_texts=frozenset(left.values()), english=version,
    )  # fmt: skip


def lang_of(version: Version, text: str) -> str:
    """The language of a text of the definition, as it stands in `version`: its own, or "en" where it was left so."""
    return ENGLISH if text in version.english_texts else version.language


def lang_of_reason(version: Version, reason: Reason) -> str:
    """The language of a reason that a decision by `version` gave."""
    place = (
        f"{reason.table}.{reason.row}"
        if reason.table == "amounts"
        else f"tables.{reason.table}.rows.{reason.row}"
    )
    left = version.left_in_english
    shared = f"tables.{reason.table}.because"
    row = next((row for table in version.service.tables if table.name == reason.table
                for row in table.rows if row.name == reason.row), None)  # fmt: skip
    own = row is None or bool(row.because)
    return ENGLISH if (f"{place}.because" if own else shared) in left else version.language
