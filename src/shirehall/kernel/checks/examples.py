"""The worked cases of a service, run: every one must come out as it says, and every row must be hit by one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from shirehall.kernel.decision import Decision
from shirehall.kernel.examples import FILE, Example, load_examples, messages_for, run_example, scalar
from shirehall.kernel.loading import keys
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.loading.questions import plain
from shirehall.kernel.problems import AnswersError
from shirehall.kernel.values import to_stored
from shirehall.kernel.version import Version


def check_examples(version: Version, faults: Faults) -> None:
    """Runs every example and writes down what differs, and each row that no example hits."""
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
    _check_covered(version, hit, faults)


def _check_covered(version: Version, hit: Mapping[str, set[str]], faults: Faults) -> None:
    for words in version.words.values():
        table = words.table
        for row in table.rows:
            if row.name not in hit.get(table.name, set()):
                said = f"no example hits row `{row.name}`"
                faults.add(
                    "rules.yaml",
                    row.line,
                    f"{table.name}.{row.name}",
                    said,
                    f"add an example for it to {FILE}",
                )
    if not version.words and FILE not in version.texts:
        faults.add(FILE, 0, "", "the service has no examples", f"add {FILE} with one worked case")


def _compare(version: Version, example: Example, decision: Decision) -> None:
    expect = example.expect
    expect.only(keys.EXPECT)
    if (wanted := expect.text("outcome")) != decision.outcome:
        _differs(example, "outcome", wanted, decision.outcome)
    _compare_results(version, example, decision)
    messages = [message.name for message in messages_for(version.service, "decided", decision.outcome)]
    lists: Mapping[str, Sequence[str]] = {
        "reasons": [reason.row for reason in decision.reasons], "evidence": decision.missing_evidence,
        "missing": decision.missing_facts, "messages": messages,
    }  # fmt: skip
    for key, got in lists.items():
        named = expect.words(key)
        # An empty list says that there is none.
        if expect.has(key) and (set(named) - set(got) or (got and not named)):
            _differs(example, key, ", ".join(named) or "none", ", ".join(got) or "none")
    for key, got_text in (("queue", decision.queue), ("risk_band", decision.risk_band or "")):
        if expect.has(key) and expect.text(key) != got_text:
            _differs(example, key, expect.text(key), got_text or "none")


def _compare_results(version: Version, example: Example, decision: Decision) -> None:
    results = example.expect.place("results")
    amounts = {each.name: each.kind for each in version.service.amounts}
    for name, node in results.node.items.items() if results else ():
        fact = version.service.facts.get(name)
        kind = amounts.get(name) or (fact.kind if fact else "text")
        wanted = scalar(kind, node)
        value: Any = int(wanted * 100) if kind == "money" and isinstance(wanted, Decimal) else wanted
        got = decision.results.get(name)
        if got is None or to_stored(got) != value:
            _differs(example, f"results.{name}", plain(node), _as_written(kind, got))


def _as_written(kind: str, got: Any) -> str:
    if got is None:
        return "nothing"
    return f"{Decimal(got).scaleb(-2):.2f}" if kind == "money" else str(to_stored(got))


def _differs(example: Example, key: str, wanted: Any, got: Any) -> None:
    said = f"example `{example.name}` expects {key} {wanted}, and the rules give {got}"
    example.expect.fault(key, said, "correct the rule, or the example")
