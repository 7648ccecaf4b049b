"""A service's conditions, formulas and cells, built and held to its facts and rates. What does not hold is a fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shirehall.kernel.definition import Amount, Expression, Fact, Row, Service, Table
from shirehall.kernel.expressions.build import Scope, build
from shirehall.kernel.expressions.built import Built, Facts, Reckoner, say_type
from shirehall.kernel.expressions.logic import condition
from shirehall.kernel.expressions.parser import ExpressionError
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.loading.cells import CellError, CellWords, read_cell
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.problems import nearest
from shirehall.kernel.tables import TableWords
from shirehall.kernel.values import round_half_up

ANY = CellWords("any")
_WHOLE = ("money", "integer", "percent")
_TYPES: Mapping[str, tuple[str, ...]] = {
    "money": ("money", "number"), "integer": ("number",), "percent": ("number",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands, for messages about it."""

    file: str
    line: int
    key: str


@dataclass(slots=True)
class Builder:
    """Builds the expressions of one service."""

    service: Service
    faults: Faults

    def conditions(self) -> dict[str, Reckoner]:
        """Every condition: of pages, questions and evidence."""
        found: dict[str, Reckoner] = {}
        for page in self.service.pages:
            if page.when:
                self._check_asked(page.when, Place(page.file, page.line, page.name))
                found[page.name] = self._condition(page.when, Place(page.file, page.line, page.name))
            parts = (
                {each.fact: self.service.facts[f"{page.repeat}.{each.fact}"] for each in page.questions}
                if page.repeat
                else None
            )
            for question in page.questions:
                if question.when:
                    place = Place(question.file, question.line, question.fact)
                    if not page.repeat:
                        self._check_asked(question.when, place)
                    found[f"{page.name}.{question.fact}"] = self._condition(question.when, place, parts)
        for evidence in self.service.evidence:
            if evidence.wanted_when:
                place = Place("service.yaml", evidence.line, evidence.name)
                found[f"evidence.{evidence.name}"] = self._condition(evidence.wanted_when, place)
        return found

    def _check_asked(self, condition: Expression, place: Place) -> None:
        """What is asked follows from answers alone: what is worked out of them comes after."""
        rates = self.service.rates
        for name in sorted({rates[name].by if name in rates else name for name in condition.reads}):
            fact = self.service.facts.get(name)
            if fact is not None and fact.origin in ("worked_out", "table"):
                said = f"`{condition.words}` reads `{name}`, which is worked out after everything is asked"
                self.faults.add(
                    place.file, place.line, place.key, said, "read the answers that it comes from"
                )

    def formulas(self) -> dict[str, Reckoner]:
        """Every worked-out fact's formula, giving the value as the fact holds it."""
        found = {}
        for fact in self.service.facts.values():
            if fact.formula:
                place = Place("service.yaml", fact.line, fact.name)
                built = self._built(fact.formula, place, _TYPES.get(fact.kind, (fact.kind,)))
                if fact.kind == "choice":
                    self._check_options(fact, built, place)
                found[fact.name] = as_held(fact.kind, built)
        return found

    def amounts(self) -> dict[tuple[str, str], Reckoner]:
        """Every amount's formula by (amount, outcome)."""
        return {
            (amount.name, outcome): self._amount(amount, formula)
            for amount in self.service.amounts
            for outcome, formula in amount.formulas.items()
        }

    def _amount(self, amount: Amount, formula: Expression) -> Reckoner:
        place = Place("rules.yaml", amount.line, amount.name)
        return as_held(amount.kind, self._built(formula, place, _TYPES[amount.kind]))

    def _condition(
        self, words: Expression, place: Place, parts: Mapping[str, Fact] | None = None
    ) -> Reckoner:
        return condition(self._built(words, place, ("yes_no",), parts), "when")

    def _built(
        self,
        words: Expression,
        place: Place,
        wanted: tuple[str, ...],
        parts: Mapping[str, Fact] | None = None,
    ) -> Built:
        try:
            built = build(words.node, Scope(self.service.facts, self.service.rates, parts))
        except ExpressionError as error:
            said, mend = f"`{words.words}`: {error}", "use facts and rates of this service, by their names"
        else:
            if built.type in wanted:
                return built
            said = f"`{words.words}` gives {say_type(built.type)}, and {say_type(wanted[0])} is wanted here"
            mend = "correct the formula, or the type of what it gives"
        self.faults.add(place.file, place.line, place.key, said, mend)
        return Built(wanted[0], lambda _: UNKNOWN)

    def _check_options(self, fact: Fact, built: Built, place: Place) -> None:
        for option in built.options or ():
            if option not in fact.options:
                said = f"`{option}` can come out, and is not one of its options"
                self.faults.add(place.file, place.line, place.key, said, "give it the same options")


def as_held(kind: str, built: Built) -> Reckoner:
    """A reckoner whose values are as a fact of the kind holds them: money in whole pence, half a penny going up."""
    of = built.reckon
    if kind == "date":

        def day(facts: Facts) -> Any:
            value = of(facts)
            return date.fromordinal(value) if isinstance(value, int) else value

        return day
    if kind not in _WHOLE:
        return of
    times = 100 if kind == "money" and built.type == "number" else 1

    def whole(facts: Facts) -> Any:
        value = of(facts)
        if value is UNKNOWN or value is NOT_APPLICABLE:
            return value
        value = value * times
        return value if type(value) is int else round_half_up(value.numerator, value.denominator)

    return whole


def read_tables(service: Service, faults: Faults) -> dict[str, TableWords]:
    """Every table with its cells read, by the fact it gives."""
    return {table.gives: _words(table, service, faults) for table in service.tables}


def _words(table: Table, service: Service, faults: Faults) -> TableWords:
    facts = tuple(_column(table, name, service, faults) for name in table.columns)
    cells = []
    for row in table.rows:
        cells.append(tuple(_cell(table, row, fact, service, faults) for fact in facts))
        if row.then_fact and not _fits(service, row.then_fact, table):
            said = f"`{row.then_fact}` is neither a value nor a fact of the same type"
            mend = f"write a value of `{table.gives}`, or the name of a fact of that type"
            faults.add("rules.yaml", row.line, f"{table.name}.{row.name}.then", said, mend)
    used = {rate for row_cells in cells for cell in row_cells for rate in cell.reads_rates}
    by = dict.fromkeys(service.rates[rate].by for rate in sorted(used))
    # A rate by something else than a choice is a fault of the rate, reported there.
    known = [
        service.facts[name] for name in by if name in service.facts and service.facts[name].kind == "choice"
    ]
    return TableWords(table, facts, tuple(cells), tuple(known))


def _column(table: Table, name: str, service: Service, faults: Faults) -> Fact:
    fact = service.facts.get(name)
    if fact is not None and fact.kind in (
        "money",
        "percent",
        "integer",
        "yes_no",
        "choice",
        "date",
        "outcome",
    ):
        return fact
    if fact is None or "." in name:
        part = next((each.name for each in service.facts.values() if name in each.parts), "")
        said = f"the table reads `{name}`, which is not a fact"
        mend = nearest(name, [each for each in service.facts if "." not in each])
        if part:
            said = f"`{name}` is asked for each of `{part}`, so it has no single value"
            mend = f"work a fact out of it, such as `is: count({part} where ...)`"
    else:
        said = f"the table reads `{name}`, which is not a number, an amount, a date, a choice or a yes/no"
        mend = "read a fact that has one of these types"
    faults.add("rules.yaml", table.line, table.name, said, mend or "ask it, work it out, or look it up")
    return Fact(name=name, kind="text", label=name, origin="asked")


def _cell(table: Table, row: Row, fact: Fact, service: Service, faults: Faults) -> CellWords:
    node = row.cells.get(fact.name)
    if node is None or fact.kind == "text":
        return ANY
    try:
        return read_cell(node, fact, service.rates)
    except CellError as error:
        key = f"{table.name}.{row.name}.{fact.name}"
        faults.add("rules.yaml", getattr(node, "line", row.line), key, str(error), error.mend)
        return ANY


def _fits(service: Service, name: str, table: Table) -> bool:
    fact = service.facts.get(name)
    if fact is None or "." in name or table.hit == "collect":
        return False
    if fact.kind == table.kind == "choice":
        return set(fact.options) <= set(service.facts[table.gives].options)
    whole = ("integer", "percent")
    return fact.kind == table.kind or (fact.kind in whole and table.kind in whole)


def reads_of(service: Service, words: Mapping[str, TableWords]) -> dict[str, frozenset[str]]:
    """The facts that each worked-out fact reads: in its formula, its table, or what its rates differ by."""
    reads: dict[str, frozenset[str]] = {}
    for fact in service.facts.values():
        if fact.formula:
            by = {service.rates[name].by for name in fact.formula.reads if name in service.rates}
            reads[fact.name] = frozenset(name for name in (*fact.formula.reads, *by) if name in service.facts)
    for name, table in words.items():
        taken = {row.then_fact for row in table.table.rows if row.then_fact}
        reads[name] = frozenset(table.table.columns) | taken | {fact.name for fact in table.by}
    return reads


def needs_person(service: Service, reads: Mapping[str, frozenset[str]], outcome: str) -> bool:
    """Whether the outcome reads special category data for which no basis is recorded."""
    through = _reads_through(reads, outcome)
    return any(fact in through for fact, about in service.special_category.items() if "basis" not in about)


def _reads_through(reads: Mapping[str, frozenset[str]], name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for other in reads.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
