"""Why, and why not. Reasons are made from the rows that won, why-nots from the cells that failed."""

from datetime import date

from shirehall.kernel.decision import Reason, WhyNot
from shirehall.kernel.language import _
from shirehall.kernel.reckon import Reckoned
from shirehall.kernel.settle import Settled
from shirehall.kernel.version import Version
from shirehall.kernel.words import fill, listed, show, show_cell

WORDS = {"approve": "approved", "refuse": "refused", "refer": "passed to an officer"}


def reasons_for(
    version: Version, reckoned: Reckoned, settled: Settled, *, authority: str, on: date
) -> tuple[Reason, ...]:
    """The reason of the outcome first, then those of the facts it read, then of the amounts."""
    if settled.plain is not None:
        return (settled.plain,)
    if settled.row < 0:
        return ()
    found: dict[tuple[str, str], Reason] = {}
    _collect(version, reckoned, version.outcome_table, found, authority, on, set())
    for amount in version.service.amounts:
        if amount.because and amount.name in settled.amounts and settled.outcome == "approve":
            text = fill(amount.because, version.service, reckoned.facts, authority=authority, on=on)
            found.setdefault(("amounts", amount.name), Reason(text, "amounts", amount.name, ""))
        formula = amount.formulas.get(settled.outcome)
        for name in sorted(formula.reads if formula and settled.outcome == "approve" else ()):
            _collect(version, reckoned, name, found, authority, on, set())
    return tuple(found.values())


def _collect(
    version: Version,
    reckoned: Reckoned,
    name: str,
    found: dict[tuple[str, str], Reason],
    authority: str,
    on: date,
    seen: set[str],
) -> None:
    if name in seen:
        return
    seen.add(name)
    looked = reckoned.looked.get(name)
    if looked is None or not looked.winners:
        for other in sorted(version.reads.get(name, ())) if name not in version.words else ():
            _collect(version, reckoned, other, found, authority, on, seen)
        return
    words = version.words[name]
    ready = reckoned.program.tables[name]
    for index in looked.winners:
        row = words.table.rows[index]
        because = row.because or ("" if row.then_fact else words.table.because)
        if because and (words.table.name, row.name) not in found:
            text = fill(
                because, version.service, reckoned.facts, authority=authority, on=on, table=ready, row=index
            )
            found[(words.table.name, row.name)] = Reason(
                text, words.table.name, row.name, row.source or words.table.source
            )
        if row.then_fact:
            _collect(version, reckoned, row.then_fact, found, authority, on, seen)
        for fact, cell in zip(words.facts, words.cells[index], strict=True):
            if cell.sort != "any":
                _collect(version, reckoned, fact.name, found, authority, on, seen)


def why_not_of(
    version: Version, reckoned: Reckoned, settled: Settled, *, authority: str, on: date
) -> tuple[WhyNot, ...]:
    """For each row of the outcome table that did not win and was crossed out: which facts crossed it out."""
    if settled.row < 0 or settled.plain is not None:
        return ()
    words = version.words[version.outcome_table]
    ready = reckoned.program.tables[version.outcome_table]
    found = []
    for index, row in enumerate(words.table.rows):
        failing = ready.failing(reckoned.facts, index) if index != settled.row else ()
        if not failing:
            continue
        parts = []
        for column in failing:
            fact = words.facts[column]
            cell = show_cell(
                version.service,
                fact,
                words.cells[index][column],
                authority=authority,
                on=on,
                facts=reckoned.facts,
            )
            value = show(version.service, fact.name, reckoned.facts[fact.name])
            parts.append(_("{label} is {value}, not {cell}").format(label=fact.label, value=value, cell=cell))
        outcome = str(row.then)
        text = _("Not {outcome} by “{row}”: {parts}.").format(
            outcome=_(WORDS.get(outcome, outcome)), row=row.name.replace("_", " "), parts="; ".join(parts)
        )
        found.append(WhyNot(row.name, outcome, text))
    return tuple(found)


def sources_of(version: Version) -> str:
    """The sources that the tables cite, for a sheet."""
    return listed(sorted({table.source for table in version.service.tables if table.source}))
