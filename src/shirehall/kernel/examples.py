"""Worked cases that stand with a service: these answers on this date give this outcome, for these reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from shirehall.kernel.decide import decide
from shirehall.kernel.decision import Decision, Judgement
from shirehall.kernel.definition import Service
from shirehall.kernel.language import _
from shirehall.kernel.loading.place import Faults, Place
from shirehall.kernel.loading.questions import plain
from shirehall.kernel.problems import AnswersError, DefinitionError
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.reading import read_facts
from shirehall.kernel.source import Map, Scalar, read_yaml
from shirehall.kernel.source import Node as SourceNode
from shirehall.kernel.source import Sequence as Listed
from shirehall.kernel.values import to_stored
from shirehall.kernel.version import Version
from shirehall.kernel.words import question_of

FILE = "examples.yaml"


@dataclass(frozen=True, slots=True)
class Example:
    """One worked case. `expect` is as written."""

    name: str
    on: date
    authority: str
    answers: Mapping[str, Any]
    judgements: Mapping[str, Any]
    evidence: Mapping[str, str]
    expect: Place
    line: int


def load_examples(version: Version, faults: Faults) -> tuple[Example, ...]:
    """The examples of a service; faults are collected."""
    if FILE not in version.texts:
        return ()
    try:
        place = Place(FILE, read_yaml(FILE, version.texts[FILE]), "", faults)
    except DefinitionError as error:
        faults.found.extend(error.problems)
        return ()
    place.only({"examples"})
    found = []
    for each in place.places("examples"):
        each.only({"example", "says", "on", "authority", "answers", "judgements", "evidence", "expect"})
        on, expect = each.day("on"), each.place("expect")
        if expect is None:
            each.fault(
                "expect", "the example expects nothing", "add `expect: {outcome: approve}`", line=each.line()
            )
        if on is None or expect is None:
            continue
        found.append(Example(
            name=each.text("example"), on=on, authority=each.text("authority", next(iter(version.service.offered_by), "")),
            answers=_given(version.service, each, "answers"), judgements=_given(version.service, each, "judgements"),
            evidence=each.texts("evidence"), expect=expect, line=each.line(),
        ))  # fmt: skip
    return tuple(found)


def _given(service: Service, place: Place, key: str) -> dict[str, Any]:
    """Answers as JSON would give them: what a scalar means is decided by its fact."""
    inner = place.place(key)
    return {name: _json(service, name, node) for name, node in inner.node.items.items()} if inner else {}


def _json(service: Service, name: str, node: SourceNode) -> Any:
    fact = service.facts.get(name)
    kind = fact.kind if fact else "text"
    if isinstance(node, Listed):
        return [
            {part: _json(service, f"{name}.{part}", value) for part, value in item.items.items()}
            if isinstance(item, Map)
            else plain(item)
            for item in node.items
        ]
    if isinstance(node, Map):
        return {
            key: _scalar("money" if key == "amount" else "text", value) for key, value in node.items.items()
        }
    return _scalar(kind, node)


def _scalar(kind: str, node: SourceNode) -> Any:
    if not isinstance(node, Scalar):
        return plain(node)
    if not node.quoted and node.text == "declined":
        return {"declined": True}
    if kind == "yes_no" and node.text in ("yes", "no", "true", "false"):
        return node.text in ("yes", "true")
    if kind in ("money", "integer", "percent"):
        try:
            number = Decimal(node.text)
        except ArithmeticError:
            return node.text
        return int(number) if kind != "money" and number == number.to_integral_value() else number
    return node.text


def run_example(version: Version, example: Example) -> Decision:
    """The decision of an example. Raises AnswersError where its answers cannot be read."""
    answers = read_facts(version, example.answers, on=example.on)
    at = datetime.combine(example.on, datetime.min.time(), UTC)
    judgements, problems = [], []
    for name, given in example.judgements.items():
        question = question_of(version.service, name)
        if question is None:
            problems.append((name, _("there is no such judgement")))
            continue
        try:
            value = TYPES[question.type].from_json(question.asked, given, on=example.on)
            judgements.append(Judgement(name, value, "example", "officer", at))
        except AnswerError as error:
            problems.append((name, error.message))
    if problems:
        raise AnswersError(problems)
    return decide(
        version,
        answers,
        evidence=example.evidence,
        judgements=judgements,
        authority=example.authority,
        on=example.on,
    )


def check_examples(version: Version, faults: Faults) -> dict[str, set[str]]:
    """Runs every example, writes down what differs, and gives the rows that were hit by table."""
    hit: dict[str, set[str]] = {}
    seen: set[str] = set()
    for example in load_examples(version, faults):
        if example.name in seen:
            faults.add(FILE, example.line, example.name, "two examples have this name", "rename one")
        seen.add(example.name)
        try:
            decision = run_example(version, example)
        except AnswersError as error:
            for fact, message in error.problems:
                faults.add(FILE, example.line, f"{example.name}.{fact}", message, "correct the example")
            continue
        for won in decision.won:
            hit.setdefault(won.table, set()).update(won.rows)
        _compare(version, example, decision)
    return hit


def _compare(version: Version, example: Example, decision: Decision) -> None:
    expect = example.expect
    expect.only({"outcome", "results", "reasons", "evidence", "queue", "messages", "missing", "risk_band"})

    def differs(key: str, wanted: Any, got: Any) -> None:
        expect.fault(
            key,
            f"example `{example.name}` expects {key} {wanted} and the rules give {got}",
            "correct the rule, or the example",
        )

    if (wanted := expect.text("outcome")) != decision.outcome:
        differs("outcome", wanted, decision.outcome)
    results = expect.place("results")
    for name in results.node.items if results else ():
        assert results is not None
        node = results.node.items[name]
        amount = next((each for each in version.service.amounts if each.name == name), None)
        kind = (
            amount.kind
            if amount
            else version.service.facts[name].kind
            if name in version.service.facts
            else "text"
        )
        given = _scalar(kind, node)
        value: Any = int(given * 100) if kind == "money" and isinstance(given, Decimal) else given
        got = decision.results.get(name)
        if got is None or to_stored(got) != value:
            differs(f"results.{name}", plain(node), "nothing" if got is None else to_stored(got))
    for key, named, got_all in (
        ("reasons", expect.words("reasons"), [reason.row for reason in decision.reasons]),
        ("evidence", expect.words("evidence"), list(decision.missing_evidence)),
        ("missing", expect.words("missing"), list(decision.missing_facts)),
        (
            "messages",
            expect.words("messages"),
            [message.name for message in messages_for(version.service, "decided", decision.outcome)],
        ),
    ):
        if (expect.has(key) and [name for name in named if name not in got_all]) or (
            expect.has(key) and not named and got_all and key == "evidence"
        ):
            differs(key, list(named), got_all)
    for key, got_text in (("queue", decision.queue), ("risk_band", decision.risk_band or "")):
        if expect.has(key) and expect.text(key) != got_text:
            differs(key, expect.text(key), got_text or "none")


def messages_for(service: Service, event: str, outcome: str = "") -> tuple[Any, ...]:
    """The message templates that an event sends."""
    return tuple(
        each
        for each in service.messages
        if each.on == event and (not each.outcomes or outcome in each.outcomes)
    )
