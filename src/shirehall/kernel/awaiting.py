"""What an officer has to judge so that a referred case can be decided: only the judgements that it waits for."""

from shirehall.kernel.decision import Decision
from shirehall.kernel.source import Scalar
from shirehall.kernel.version import Version


def judgements_awaited(version: Version, decision: Decision) -> tuple[str, ...]:
    """The judgements that are not made and that the row which referred rests on, in the order of the definition; none
    where it rests on no judgement. Rows are followed back to what their own cells read, and no further."""
    if decision.outcome != "refer":
        return ()
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [version.outcome_table]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        fact = version.service.facts.get(name)
        if fact is not None and fact.origin == "judged":
            if name not in decision.facts:
                found.add(name)
        else:
            waiting += _read_by(version, decision, name)
    return tuple(each.name for each in version.service.judgements if each.name in found)


def _read_by(version: Version, decision: Decision, name: str) -> list[str]:
    """The facts that a fact rests on: those of the cells of the row that won, or of its formula."""
    table = next((each for each in version.service.tables if each.gives == name), None)
    if table is None:
        return sorted(version.reads.get(name, ()))
    rows = {row for won in decision.won if won.table == table.name for row in won.rows}
    found: list[str] = []
    for row in table.rows:
        if row.name in rows:
            found += [row.then_fact] if row.then_fact else []
            found += [
                column
                for column, cell in row.cells.items()
                if not isinstance(cell, Scalar) or cell.text != "any"
            ]
    return found
