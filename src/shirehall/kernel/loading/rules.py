"""Tables and amounts out of rules.yaml."""

from collections.abc import Mapping
from typing import Any

from shirehall.kernel.definition import Amount, Expression, Fact, Row, Table
from shirehall.kernel.loading import keys
from shirehall.kernel.loading.place import Place, whole_of
from shirehall.kernel.loading.questions import bounds, expression, options_of
from shirehall.kernel.nodes import Compare, Listed, Name, Node, Text
from shirehall.kernel.problems import nearest
from shirehall.kernel.source import Map, Scalar
from shirehall.kernel.values import Domain, Kind, Value

_GIVEN_KINDS: tuple[Kind, ...] = ("money", "percent", "integer", "yes_no", "choice", "outcome")
NOT_APPLICABLE_WORDS = "not applicable"
DECIDED = ("approve", "refuse", "refer")
GIVING = ("approve", "refuse")
"""The outcomes that give amounts. What is referred a person settles."""


def given_facts(place: Place) -> dict[str, Fact]:
    """The fact that each table gives; its domain follows from its rows later."""
    facts: dict[str, Fact] = {}
    for each in place.places("tables"):
        gives = each.place("gives")
        if gives is None or len(gives.node.items) != 1:
            each.fault("gives", "a table gives one fact", "write `gives: {name: integer}`", line=each.line())
            continue
        ((name, node),) = gives.node.items.items()
        options: Mapping[str, str] = {}
        shown = False
        if isinstance(node, Map):
            detail = Place(gives.file, node, f"{gives.path}.{name}", gives.faults)
            detail.only(keys.GIVES)
            kind = detail.one_of("type", _GIVEN_KINDS)
            options, label = options_of(detail), detail.text("label", name.replace("_", " "))
            shown = detail.yes_no("show")
        else:
            kind, label = gives.one_of(name, _GIVEN_KINDS), name.replace("_", " ")
        if kind == "outcome":
            options = {outcome: outcome for outcome in DECIDED}
        if kind == "choice" and not options:
            gives.fault(name, "a choice needs its options", "write `{type: choice, options: {name: words}}`")
        given_kind: Any = kind or "integer"
        if name in facts:
            each.fault("gives", f"`{name}` is given by two tables", "give each table its own fact")
        facts[name] = Fact(
            name=name,
            kind=given_kind,
            label=label,
            origin="table",
            options=options,
            shown=shown,
            line=each.line(),
            file="rules.yaml",
        )
    return facts


def load_tables(place: Place, facts: Mapping[str, Fact]) -> tuple[Table, ...]:
    """The tables, with their cells as written."""
    tables: list[Table] = []
    for each in place.places("tables"):
        each.only(keys.TABLE)
        gives = each.place("gives")
        name = next(iter(gives.node.items), "") if gives else ""
        if name in facts:
            table = _table(each, facts[name], facts)
            if any(table.name == other.name for other in tables):
                each.fault("table", f"there are two tables `{table.name}`", "give one another name")
            tables.append(table)
    return tuple(tables)


def _table(place: Place, gives: Fact, facts: Mapping[str, Fact]) -> Table:
    hit: Any = place.one_of("hit", ("unique", "first", "collect"), "unique")
    rows = tuple(_row(each, gives, facts) for each in place.places("rows"))
    if not rows:
        place.fault("rows", "the table has no rows", "add a row", line=place.line())
    columns = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    _check_rows(place, rows, hit)
    else_text = place.text("else", "") if place.has("else") else ""
    else_value = (
        _then(place, "else", else_text, gives) if else_text and else_text != NOT_APPLICABLE_WORDS else None
    )
    _check_sort(place, gives, hit, rows)
    return Table(
        name=place.word("table"), gives=gives.name, kind=gives.kind, hit=hit, columns=columns, rows=rows,
        says=place.text("says", ""), because=place.text("because", ""), source=place.text("source", ""),
        has_else=bool(else_text), else_value=else_value, line=place.line(),
    )  # fmt: skip


def _check_sort(place: Place, gives: Fact, hit: str, rows: tuple[Row, ...]) -> None:
    """What goes together: how the rows are read, what they give, and what stands for what no row covers."""
    if hit == "collect" and gives.kind not in ("integer", "money"):
        place.fault(
            "gives", "a table that adds up gives an integer or money", "write `{type: integer, add: yes}`"
        )
    if not place.has("else"):
        return
    if gives.kind == "outcome":
        mend = "say it in a row, with `fact: not applicable`"
        place.fault("else", "the outcome is never left to `else`", mend)
    elif hit == "collect":
        place.fault("else", "a table that adds up gives 0 where no row matches", "remove `else`")
    elif any(row.otherwise for row in rows):
        place.fault(
            "else", "the table has an `otherwise` row, which covers everything", "remove one of the two"
        )


def _check_rows(place: Place, rows: tuple[Row, ...], hit: str) -> None:
    seen: set[str] = set()
    for index, row in enumerate(rows, 1):
        if row.name in seen:
            place.fault(
                "rows", f"there are two rows `{row.name}`", "give each row its own name", line=row.line
            )
        seen.add(row.name)
        if row.otherwise and (hit != "first" or index != len(rows)):
            place.fault(
                "rows",
                "`otherwise` may only be the last row of a `hit: first` table",
                "say in rows when it applies",
                line=row.line,
            )


def _row(place: Place, gives: Fact, facts: Mapping[str, Fact]) -> Row:
    place.only(keys.ROW)
    when = place.place("when")
    otherwise = place.yes_no("otherwise")
    if when is None and not otherwise:
        place.fault(
            "when",
            "the row says no `when`",
            "write `when: {fact: value}`, or `otherwise: yes` on the last row",
            line=place.line(),
        )
    text = place.text("then")
    value: Value | None = None
    then_fact = ""
    takes_over = gives.kind == "choice" and text not in gives.options and text in facts
    if (gives.kind in ("choice", "outcome") and not takes_over) or whole_of(gives.kind, text) is not None:
        value = _then(place, "then", text, gives)
    else:
        then_fact = text
    to = place.word("to", "") if place.has("to") else ""
    if to and value != "refer":
        place.fault("to", "`to` names the queue of a row that refers", "remove it, or write `then: refer`")
    return Row(
        name=place.word("row"), cells=dict(when.node.items) if when else {}, then=value, then_fact=then_fact,
        because=place.text("because", ""), source=place.text("source", ""), to=to, otherwise=otherwise,
        line=place.line(),
    )  # fmt: skip


def _then(place: Place, key: str, text: str, gives: Fact) -> Value | None:
    outcome = gives.kind == "outcome"
    if outcome or gives.kind == "choice":
        if text not in gives.options:
            place.fault(
                key,
                f"`{text}` is not one of the {'outcomes' if outcome else 'options'} this table gives",
                nearest(text, gives.options) or "list it under `options`",
            )
            return None
        return text
    whole = whole_of(gives.kind, text)
    if whole is None:
        place.fault(key, f"`{text}` is not a value of `{gives.name}`", "write a value of its type")
        return None
    return bool(whole) if gives.kind == "yes_no" else whole


def load_amounts(place: Place) -> tuple[Amount, ...]:
    """The amounts a decision gives. `is` may name an outcome for each formula, or stand beside one `when`."""
    amounts = []
    for each in place.places("amounts"):
        each.only(keys.AMOUNT)
        name = each.word("amount")
        kind: Any = each.one_of("type", ("money", "percent", "integer"))
        formulas: dict[str, Expression] = {}
        node = each.node.items.get("is")
        if isinstance(node, Map):
            by = Place(each.file, node, f"{each.path}.is", each.faults)
            for outcome in node.items:
                if outcome not in GIVING:
                    by.fault(outcome, f"`{outcome}` gives no amount", "use approve or refuse")
                elif formula := expression(by, outcome):
                    formulas[outcome] = formula
        elif isinstance(node, Scalar):
            if formula := expression(each, "is"):
                formulas = dict.fromkeys(_outcomes(each), formula)
        else:
            each.fault(
                "is",
                "the amount has no formula",
                'write `is: "round(bill * percent / 100, 0.01, half_up)"`',
                line=each.line(),
            )
        amounts.append(
            Amount(
                name,
                kind or "money",
                each.text("label", name.replace("_", " ")),
                formulas,
                each.text("because", ""),
                each.line(),
            )
        )
    return tuple(amounts)


def _outcomes(place: Place) -> tuple[str, ...]:
    """The outcomes that `when: outcome = "approve"` (or in [..]) names; both that give amounts where it is absent."""
    when = expression(place, "when")
    if when is None:
        return GIVING
    match when.node:
        case Compare("=", Name("outcome"), word):
            words: tuple[Node, ...] = (word,)
        case Compare("in", Name("outcome"), Listed(items)):
            words = items
        case _:
            words = ()
    named = [word.value if isinstance(word, Text) else getattr(word, "name", "") for word in words]
    if not named or any(name not in GIVING for name in named):
        mend = 'write `when: outcome = "approve"`, or `is: {approve: ..., refuse: 0}`'
        place.fault("when", "an amount depends on the outcome only, approve or refuse", mend)
    return tuple(name for name in GIVING if name in named)


def worked_out(place: Place) -> dict[str, Fact]:
    """The facts that service.yaml works out or looks up."""
    facts: dict[str, Fact] = {}
    for each in place.places("facts"):
        each.only(keys.WORKED_OUT)
        name = each.word("fact")
        kind: Any = each.one_of("type", ("money", "percent", "integer", "yes_no", "choice", "date", "text"))
        low, high = bounds(each, kind)
        formula = expression(each, "is")
        if not formula and not each.has("looked_up") and not each.has("is"):
            each.fault(
                "is",
                "the fact is neither worked out nor looked up",
                "add `is: ...` or `looked_up: ...`",
                line=each.line(),
            )
        options = options_of(each)
        facts[name] = Fact(
            name=name, kind=kind or "integer", label=each.text("label", name.replace("_", " ")),
            origin="looked_up" if each.has("looked_up") else "worked_out", options=options,
            domain=Domain(low, high, tuple(options)), formula=formula, looked_up=each.text("looked_up", ""),
            line=each.line(),
        )  # fmt: skip
    return facts
