"""Writes the file of a language for a translator: everything there is to say, in the order of the definition.

What stands is kept. What is missing has an empty `is`. Where the English has changed, the new stands under `of`, the
old under `was`, and the translation is kept to be corrected: it counts again when `was` is taken out.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from shirehall.kernel.problems import DefinitionError, Problem
from shirehall.kernel.translation.reading import Entry, Language, home_of, language_file
from shirehall.kernel.translation.texts import Text, texts_of
from shirehall.kernel.version import Version

STATES = ("done", "missing", "changed")
_COLUMNS = ("place", "english", "translation", "state", "english_before")


@dataclass(frozen=True, slots=True)
class Written:
    """A file to write, and how many of its texts are done, missing, and changed in English."""

    file: str
    text: str
    done: int
    missing: int
    changed: int


def write_language(
    version: Version, code: str, *, name: str = "", given: Mapping[str, str] | None = None
) -> tuple[Written, ...]:
    """The files of a language, brought in step with the definition. `given` are translations by place that a translator
    sends; each counts for the English as it stands. Raises DefinitionError for a place that there is not."""
    version = version.english or version
    english = texts_of(version.service)
    language = version.languages.get(code) or Language(code, name or code, False, language_file(code))
    if name:
        language = replace(language, name=name)
    _refuse_unknown(given or {}, english)
    homes: dict[str, dict[str, Entry]] = {language_file(code): {}}
    for place, text in english.items():
        standing = language.entries.get(place, Entry(text.words, ""))
        said = (given or {}).get(place, "")
        entry = Entry(text.words, said) if said.strip() else _in_step(standing, text)
        homes.setdefault(home_of(text, code), {})[place] = entry
    for place, entry in language.entries.items():
        # A page set may say more than one service asks of it.
        if entry.file.startswith("_shared/") and entry.file in homes and place not in english:
            homes[entry.file][place] = entry
    return tuple(_written(language, file, entries) for file, entries in homes.items())


def _refuse_unknown(given: Mapping[str, str], english: Mapping[str, Text]) -> None:
    unknown = [place for place in given if place not in english]
    if unknown:
        raise DefinitionError(
            Problem("", 0, place, f"there is no text `{place}` in this service", "export the table again")
            for place in unknown
        )


def _in_step(entry: Entry, text: Text) -> Entry:
    if not entry.said.strip():
        return Entry(text.words, "")
    if entry.of.strip() == text.words.strip():
        return entry
    return Entry(text.words, entry.said, was=entry.was or entry.of)


def state_of(entry: Entry) -> str:
    """done, missing or changed."""
    return "changed" if entry.was else "done" if entry.said.strip() else "missing"


def _written(language: Language, file: str, entries: Mapping[str, Entry]) -> Written:
    head = [f"language: {language.code}"]
    if not file.startswith("_shared/"):
        head += [f"name: {_quoted(language.name)}", f"complete: {'yes' if language.complete else 'no'}"]
    lines = [
        "# `of` is the English, `is` what people read. `shirehall translate` keeps this file in step.",
        *head,
        "texts:",
    ]
    for place, entry in entries.items():
        lines.append(f"  {place}:")
        lines += _line("of", entry.of)
        if entry.was:
            lines += _line("was", entry.was)
        lines += _line("is", entry.said)
    states = [state_of(entry) for entry in entries.values()]
    if not entries:
        lines[-1] = "texts: {}"
    return Written(file, "\n".join(lines) + "\n", *(states.count(state) for state in STATES))


def _line(key: str, text: str) -> list[str]:
    if "\n" not in text or text != text.strip():
        return [f"    {key}: {_quoted(text)}"]
    return [f"    {key}: |-", *(f"      {line}" if line.strip() else "" for line in text.split("\n"))]


def _quoted(text: str) -> str:
    """In double quotes, as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)


def to_csv(version: Version, code: str) -> str:
    """A table for a translator who works in a spreadsheet: one text a row."""
    version = version.english or version
    language = version.languages.get(code)
    entries = language.entries if language else {}
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\n")
    table.writerow(_COLUMNS)
    for place, text in texts_of(version.service).items():
        entry = _in_step(entries.get(place, Entry(text.words, "")), text)
        table.writerow([place, text.words, entry.said, state_of(entry), entry.was])
    return made.getvalue()


def from_csv(text: str) -> dict[str, str]:
    """The translations of such a table by place; what is empty, or was said to be changed, is not one. Raises
    DefinitionError where a column is missing."""
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    lacking = [name for name in ("place", "translation") if name not in (table.fieldnames or ())]
    if lacking:
        said = f"the table has no column `{lacking[0]}`"
        raise DefinitionError([Problem("", 1, lacking[0], said, "export it again, and keep its first line")])
    return {
        row["place"]: row["translation"]
        for row in table
        if row.get("place") and (row.get("translation") or "").strip() and row.get("state") != "changed"
    }
