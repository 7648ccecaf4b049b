"""Joins the parts: which facts a fact or table reads, in which order they are reckoned, what values they take."""

import graphlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shirehall.kernel.definition import Expression, Fact, JudgementAsked, Page, Rate, Row, Table
from shirehall.kernel.expressions.build import Scope, build
from shirehall.kernel.expressions.parser import ExpressionError
from shirehall.kernel.grids.api import UNKNOWN
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.nodes import Call, Name, Node, Over, Reckon, children
from shirehall.kernel.questions import TYPES
from shirehall.kernel.source import Scalar, Sequence
from shirehall.kernel.values import Domain

LONGEST_CHAIN = 60


def asked_facts(
    pages: Iterable[Page], judgements: Iterable[JudgementAsked], faults: Faults
) -> dict[str, Fact]:
    """The facts that pages ask (a repeated page is one fact, its parts stand under `repeat.part`), and judgements."""
    facts: dict[str, Fact] = {}

    def add(fact: Fact) -> None:
        if fact.name in facts:
            said = f"`{fact.name}` is asked twice"
            faults.add(fact.file, fact.line, fact.name, said, "ask it once, or give one another name")
        facts[fact.name] = fact

    for page in pages:
        parts = {}
        for question in page.questions:
            kind = TYPES.get(question.type)
            conditions = tuple(condition for condition in (page.when, question.when) if condition is not None)
            fact = Fact(
                name=f"{page.repeat}.{question.fact}" if page.repeat else question.fact, kind=question.kind,
                label=question.asked.label, origin="asked", domain=kind.domain(question.asked) if kind else Domain(),
                options=question.asked.options, may_be_not_applicable=bool(conditions) or question.asked.optional,
                absent_unless=() if question.asked.optional else conditions, line=question.line,
                file=question.file,
            )  # fmt: skip
            parts[question.fact] = question.kind
            add(fact)
        if page.repeat:
            add(Fact(
                name=page.repeat, kind="repeat", label=page.title[:1].lower() + page.title[1:], origin="asked",
                parts=parts, may_be_not_applicable=page.when is not None, line=page.line, file=page.file,
                absent_unless=(page.when,) if page.when else (),
            ))  # fmt: skip
    for judgement in judgements:
        asked = judgement.question
        kind = TYPES.get(asked.type)
        add(Fact(
            name=judgement.name, kind=asked.kind, label=asked.asked.label, origin="judged",
            may_be_not_applicable=True, domain=kind.domain(asked.asked) if kind else Domain(),
            options=asked.asked.options, line=judgement.line,
        ))  # fmt: skip
    return facts


def reads_of_table(table: Table, rates: Mapping[str, Rate]) -> frozenset[str]:
    """Every fact a table needs: its columns, the facts its rows take over, what its rates differ by."""
    taken = {row.then_fact for row in table.rows if row.then_fact}
    return frozenset(taken.union(table.columns, _differs_by(table, rates)))


def _differs_by(table: Table, rates: Mapping[str, Rate]) -> set[str]:
    """The facts by which the rates in a table's cells differ."""
    found = set()
    for cell in (cell for row in table.rows for cell in row.cells.values()):
        items = cell.items if isinstance(cell, Sequence) else (cell,)
        for word in (word for item in items if isinstance(item, Scalar) for word in item.text.split()):
            if word in rates:
                found.add(rates[word].by)
    return found - {"", "authority"}


def reads_of_expression(
    expression: Expression, rates: Mapping[str, Rate], parts: frozenset[str]
) -> frozenset[str]:
    """The facts an expression needs; rates and the questions of a repeat are not facts of their own."""
    by = {rates[name].by for name in expression.reads if name in rates} - {"", "authority"}
    return frozenset(
        name for name in expression.reads if name not in rates and name not in parts
    ) | frozenset(by)


def in_order(
    reads: Mapping[str, frozenset[str]], faults: Faults, places: Mapping[str, tuple[str, int]]
) -> tuple[str, ...]:
    """The worked-out facts so that each comes after what it reads. A circle is a fault that names it, and so is
    a chain longer than anybody could follow."""
    graph = {name: sorted(others & reads.keys()) for name, others in reads.items()}
    try:
        order = tuple(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        circle = error.args[1][::-1]
        said = f"these facts wait for each other: {' -> '.join(circle)}"
        faults.add(*places[circle[0]], circle[0], said, "break the circle")
        return tuple(graph)
    depth: dict[str, int] = {}
    for name in order:
        depth[name] = 1 + max((depth[other] for other in graph[name]), default=0)
        if depth[name] == LONGEST_CHAIN + 1:
            said = f"more than {LONGEST_CHAIN} facts are worked out one from the other"
            faults.add(*places[name], name, said, "work it out from fewer facts")
    return order


@dataclass(frozen=True, slots=True)
class Absence:
    """Whether something may be not applicable, and the conditions of which one must then be false. None of
    them: it may be whenever it likes."""

    may: bool
    unless: tuple[Expression, ...] = ()


NEVER = Absence(False)
ALWAYS = Absence(True)


def absence(node: Node, facts: Mapping[str, Fact], rates: Mapping[str, Rate]) -> Absence:
    """Whether and when a formula can come out as not applicable."""
    match node:
        case Name(name) if name in rates:
            # A rate that differs by a fact does not apply where that fact does not.
            return absence_of(facts.get(rates[name].by))
        case Name(name):
            return absence_of(facts.get(name))
        case Over(function, repeat):
            return absence_of(facts.get(repeat)) if function in ("sum", "count") else NEVER
        case Reckon(sign):
            return ALWAYS if sign == "/" else either(absence(child, facts, rates) for child in children(node))
        case Call("min" | "max", arguments):
            found = [absence(argument, facts, rates) for argument in arguments]
            return either(found) if all(each.may for each in found) else NEVER
        case Call():
            return either(absence(child, facts, rates) for child in children(node))
        case _:
            return NEVER


def absence_of(fact: Fact | None) -> Absence:
    """What is known of a fact."""
    return Absence(fact.may_be_not_applicable, fact.absent_unless) if fact else NEVER


def either(absences: Iterable[Absence]) -> Absence:
    """Not applicable where any of them is."""
    found = [each for each in absences if each.may]
    if not found:
        return NEVER
    if any(not each.unless for each in found):
        return ALWAYS
    return Absence(True, tuple(dict.fromkeys(condition for each in found for condition in each.unless)))


def _taken_over(row: Row, facts: Mapping[str, Fact], rates: Mapping[str, Rate]) -> Absence:
    """When the fact that a row takes over can be not applicable although the row has won: its own cells may say
    that the condition holds."""
    found = absence_of(facts.get(row.then_fact))
    if not found.unless:
        return found
    values: dict[str, Any] = dict.fromkeys((*facts, *rates), UNKNOWN)
    for name, cell in row.cells.items():
        fact = facts.get(name)
        if fact is not None and isinstance(cell, Scalar):
            if fact.kind == "yes_no" and cell.text in ("yes", "no"):
                values[name] = cell.text == "yes"
            elif fact.kind == "choice" and cell.text in fact.options:
                values[name] = cell.text
    standing = tuple(condition for condition in found.unless if not _holds(condition, facts, rates, values))
    return Absence(True, standing) if standing else NEVER


def _holds(
    condition: Expression, facts: Mapping[str, Fact], rates: Mapping[str, Rate], values: Mapping[str, Any]
) -> bool:
    try:
        return build(condition.node, Scope(facts, rates)).reckon({"on": 0, **values}) is True
    except ExpressionError:
        # It is reported where it stands; here it only proves nothing.
        return False


def table_fact(table: Table, fact: Fact, facts: Mapping[str, Fact], rates: Mapping[str, Rate]) -> Fact:
    """The fact a table gives, with the values that its rows can give."""
    absences = [_taken_over(row, facts, rates) for row in table.rows if row.then_fact]
    if table.else_value is None and (table.hit == "unique" or table.has_else):
        absences += [absence_of(facts.get(name)) for name in (*table.columns, *_differs_by(table, rates))]
    may_not = either(absences)
    given = replace(fact, may_be_not_applicable=may_not.may, absent_unless=may_not.unless)
    if fact.kind in ("choice", "outcome"):
        return replace(given, domain=Domain(options=tuple(fact.options)))
    values = [row.then for row in table.rows if isinstance(row.then, int)]
    if isinstance(table.else_value, int):
        values.append(table.else_value)
    for row in table.rows:
        if row.then_fact in facts:
            other = facts[row.then_fact].domain
            values += [bound for bound in (other.low, other.high) if bound is not None]
    if table.hit == "collect":
        low, high = sum(value for value in values if value < 0), sum(value for value in values if value > 0)
    else:
        low, high = min(values, default=0), max(values, default=0)
    if fact.kind == "yes_no":
        low, high = 0, 1
    return replace(given, domain=Domain(low, high))
