"""Worked cases that stand with a service: these answers on this date give this outcome, for these reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from shirehall.kernel.decide import decide
from shirehall.kernel.decision import Decision, Judgement
from shirehall.kernel.definition import MessageTemplate, Service
from shirehall.kernel.language import _
from shirehall.kernel.loading import keys
from shirehall.kernel.loading.place import Faults, Place
from shirehall.kernel.loading.questions import plain
from shirehall.kernel.problems import AnswersError, DefinitionError
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.reading import read_facts
from shirehall.kernel.source import Map, Scalar, read_yaml
from shirehall.kernel.source import Node as SourceNode
from shirehall.kernel.source import Sequence as Listed
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
    place.only(keys.EXAMPLES)
    found = []
    for each in place.places("examples"):
        each.only(keys.EXAMPLE)
        on, expect = each.day("on"), each.place("expect")
        if expect is None:
            each.fault(
                "expect", "the example expects nothing", "add `expect: {outcome: approve}`", line=each.line()
            )
        if on is None or expect is None:
            continue
        found.append(Example(
            name=each.text("example"), on=on, expect=expect,
            authority=each.text("authority", next(iter(version.service.offered_by), "")),
            answers=_given(version.service, each, "answers"), judgements=_given(version.service, each, "judgements"),
            evidence=each.texts("evidence"), line=each.line(),
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
            key: scalar("money" if key == "amount" else "text", value) for key, value in node.items.items()
        }
    return scalar(kind, node)


def scalar(kind: str, node: SourceNode) -> Any:
    """A scalar as JSON would give it to a fact of a kind; money in pounds."""
    if not isinstance(node, Scalar):
        return plain(node)
    if not node.quoted and node.text == "declined":
        return {"declined": True}
    if not node.quoted and node.text == "not applicable":
        return {"not_applicable": True}
    if kind == "yes_no" and node.text in ("yes", "no", "true", "false"):
        return node.text in ("yes", "true")
    if kind in ("money", "integer", "percent"):
        try:
            number = Decimal(node.text)
        except ArithmeticError:
            return node.text
        if not number.is_finite() or number.adjusted() > 30:
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
        if question is None or name not in version.plan.judged:
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
        version, answers, evidence=example.evidence, judgements=judgements, authority=example.authority,
        on=example.on,
    )  # fmt: skip


def messages_for(service: Service, event: str, outcome: str = "") -> tuple[MessageTemplate, ...]:
    """The message templates that an event sends."""
    return tuple(
        each
        for each in service.messages
        if each.on == event and (not each.outcomes or outcome in each.outcomes)
    )
