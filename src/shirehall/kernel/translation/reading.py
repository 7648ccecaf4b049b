"""The files of further languages: `languages/cy.yaml` of a service, `_shared/applicant.cy.yaml` beside a page set.

Each entry keeps the English it was made from, so that one whose English has changed since is known exactly.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from shirehall.kernel.definition import Service
from shirehall.kernel.loading.place import Faults, Place
from shirehall.kernel.problems import DefinitionError
from shirehall.kernel.source import Map, read_yaml
from shirehall.kernel.translation.texts import Text, texts_of
from shirehall.kernel.words import PLACEHOLDER

ENGLISH, ENGLISH_NAME = "en", "English"
KEYS = ("language", "name", "complete", "texts")
SHARED_KEYS = ("language", "texts")
ENTRY_KEYS = ("of", "is", "was")
_SERVICE_FILE = re.compile(r"languages/([a-z]{2,3})\.yaml\Z")
_SHARED_FILE = re.compile(r"_shared/(\w+)\.([a-z]{2,3})\.yaml\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation: `of` the English it was made from, `said` in the language, `was` the English before, where it has
    changed and the translator has not looked yet."""

    of: str
    said: str
    was: str = ""
    file: str = ""
    line: int = 0

    def stands(self, english: str) -> bool:
        """Whether it is a translation of this very English."""
        return bool(self.said.strip()) and not self.was and self.of.strip() == english.strip()


@dataclass(frozen=True, slots=True)
class Language:
    """A further language of a service. `complete` is the author's word that nothing is missing from it."""

    code: str
    name: str
    complete: bool
    file: str
    entries: Mapping[str, Entry] = field(default_factory=dict)


def language_file(code: str) -> str:
    """Where a service keeps a language."""
    return f"languages/{code}.yaml"


def home_of(text: Text, code: str) -> str:
    """The file in which the translation of a text belongs: beside the page set it stands in, else the service's own."""
    if text.file.startswith("_shared/"):
        return f"{text.file.removesuffix('.yaml')}.{code}.yaml"
    return language_file(code)


def read_languages(texts: Mapping[str, str], service: Service, faults: Faults) -> dict[str, Language]:
    """The languages that a service carries, by code. A page set's translations count where the service has the
    language too."""
    found: dict[str, Language] = {}
    english: dict[str, Text] = {}
    for file in sorted(texts):
        if file.startswith("languages/"):
            english = english or texts_of(service)
            language = _read(file, texts, service, english, faults)
            if language is not None:
                found[language.code] = language
    return found


def _read(
    file: str, texts: Mapping[str, str], service: Service, english: Mapping[str, Text], faults: Faults
) -> Language | None:
    named = _SERVICE_FILE.match(file)
    if named is None or named[1] == ENGLISH:
        said = "the name of the file is not the code of a further language"
        faults.add(
            file, 0, "", said, "call it by its code of two or three letters, such as languages/cy.yaml"
        )
        return None
    code = named[1]
    place = _place(file, texts[file], faults)
    if place is None:
        return None
    place.only(KEYS)
    _is_called(place, code)
    entries = _entries(place)
    for other, text in texts.items():
        shared = _SHARED_FILE.match(other)
        if shared and shared[2] == code and (beside := _place(other, text, faults)):
            beside.only(SHARED_KEYS)
            _is_called(beside, code)
            entries |= _entries(beside)
    for key, entry in entries.items():
        if key in english and entry.stands(english[key].words):
            _same_holes(key, entry, english[key].words, faults)
    return Language(code, place.text("name"), place.yes_no("complete"), file, entries)


def _place(file: str, text: str, faults: Faults) -> Place | None:
    try:
        return Place(file, read_yaml(file, text), "", faults)
    except DefinitionError as error:
        faults.found.extend(error.problems)
        return None


def _is_called(place: Place, code: str) -> None:
    if place.text("language") != code:
        place.fault("language", f"the file is that of `{code}`", f"write `language: {code}`")


def _entries(place: Place) -> dict[str, Entry]:
    texts = place.place("texts")
    found: dict[str, Entry] = {}
    for key, node in (texts.node.items if texts else {}).items():
        if texts is None or not isinstance(node, Map):
            if texts is not None:
                texts.fault(
                    key, f"`{key}` is no pair of texts", "write `of:` with the English, and `is:` below"
                )
            continue
        each = Place(place.file, node, f"texts.{key}", place.faults)
        each.only(ENTRY_KEYS)
        line = texts.line(key)
        found[key] = Entry(each.text("of"), each.text("is", ""), each.text("was", ""), place.file, line)
    return found


def holes_of(text: str) -> frozenset[str]:
    """The placeholders of a text."""
    return frozenset(match[0] for match in PLACEHOLDER.finditer(text))


def _same_holes(key: str, entry: Entry, english: str, faults: Faults) -> None:
    wanted, given = holes_of(english), holes_of(entry.said)
    if wanted == given:
        return
    lacking, unknown = sorted(wanted - given), sorted(given - wanted)
    said = "the translation must have the same placeholders as the English"
    mend = "; ".join(
        part for part in (
            f"put in {', '.join(lacking)}" if lacking else "", f"take out {', '.join(unknown)}" if unknown else "",
        ) if part
    )  # fmt: skip
    faults.add(entry.file, entry.line, f"texts.{key}", said, mend)
