"""A service version with its rates, compiled once: what `decide`, `journey` and the proofs read."""

import bisect
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shirehall.kernel.compiling import Builder, needs_person, read_tables, reads_of
from shirehall.kernel.definition import Service
from shirehall.kernel.expressions.built import Reckoner
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.loading.service import load_service
from shirehall.kernel.plan import Plan, make_plan
from shirehall.kernel.problems import DefinitionError
from shirehall.kernel.programs import Program, make_program
from shirehall.kernel.tables import TableWords
from shirehall.kernel.translation.reading import ENGLISH, Language, read_languages

MOST_PROGRAMS = 500
"""Kept for one version: an authority and a span of dates each."""


@dataclass(slots=True)
class Version:
    """A loaded service version with its rates. Immutable in meaning; programs are made when first needed."""

    service: Service
    hash: str
    rates_hash: str
    texts: Mapping[str, str]
    rates_text: str
    words: Mapping[str, TableWords]
    """Fact that a table gives -> the table with its cells read."""
    conditions: Mapping[str, Reckoner]
    """Page name, "page.question" or evidence name (prefixed) -> its condition."""
    reads: Mapping[str, frozenset[str]]
    outcome_table: str
    """The fact that the outcome table gives, or empty."""
    starts: tuple[date, ...]
    needs_person: bool
    plan: Plan
    languages: Mapping[str, Language] = field(default_factory=dict)
    """The further languages that the definition carries, by code."""
    language: str = ENGLISH
    """The language that its texts are in, and below, where it is a further one: the texts that were left in English, by
    place and as a set, and the version as it was written."""
    left_in_english: Mapping[str, str] = field(default_factory=dict)
    english_texts: frozenset[str] = frozenset()
    english: "Version | None" = None
    said_in: "dict[str, Version]" = field(default_factory=dict)
    _programs: dict[tuple[str, int], Program] = field(default_factory=dict)

    def program(self, *, authority: str, on: date) -> Program:
        """The program for an authority and a date."""
        key = (authority, bisect.bisect_right(self.starts, on))
        found = self._programs.get(key)
        if found is None:
            if len(self._programs) >= MOST_PROGRAMS:
                self._programs.clear()
            found = make_program(self.service, self.words, self.plan, authority=authority, on=on)
            self._programs[key] = found
        return found


def load(texts: Mapping[str, str], *, rates: str | None = None) -> Version:
    """The version that the texts of a service folder define. `rates` is a newer rates.yaml in place of theirs.

    Raises DefinitionError with every problem of shape, name and type. Proofs are made by `check`.
    """
    texts = {**texts, "rates.yaml": rates} if rates is not None else dict(texts)
    version, faults = try_load(texts)
    if version is None:
        raise DefinitionError([problem for problem in faults.found if problem.level == "error"])
    return version


def try_load(texts: Mapping[str, str]) -> tuple[Version | None, Faults]:
    """The version, or None where it cannot be made, and everything that is wrong or advised."""
    faults = Faults()
    service = load_service(texts, faults)
    if service is None or faults.stop:
        return None, faults
    version = _compiled(service, texts, faults)
    version.languages = read_languages(texts, service, faults)
    return (None if faults.stop else version), faults


def _hash(texts: Mapping[str, str]) -> str:
    """SHA-256 of the texts by path, line ends made one, in an order that does not depend on the folder."""
    canonical = {path: text.replace("\r\n", "\n") for path, text in texts.items()}
    written = json.dumps(canonical, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode(errors="surrogatepass")).hexdigest()


def _compiled(service: Service, texts: Mapping[str, str], faults: Faults) -> Version:
    builder = Builder(service, faults)
    conditions = builder.conditions()
    plan = make_plan(service, conditions, builder.formulas(), builder.amounts())
    words = read_tables(service, faults)
    reads = reads_of(service, words)
    outcome = next((table.gives for table in service.tables if table.kind == "outcome"), "")
    rates_text = texts.get("rates.yaml", "")
    return Version(
        service=service, hash=_hash({path: text for path, text in texts.items() if path != "rates.yaml"}),
        rates_hash=_hash({"rates.yaml": rates_text}), texts=texts, rates_text=rates_text, words=words,
        conditions=conditions, reads=reads, outcome_table=outcome, plan=plan,
        starts=tuple(sorted({entry.from_on for rate in service.rates.values() for entry in rate.dated})),
        needs_person=needs_person(service, reads, outcome),
    )  # fmt: skip
