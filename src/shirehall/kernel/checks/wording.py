"""Every outcome has its message and its time of keeping, every channel its words, every placeholder its fact."""

import re

from shirehall.kernel.definition import MessageTemplate, Service
from shirehall.kernel.loading.place import Faults, nearest, whole_of
from shirehall.kernel.source import Scalar
from shirehall.kernel.version import Version
from shirehall.kernel.words import PLACEHOLDER

OFFERED = frozenset(
    {
        "reference",
        "name",
        "link",
        "deadline",
        "council",
        "phone",
        "reasons",
        "evidence",
        "next_steps",
        "service",
        "reason",
        "outcome",
    }
)
LONGEST_SMS_QUESTION = 160
LONGEST_SENTENCE = 25
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def check_wording(version: Version, faults: Faults) -> None:
    """Writes down what has no words, or words that name nothing."""
    service = version.service
    outcomes = {
        str(row.then)
        for words in version.words.values()
        if words.table.kind == "outcome"
        for row in words.table.rows
    } or {"received"}
    _check_retention(service, outcomes, faults)
    _check_messages(service, outcomes, faults)
    _check_placeholders(version, faults)
    _check_questions(service, faults)
    for words in version.words.values():
        for row in words.table.rows:
            if words.table.kind == "outcome" and not (row.because or words.table.because):
                faults.add(
                    "rules.yaml",
                    row.line,
                    f"{words.table.name}.{row.name}",
                    "a row that decides says no reason",
                    'add `because: "..."`',
                )


def _check_retention(service: Service, outcomes: set[str], faults: Faults) -> None:
    for key in sorted(outcomes | {"withdrawn", "draft"}):
        if key not in service.retention:
            faults.add(
                "service.yaml",
                0,
                f"retention.{key}",
                f"it is not said how long `{key}` is kept",
                f"add `{key}: 2 years after closed`"
                if key != "draft"
                else "add `draft: 30 days after last saved`",
            )


def _check_messages(service: Service, outcomes: set[str], faults: Faults) -> None:
    for outcome in sorted(outcomes):
        found = [
            each
            for each in service.messages
            if (each.on == "decided" and outcome in (each.outcomes or (outcome,)))
            or (outcome == "received" and each.on == "received")
        ]
        if not found:
            faults.add(
                "messages",
                0,
                outcome,
                f"no message tells a person of the outcome `{outcome}`",
                f"add messages/{outcome}.md with `on: decided` and `outcomes: [{outcome}]`",
            )
        for message in found:
            _needs(message, ("email", "letter"), faults)
    for evidence in service.evidence:
        if not _parts(service, "evidence_wanted"):
            faults.add(
                "messages",
                0,
                evidence.name,
                "evidence is asked for, but no message asks for it",
                "add messages/evidence_wanted.md with `on: evidence_wanted`",
            )
        for reminder in evidence.remind:
            if reminder.channel not in _parts(service, "reminder"):
                faults.add(
                    "messages",
                    0,
                    evidence.name,
                    f"it reminds by {reminder.channel}, but no reminder has wording for {reminder.channel}",
                    f"add `# {reminder.channel}` to a message with `on: reminder`",
                )
    for message in service.messages:
        for outcome in message.outcomes:
            if outcome not in outcomes:
                faults.add(
                    f"messages/{message.name}.md",
                    0,
                    "outcomes",
                    f"the service never gives `{outcome}`",
                    nearest(outcome, outcomes),
                )


def _parts(service: Service, event: str) -> set[str]:
    return {
        part
        for each in service.messages
        if each.on == event
        for part in ("email", "sms", "letter")
        if getattr(each, part)
    }


def _needs(message: MessageTemplate, parts: tuple[str, ...], faults: Faults) -> None:
    for part in parts:
        if not getattr(message, part):
            faults.add(
                f"messages/{message.name}.md",
                message.line,
                part,
                f"the message has no wording for {part}",
                f"add a section `# {part}`",
            )


def _check_placeholders(version: Version, faults: Faults) -> None:
    service = version.service
    names = (
        {name for name in service.facts if "." not in name}
        | set(service.rates)
        | {each.name for each in service.amounts}
    )
    for message in service.messages:
        for text in (message.subject, message.email, message.sms, message.letter):
            for match in PLACEHOLDER.finditer(text):
                if match[1] not in names | OFFERED:
                    faults.add(
                        f"messages/{message.name}.md",
                        message.line,
                        match[0],
                        f"`{match[0]}` names no fact",
                        nearest(match[1], names | OFFERED),
                    )
    for words in version.words.values():
        for row in words.table.rows:
            text = row.because or words.table.because
            for match in PLACEHOLDER.finditer(text):
                if match[1] not in names:
                    faults.add(
                        "rules.yaml",
                        row.line,
                        f"{words.table.name}.{row.name}.because",
                        f"`{match[0]}` names no fact",
                        nearest(match[1], names),
                    )
                elif match[2] == "cell" and match[1] not in words.table.columns:
                    faults.add(
                        "rules.yaml",
                        row.line,
                        f"{words.table.name}.{row.name}.because",
                        f"`{match[1]}` is not a column of this table",
                        "use {fact.cell} for a column only",
                    )
            _typed_limits(words.table.name, row.name, row.line, row.because, row.cells, faults)
    for amount in service.amounts:
        for match in PLACEHOLDER.finditer(amount.because):
            if match[1] not in names:
                faults.add(
                    "rules.yaml",
                    amount.line,
                    f"{amount.name}.because",
                    f"`{match[0]}` names no fact",
                    nearest(match[1], names),
                )


def _typed_limits(table: str, row: str, line: int, because: str, cells: object, faults: Faults) -> None:
    """A limit typed into a sentence goes wrong when the limit changes."""
    assert isinstance(cells, dict)
    limits = {
        whole_of("money", word)
        for node in cells.values()
        if isinstance(node, Scalar)
        for word in node.text.split()
    } - {None, 0, 100, 200}
    for match in _NUMBER.finditer(PLACEHOLDER.sub("", because)):
        if whole_of("money", match[0].replace(",", "")) in limits:
            faults.add(
                "rules.yaml",
                line,
                f"{table}.{row}.because",
                f"the number {match[0]} is a limit of the row, typed again",
                "write {fact.cell}, or make the limit a rate",
                advice=True,
            )


def _check_questions(service: Service, faults: Faults) -> None:
    for question in service.questions:
        wording = question.channels.get("sms", question.asked.ask)
        if "sms" in service.channels and len(wording) > LONGEST_SMS_QUESTION:
            faults.add(
                "service.yaml",
                question.line,
                question.fact,
                f"the question is too long for a text message ({len(wording)} characters)",
                f'add `sms: "..."` of at most {LONGEST_SMS_QUESTION}',
            )
        for sentence in re.split(r"[.?!]", question.asked.ask):
            if len(sentence.split()) > LONGEST_SENTENCE:
                faults.add(
                    "service.yaml",
                    question.line,
                    question.fact,
                    f"a sentence has over {LONGEST_SENTENCE} words",
                    "make it two",
                    advice=True,
                )
