"""Why, and why not. Reasons are made from the rows that won, why-nots from the cells that failed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shirehall.kernel.decision import Reason, WhyNot
from shirehall.kernel.definition import Fact
from shirehall.kernel.language import _
from shirehall.kernel.loading.cells import CellWords
from shirehall.kernel.reckon import Reckoned
from shirehall.kernel.settle import Settled
from shirehall.kernel.tables import TableWords
from shirehall.kernel.version import Version
from shirehall.kernel.words import Setting, fill, show, show_cell


def reasons_for(
    version: Version, reckoned: Reckoned, settled: Settled, setting: Setting
) -> tuple[Reason, ...]:
    """The reason of the outcome first, then those of the facts it read, then of the amounts."""
    if settled.plain is not None:
        return (settled.plain,)
    if settled.row < 0:
        return ()
    reasons = _Reasons(version, reckoned, setting)
    reasons.follow(version.outcome_table)
    if settled.outcome == "approve":
        for amount in version.service.amounts:
            if amount.because and amount.name in settled.amounts:
                text = fill(amount.because, setting)
                reasons.found.setdefault(("amounts", amount.name), Reason(text, "amounts", amount.name, ""))
            if formula := amount.formulas.get(settled.outcome):
                for name in sorted(formula.reads):
                    reasons.follow(name)
    return tuple(reasons.found.values())


@dataclass(slots=True)
class _Reasons:
    """The reasons found so far, by table and row, following each fact back to the rows that gave it."""

    version: Version
    reckoned: Reckoned
    setting: Setting
    found: dict[tuple[str, str], Reason] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def follow(self, name: str) -> None:
        if name in self.seen:
            return
        self.seen.add(name)
        looked = self.reckoned.looked.get(name)
        if looked is not None:
            for index in looked.winners:
                self._row(self.version.words[name], index)
        elif name in self.reckoned.facts and name not in self.version.words:
            # A formula has no sentence of its own; what it reads may have.
            for other in sorted(self.version.reads.get(name, ())):
                self.follow(other)

    def _row(self, words: TableWords, index: int) -> None:
        table, row = words.table, words.table.rows[index]
        because = row.because or ("" if row.then_fact else table.because)
        if because and (table.name, row.name) not in self.found:
            text = fill(because, self.setting, columns=columns_of(words, index))
            self.found[(table.name, row.name)] = Reason(
                text, table.name, row.name, row.source or table.source
            )
        if row.then_fact:
            self.follow(row.then_fact)
        for fact, cell in zip(words.facts, words.cells[index], strict=True):
            if cell.sort != "any":
                self.follow(fact.name)


def columns_of(words: TableWords, row: int) -> Mapping[str, tuple[Fact, CellWords]]:
    """The cells of a row by the fact that each reads."""
    return {fact.name: (fact, cell) for fact, cell in zip(words.facts, words.cells[row], strict=True)}


def why_not_of(
    version: Version, reckoned: Reckoned, settled: Settled, setting: Setting
) -> tuple[WhyNot, ...]:
    """For each row of the outcome table that did not win and was crossed out: which facts crossed it out."""
    if settled.row < 0:
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
            cell = show_cell(setting, fact, words.cells[index][column])
            value = show(version.service, fact.name, reckoned.facts[fact.name])
            parts.append(
                _("{label}: {cell} (here: {value})").format(label=fact.label, cell=cell, value=value)
            )
        outcome = str(row.then)
        text = _("It would be {outcome} only with {parts}.").format(
            outcome=say_outcome(outcome), parts="; ".join(parts)
        )
        found.append(WhyNot(row.name, outcome, text))
    return tuple(found)


def say_outcome(outcome: str) -> str:
    """An outcome as a word that stands after "is" or "not"."""
    return {
        "approve": _("approved"), "refuse": _("refused"), "refer": _("passed to an officer"),
        "received": _("received"), "incomplete": _("not complete"),
    }.get(outcome, outcome)  # fmt: skip
