"""The outcome: the row of the outcome table that won, or what keeps any from winning."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from shirehall.kernel.decision import Reason
from shirehall.kernel.definition import Amount, Outcome
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.language import _
from shirehall.kernel.reckon import Reckoned, whole_amount
from shirehall.kernel.version import Version
from shirehall.kernel.words import listed


class Settled:
    """The outcome and what it rests on. `plain` is a reason that no row gives (a date without a rate)."""

    __slots__ = ("amounts", "missing", "outcome", "plain", "possible", "queue", "row")

    def __init__(
        self, outcome: Outcome, *, queue: str = "", row: int = -1, plain: Reason | None = None,
        missing: tuple[str, ...] = (), possible: tuple[str, ...] = (), amounts: Mapping[str, int] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        self.outcome, self.queue, self.row, self.plain = outcome, queue, row, plain
        self.missing, self.possible, self.amounts = missing, possible, amounts


def settle(version: Version, reckoned: Reckoned, authority: str, on: date, judged: bool) -> Settled:
    service = version.service
    if not version.outcome_table:
        return Settled("received", queue=service.queue)
    if reckoned.program.missing_rates:
        names = listed(
            [
                service.rates[name].title if name in service.rates else name
                for name in reckoned.program.missing_rates[:3]
            ]
        )
        text = _("There are no amounts in force on {day} for: {names}. An officer will look at this.").format(
            day=on.isoformat(), names=names
        )
        return Settled("refer", queue=service.queue, plain=Reason(text, "rates", "no_rate_on_date", ""))
    looked = reckoned.looked[version.outcome_table]
    if not looked.winners:
        return _unsettled(version, reckoned, looked.standing)
    index = looked.winners[0]
    row = version.words[version.outcome_table].table.rows[index]
    outcome: Outcome = row.then  # type: ignore[assignment]
    amounts, missing = _amounts(version, reckoned, outcome)
    if missing:
        return _incomplete(version, reckoned, missing, (outcome,))
    if version.needs_person and outcome in ("approve", "refuse") and not judged:
        text = _("This reads health or other sensitive information, so an officer makes the decision.")
        return Settled(
            "refer",
            queue=service.queue,
            plain=Reason(text, "special_category", "no_basis_recorded", "UK GDPR article 22B"),
        )
    queue = (row.to or service.queue) if outcome == "refer" else ""
    return Settled(outcome, queue=queue, row=index, amounts=amounts if outcome != "refer" else {})


def _amounts(version: Version, reckoned: Reckoned, outcome: str) -> tuple[dict[str, int], set[str]]:
    """The amounts that an outcome gives, and the facts still missing for them."""
    amounts: dict[str, int] = {}
    missing: set[str] = set()
    for amount in version.service.amounts:
        if outcome not in amount.formulas:
            continue
        value = version.amounts[(amount.name, outcome)](reckoned.facts)
        if value is UNKNOWN:
            missing |= _amount_reads(version, amount, outcome, reckoned)
        elif value is not NOT_APPLICABLE:
            amounts[amount.name] = whole_amount(amount.kind, value)
            reckoned.facts[amount.name] = amounts[amount.name]
    return amounts, missing


def _amount_reads(version: Version, amount: Amount, outcome: str, reckoned: Reckoned) -> set[str]:
    names = {
        name for name in amount.formulas[outcome].reads if reckoned.facts.get(name, NOT_APPLICABLE) is UNKNOWN
    }
    return set().union(*(_asked_behind(version, reckoned, name) for name in names))


def _unsettled(version: Version, reckoned: Reckoned, standing: tuple[int, ...]) -> Settled:
    words = version.words[version.outcome_table]
    missing: set[str] = set()
    for index in standing:
        for name in reckoned.program.tables[version.outcome_table].undetermined(reckoned.facts, index):
            missing |= _asked_behind(version, reckoned, name)
    possible = tuple(dict.fromkeys(str(words.table.rows[index].then) for index in standing))
    return _incomplete(version, reckoned, missing, possible)


def _incomplete(
    version: Version, reckoned: Reckoned, missing: set[str], possible: tuple[str, ...]
) -> Settled:
    """Incomplete, unless all that is missing was declined or lies outside the tables: then a person looks."""
    service = version.service
    order = [
        name
        for page in service.pages
        for name in ((page.repeat,) if page.repeat else tuple(question.fact for question in page.questions))
    ]
    known_order = {name: index for index, name in enumerate([*order, *service.facts])}
    names = tuple(sorted(missing, key=lambda name: known_order.get(name, len(known_order))))
    unasked = [name for name in names if name not in reckoned.declined and name not in reckoned.outside]
    if unasked or not names:
        return Settled("incomplete", missing=tuple(unasked), possible=possible)
    labels = listed([service.facts[name].label for name in names])
    if any(name in reckoned.outside for name in names):
        text = _(
            "What we were told of {labels} is outside what the rules cover. An officer will look at this."
        ).format(labels=labels)
        return Settled(
            "refer",
            queue=service.queue,
            plain=Reason(text, "facts", "outside_the_tables", ""),
            possible=possible,
        )
    text = _("You told us that you do not know {labels}. An officer will look at this with you.").format(
        labels=labels
    )
    return Settled(
        "refer", queue=service.queue, plain=Reason(text, "facts", "declined", ""), possible=possible
    )


def _asked_behind(
    version: Version, reckoned: Reckoned, name: str, seen: frozenset[str] = frozenset()
) -> set[str]:
    """The unknown facts that a person could give so that `name` becomes known: followed back to questions."""
    if name in seen or reckoned.facts.get(name, UNKNOWN) is not UNKNOWN:
        return set()
    seen |= {name}
    fact = version.service.facts.get(name)
    if fact is None:
        return set()
    if name in reckoned.outside or name in reckoned.declined:
        return {name}
    if fact.origin == "table" and name in reckoned.looked:
        table, found = reckoned.program.tables[name], set()
        looked = reckoned.looked[name]
        for index in looked.standing:
            for column in table.undetermined(reckoned.facts, index):
                found |= _asked_behind(version, reckoned, column, seen)
        if looked.then_fact:
            found |= _asked_behind(version, reckoned, looked.then_fact, seen)
        return found
    if fact.origin in ("table", "worked_out"):
        reads = version.reads.get(name, frozenset())
        return (
            set().union(*(_asked_behind(version, reckoned, other, seen) for other in reads))
            if reads
            else {name}
        )
    return _behind_condition(version, reckoned, name, seen) or {name}


def _behind_condition(version: Version, reckoned: Reckoned, name: str, seen: frozenset[str]) -> set[str]:
    """While a page's condition is unknown its questions cannot be asked: what the condition needs comes first."""
    found: set[str] = set()
    for page in version.service.pages:
        holds = name == page.repeat or (
            not page.repeat and any(question.fact == name for question in page.questions)
        )
        if not holds:
            continue
        conditions = [page.when] + [
            question.when for question in page.questions if question.fact == name and not page.repeat
        ]
        for condition in conditions:
            for other in condition.reads if condition else ():
                found |= _asked_behind(version, reckoned, other, seen)
    return found
