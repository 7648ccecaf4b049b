"""Facts and messages in words, for everybody outside the kernel."""

from collections.abc import Mapping
from typing import Any

from shirehall.kernel.answers import Answers
from shirehall.kernel.decision import Decision
from shirehall.kernel.values import Value
from shirehall.kernel.version import Version
from shirehall.kernel.words import PLACEHOLDER, show_kind
from shirehall.kernel.words import show as show_fact


def label(version: Version, fact: str) -> str:
    """The noun phrase of a fact, an amount or a part of a repeat."""
    service = version.service
    if fact in service.facts:
        return service.facts[fact].label
    return next((each.label for each in service.amounts if each.name == fact), fact.replace("_", " "))


def show(version: Version, fact: str, value: Value | None) -> str:
    """A value of a fact, an amount or a part of a repeat ("incomes.kind") in words."""
    service = version.service
    amount = next((each for each in service.amounts if each.name == fact), None)
    if amount is not None and value is not None:
        return show_kind(amount.kind, value, {})
    return show_fact(service, fact, value)


def what_is_given(version: Version, decision: Decision) -> tuple[tuple[str, str], ...]:
    """What a decision gives, as (label, value) in words: what an approval is to show, then the amounts."""
    service, results = version.service, decision.results
    approved = decision.outcome == "approve"
    names = [name for name, fact in service.facts.items() if approved and fact.shown and name in results]
    names += [each.name for each in service.amounts if each.name in results]
    labels = {name: label(version, name) for name in names}
    return tuple(
        (labels[name][:1].upper() + labels[name][1:], show(version, name, results[name])) for name in names
    )


def fill_message(
    version: Version, text: str, *, answers: Answers, decision: Decision | None, extra: Mapping[str, str]
) -> str:
    """A message's text with its placeholders said: `extra` ({reference}, {name}, {link}, {reasons} ...) first,
    then results and amounts of the decision, then answers. What is not known is said to be not known, never left
    as a hole."""
    results: Mapping[str, Any] = decision.results if decision else {}

    def said(match: Any) -> str:
        name = match[1]
        if name in extra:
            return extra[name]
        if name in results:
            return show(version, name, results[name])
        answer = answers.get(name)
        return show(version, name, answer.value if answer and answer.state == "known" else None)

    return PLACEHOLDER.sub(said, text)
