"""What a pass changed: whether a fact, or anything it is worked out of, is answered otherwise than before."""

from shirehall.kernel.api import Answer, Answers, Version
from shirehall.kernel.values import Value

_GIVEN_BY_OFFICERS = ("worked_out", "table")


def has_changed(version: Version, name: str, before: Answers, after: Answers) -> bool:
    """Whether a fact, or any fact that it is worked out of, is answered otherwise."""
    names, waiting = {name}, [name]
    while waiting:
        for other in version.reads.get(waiting.pop(), frozenset()) - names:
            names.add(other)
            waiting.append(other)
    return any(_said(before.get(each)) != _said(after.get(each)) for each in names)


def without_overtaken(version: Version, standing: Answers, came: Answers) -> Answers:
    """The answers that still stand when others come in. What an officer gave in place of working it out lapses when
    what it would be worked out of is answered otherwise: else the new answers would count for nothing."""
    after = {**standing, **came}
    return {
        name: answer
        for name, answer in standing.items()
        if name in came or not _is_overtaken(version, name, standing, after)
    }


def _is_overtaken(version: Version, name: str, before: Answers, after: Answers) -> bool:
    fact = version.service.facts.get(name)
    return (
        fact is not None and fact.origin in _GIVEN_BY_OFFICERS and has_changed(version, name, before, after)
    )


def _said(answer: Answer | None) -> tuple[str, Value | None]:
    return ("unknown", None) if answer is None else (answer.state, answer.value)
