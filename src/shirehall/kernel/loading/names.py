"""No two things of a service share a name, and none takes a name that has a meaning of its own."""

from collections.abc import Iterable, Mapping

from shirehall.kernel.definition import Rate, Service
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.problems import nearest

LANGUAGE = frozenset({"and", "any", "false", "in", "no", "not", "on", "or", "outcome", "true", "yes"})
"""Words of conditions and formulas."""

OFFERED = frozenset({
    "applied_on", "council", "counts_from", "deadline", "evidence", "link", "name",
    "next_steps", "outcome", "phone", "reason", "reasons",
    "reference", "service",
})  # fmt: skip
"""Words that a message fills in itself."""

Named = Iterable[tuple[str, str, int]]
"""(name, file, line)"""


def check_names(service: Service, faults: Faults) -> None:
    """Writes down every name that stands twice, or that is taken."""
    _each_once("pages", ((page.name, page.file, page.line) for page in service.pages), faults)
    _each_once(
        "kinds of evidence", ((each.name, "service.yaml", each.line) for each in service.evidence), faults
    )
    _each_once("amounts", ((each.name, "rules.yaml", each.line) for each in service.amounts), faults)
    messages = ((each.name, f"messages/{each.name}.md", 0) for each in service.messages)
    _each_once("messages", messages, faults)
    for amount in service.amounts:
        if amount.name in service.facts or amount.name in service.rates:
            said = f"the amount `{amount.name}` is also a fact or a rate"
            faults.add("rules.yaml", amount.line, amount.name, said, "give the amount another name")
        elif amount.name in LANGUAGE | OFFERED:
            _is_taken("rules.yaml", amount.line, amount.name, faults)
    for fact in service.facts.values():
        repeat, _, part = fact.name.rpartition(".")
        if part in (LANGUAGE if repeat else LANGUAGE | OFFERED) and fact.kind != "outcome":
            _is_taken(fact.file, fact.line, part, faults)
        if repeat and (part in service.facts or part in service.rates):
            said = f"`{part}` is asked for each of `{repeat}`, and is a fact or a rate by itself"
            faults.add(fact.file, fact.line, part, said, "give one of them another name")
    for rate in service.rates.values():
        _check_rate(service, rate, faults)
    outcomes = [table for table in service.tables if table.kind == "outcome"]
    for table in outcomes[1:]:
        said = f"`{outcomes[0].name}` and `{table.name}` both give the outcome"
        faults.add("rules.yaml", table.line, table.name, said, "make them one table")


def _each_once(what: str, named: Named, faults: Faults) -> None:
    seen: set[str] = set()
    for name, file, line in named:
        if name and name in seen:
            faults.add(file, line, name, f"two {what} are named `{name}`", "give one of them another name")
        seen.add(name)


def _is_taken(file: str, line: int, name: str, faults: Faults) -> None:
    faults.add(file, line, name, f"`{name}` has a meaning of its own", "choose another name")


def _check_rate(service: Service, rate: Rate, faults: Faults) -> None:
    if rate.name in LANGUAGE:
        _is_taken("rates.yaml", rate.line, rate.name, faults)
    if rate.by in ("", "authority"):
        return
    fact = service.facts.get(rate.by)
    if fact is None or fact.kind != "choice" or "." in rate.by:
        choices: Mapping[str, str] = {
            name: name for name, each in service.facts.items() if each.kind == "choice" and "." not in name
        }
        said = f"the rate differs by `{rate.by}`, which is not a choice fact"
        faults.add("rates.yaml", rate.line, rate.name, said, nearest(rate.by, [*choices, "authority"]))
