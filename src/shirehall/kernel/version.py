"""A service version with its rates, compiled once: what `decide`, `journey` and the proofs read."""

import bisect
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shirehall.kernel.definition import Fact, Service, Table
from shirehall.kernel.expressions.build import Reckoner, Scope, build
from shirehall.kernel.expressions.parser import ExpressionError
from shirehall.kernel.loading.cells import CellError, CellWords, read_cell
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.loading.service import load_service
from shirehall.kernel.problems import DefinitionError
from shirehall.kernel.tables import ReadyTable, TableWords, amount_of, entry_on, make_ready

ANY = CellWords("any")


@dataclass(frozen=True, slots=True)
class RateOp:
    """A rate that an expression reads: its amount, or one for each value of the fact it differs by."""

    name: str
    by: str
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Program:
    """A version for one authority and one span of dates: its tables with amounts put in, the rates that
    expressions read, and the rates that have no amount on the date."""

    tables: Mapping[str, ReadyTable]
    rates: tuple[RateOp, ...]
    missing_rates: tuple[str, ...]


@dataclass(slots=True)
class Version:
    """A loaded service version with its rates. Immutable in meaning; programs are made when first needed."""

    service: Service
    hash: str
    rates_hash: str
    texts: Mapping[str, str]
    rates_text: str
    words: Mapping[str, TableWords]
    conditions: Mapping[str, Reckoner]
    """Page name, "page.question" or evidence name (prefixed) -> its condition."""
    formulas: Mapping[str, Reckoner]
    amounts: Mapping[tuple[str, str], Reckoner]
    reads: Mapping[str, frozenset[str]]
    outcome_table: str
    repeat_parts: frozenset[str]
    starts: tuple[date, ...]
    needs_person: bool
    _programs: dict[tuple[str, int], Program] = field(default_factory=dict)

    def program(self, *, authority: str, on: date) -> Program:
        """The program for an authority and a date."""
        key = (authority, bisect.bisect_right(self.starts, on))
        found = self._programs.get(key)
        if found is None:
            found = self._programs[key] = _program(self, authority, on)
        return found


def load(texts: Mapping[str, str], *, rates: str | None = None) -> Version:
    """The version that the texts of a service folder define. `rates` is a newer rates.yaml in place of theirs.

    Raises DefinitionError with every problem of shape, name and type. Proofs are made by `check`.
    """
    texts = {**texts, "rates.yaml": rates} if rates is not None else dict(texts)
    version, faults = try_load(texts)
    errors = [problem for problem in faults.found if problem.level == "error"]
    if version is None or errors:
        raise DefinitionError(errors)
    return version


def try_load(texts: Mapping[str, str]) -> tuple[Version | None, Faults]:
    """The version, or None where it cannot be made, and everything that is wrong or advised."""
    faults = Faults()
    service = load_service(texts, faults)
    if service is None or any(problem.level == "error" for problem in faults.found):
        return None, faults
    version = _compiled(service, texts, faults)
    return (None if any(problem.level == "error" for problem in faults.found) else version), faults


def _hash(texts: Mapping[str, str]) -> str:
    """SHA-256 of the texts by path, line ends made one, in an order that does not depend on the folder."""
    canonical = {path: text.replace("\r\n", "\n") for path, text in texts.items()}
    return hashlib.sha256(json.dumps(canonical, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _compiled(service: Service, texts: Mapping[str, str], faults: Faults) -> Version:
    scope = Scope(service.facts, service.rates)
    conditions: dict[str, Reckoner] = {}
    formulas: dict[str, Reckoner] = {}
    amounts: dict[tuple[str, str], Reckoner] = {}
    outcome = next((table for table in service.tables if table.kind == "outcome"), None)

    def made(
        file: str, line: int, key: str, node: Any, wanted: tuple[str, ...], inside: Scope = scope
    ) -> Reckoner:
        try:
            built = build(node.node, inside)
            if built.type not in wanted:
                raise ExpressionError(f"it gives {built.type} and should give {' or '.join(wanted)}")
            return built.reckon
        except ExpressionError as error:
            faults.add(
                file,
                line,
                key,
                f"`{node.words}` does not hold: {error}",
                "use the names and types of this service's facts and rates",
            )
            return lambda _: None

    for page in service.pages:
        if page.when:
            conditions[page.name] = made("service.yaml", page.line, page.name, page.when, ("yes_no",))
        for question in page.questions:
            if question.when:
                inside = scope
                if page.repeat:
                    parts = {
                        each.fact: service.facts[f"{page.repeat}.{each.fact}"] for each in page.questions
                    }
                    inside = Scope(service.facts, service.rates, parts)
                conditions[f"{page.name}.{question.fact}"] = made(
                    "service.yaml", question.line, question.fact, question.when, ("yes_no",), inside
                )
    for evidence in service.evidence:
        if evidence.wanted_when:
            conditions[f"evidence.{evidence.name}"] = made(
                "service.yaml", evidence.line, evidence.name, evidence.wanted_when, ("yes_no",)
            )
    for fact in service.facts.values():
        if fact.formula:
            formulas[fact.name] = made("service.yaml", fact.line, fact.name, fact.formula, _types(fact))
    for amount in service.amounts:
        for name, formula in amount.formulas.items():
            wanted = ("money", "number") if amount.kind == "money" else ("number",)
            amounts[(amount.name, name)] = made("rules.yaml", amount.line, amount.name, formula, wanted)
    words = {table.gives: _words(table, service, faults) for table in service.tables}
    starts = sorted({entry.from_on for rate in service.rates.values() for entry in rate.dated})
    reads = _reads(service, words)
    return Version(
        service=service, hash=_hash({path: text for path, text in texts.items() if path != "rates.yaml"}),
        rates_hash=_hash({"rates.yaml": texts.get("rates.yaml", "")}), texts=texts, rates_text=texts.get("rates.yaml", ""),
        words=words, conditions=conditions, formulas=formulas, amounts=amounts, reads=reads,
        outcome_table=outcome.gives if outcome else "", starts=tuple(starts), needs_person=_needs_person(service, reads, outcome),
        repeat_parts=frozenset(name for name in service.facts if "." in name),
    )  # fmt: skip


def _types(fact: Fact) -> tuple[str, ...]:
    return {"money": ("money", "number"), "integer": ("number",), "percent": ("number",)}.get(
        fact.kind, (fact.kind,)
    )


def _words(table: Table, service: Service, faults: Faults) -> TableWords:
    facts: list[Fact] = []
    for name in table.columns:
        fact = service.facts.get(name)
        if fact is None or "." in name:
            faults.add(
                "rules.yaml",
                table.line,
                table.name,
                f"the table reads `{name}`, which is not a fact",
                "ask it, work it out, or look it up",
            )
            fact = Fact(name=name, kind="text", label=name, origin="asked")
        facts.append(fact)
    cells = []
    for row in table.rows:
        made = []
        for fact in facts:
            node = row.cells.get(fact.name)
            try:
                made.append(
                    read_cell(node, fact, service.rates) if node is not None and fact.kind != "text" else ANY
                )
            except CellError as error:
                faults.add(
                    "rules.yaml",
                    getattr(node, "line", row.line),
                    f"{table.name}.{row.name}.{fact.name}",
                    str(error),
                    error.mend,
                )
                made.append(ANY)
        cells.append(tuple(made))
        if row.then_fact and not _fits(service, row.then_fact, table):
            faults.add(
                "rules.yaml",
                row.line,
                f"{table.name}.{row.name}.then",
                f"`{row.then_fact}` is neither a value nor a fact of the same type",
                "write a value, or the name of a fact of that type",
            )
    used = {rate for row_cells in cells for cell in row_cells for rate in cell.reads_rates}
    by = tuple(
        dict.fromkeys(
            service.rates[rate].by for rate in sorted(used) if service.rates[rate].by not in ("", "authority")
        )
    )
    known = []
    for name in by:
        if name in service.facts and service.facts[name].kind == "choice":
            known.append(service.facts[name])
        else:
            faults.add(
                "rates.yaml",
                0,
                name,
                f"a rate differs by `{name}`, which is not a choice fact",
                "name a choice fact, or `authority`",
            )
    return TableWords(table, tuple(facts), tuple(cells), tuple(known))


def _fits(service: Service, name: str, table: Table) -> bool:
    fact = service.facts.get(name)
    whole = ("integer", "percent")
    return (
        fact is not None
        and (fact.kind == table.kind or (fact.kind in whole and table.kind in whole))
        and fact.kind != "choice"
    )


def _reads(service: Service, words: Mapping[str, TableWords]) -> dict[str, frozenset[str]]:
    reads: dict[str, frozenset[str]] = {}
    for fact in service.facts.values():
        if fact.formula:
            by = {service.rates[name].by for name in fact.formula.reads if name in service.rates} - {
                "",
                "authority",
            }
            reads[fact.name] = frozenset(
                name for name in fact.formula.reads if name in service.facts
            ) | frozenset(by)
    for name, table in words.items():
        taken = {row.then_fact for row in table.table.rows if row.then_fact}
        reads[name] = frozenset(table.table.columns) | taken | {fact.name for fact in table.by}
    return reads


def reads_through(reads: Mapping[str, frozenset[str]], name: str) -> frozenset[str]:
    """Every fact that a fact depends on, directly or through others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for other in reads.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def _needs_person(service: Service, reads: Mapping[str, frozenset[str]], outcome: Table | None) -> bool:
    """Whether the outcome reads special category data for which no basis is recorded."""
    if outcome is None:
        return False
    through = reads_through(reads, outcome.gives)
    return any(fact in through for fact, about in service.special_category.items() if "basis" not in about)


def _program(version: Version, authority: str, on: date) -> Program:
    service = version.service
    ready, missing = {}, set()
    used = {name for words in version.words.values() for name in words.rates()}
    expressions = [fact.formula for fact in service.facts.values() if fact.formula]
    expressions += [formula for amount in service.amounts for formula in amount.formulas.values()]
    expressions += [each.wanted_when for each in service.evidence if each.wanted_when]
    expressions += [page.when for page in service.pages if page.when]
    in_expressions = {
        name for expression in expressions for name in expression.reads if name in service.rates
    }
    ops = []
    for name in sorted(used | in_expressions):
        rate = service.rates[name]
        entry = entry_on(rate, on)
        if entry is None or (rate.by == "authority" and amount_of(rate, entry, authority=authority) is None):
            missing.add(name)
        elif name in in_expressions:
            own = (
                {"": amount_of(rate, entry, authority=authority) or 0}
                if rate.by in ("", "authority")
                else dict(entry.amounts)
            )
            ops.append(RateOp(name, "" if rate.by == "authority" else rate.by, own))
    if not missing:
        for name, words in version.words.items():
            table = make_ready(words, service.rates, authority=authority, on=on)
            if table is None:
                missing.add(name)
            else:
                ready[name] = table
    return Program(ready, tuple(ops), tuple(sorted(missing)))
