"""Every outcome has its message and its time of keeping, every channel its words, every placeholder its fact."""

import re
from collections.abc import Collection, Iterator, Mapping

from shirehall.kernel.definition import EvidenceAsked, MessageTemplate, Service
from shirehall.kernel.loading.names import OFFERED
from shirehall.kernel.loading.place import Faults, whole_of
from shirehall.kernel.message_length import MOST_LENGTH, MOST_PARTS, text_size
from shirehall.kernel.problems import nearest
from shirehall.kernel.reminding import RUNGS, reminder_for
from shirehall.kernel.source import Node, Scalar
from shirehall.kernel.version import Version
from shirehall.kernel.words import PLACEHOLDER

LONGEST_SMS_QUESTION = 160
"""The words of a question in a text message, as a translation may have them."""
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
    if version.outcome_table and _may_refer(version):
        outcomes.add("refer")
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


def _may_refer(version: Version) -> bool:
    """Whether people will be referred although no row says so: they may say that they do not know, or a fact tells of
    health and no basis is recorded."""
    return version.needs_person or any(question.decline for question in version.service.questions)


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
            said = f"no message tells a person of the outcome `{outcome}`"
            mend = f"add messages/{outcome}.md with `on: decided` and `outcomes: [{outcome}]`"
            faults.add("messages", 0, outcome, said, mend)
        for message in found:
            _needs(message, ("email", "letter"), faults)
    for evidence in service.evidence:
        _check_evidence(service, evidence, faults)
    _check_rungs(service, faults)
    _check_texts(service, faults)
    _check_renewal(service, outcomes, faults)
    # Any service with rules may come to refer: a date without an amount, a sum outside what the tables cover.
    given = outcomes | ({"refer"} if service.tables else set())
    for message in service.messages:
        for outcome in message.outcomes:
            if outcome not in given:
                said = f"the service never gives `{outcome}`"
                faults.add(f"messages/{message.name}.md", 0, "outcomes", said, nearest(outcome, given))


def _check_evidence(service: Service, evidence: EvidenceAsked, faults: Faults) -> None:
    if not _parts(service, "evidence_wanted"):
        said = "evidence is asked for, but no message asks for it"
        mend = "add messages/evidence_wanted.md with `on: evidence_wanted`"
        faults.add("messages", 0, evidence.name, said, mend)
    for number, reminder in enumerate(evidence.remind, 1):
        template = reminder_for(service, evidence, number)
        if template is None or not getattr(template, reminder.channel):
            said = f"it reminds by {reminder.channel}, but no reminder has wording for {reminder.channel}"
            if template and template.rung:
                said = f"it reminds by {reminder.channel}, but `{template.name}` has no wording for {reminder.channel}"
            mend = f"add `# {reminder.channel}` to a message with `on: reminder`"
            faults.add("messages", 0, evidence.name, said, mend)


def _check_renewal(service: Service, outcomes: set[str], faults: Faults) -> None:
    """What is asked again has its words for every way, and something that can be approved."""
    if service.renewal is None:
        return
    line = service.renewal.line
    if "approve" not in outcomes:
        said = "the service approves nothing that could be renewed"
        faults.add("service.yaml", line, "renewal", said, "remove `renewal`")
    wanted = {"email", "letter", *(each.channel for each in service.renewal.remind)}
    for part in sorted(wanted - _parts(service, "renewal_due")):
        said = f"no message asks whether anything has changed by {part}"
        mend = f"add `# {part}` to a message with `on: renewal_due`"
        faults.add("service.yaml", line, "renewal", said, mend)


def _check_rungs(service: Service, faults: Faults) -> None:
    """No two messages are the same reminder, and each is of a rung that there is."""
    longest = max((len(each.remind) for each in service.evidence), default=0)
    seen: dict[str, str] = {}
    for each in service.messages:
        if each.on != "reminder" or not each.rung:
            continue
        file = f"messages/{each.name}.md"
        if each.rung in seen:
            said = f"`{seen[each.rung]}` is the {each.rung} reminder as well"
            faults.add(file, each.line, "rung", said, "keep one of the two")
        seen[each.rung] = each.name
        if each.rung in RUNGS[:-1] and RUNGS.index(each.rung) >= longest:
            said = f"no evidence has a {each.rung} reminder"
            faults.add(file, each.line, "rung", said, "add it to `remind`, or remove the message")


def _check_texts(service: Service, faults: Faults) -> None:
    """No text is longer than a provider takes, nor so long that nobody reads it."""
    for each in service.messages:
        size = text_size(service, each) if each.sms else None
        if size is None or size.parts <= MOST_PARTS:
            continue
        said = f"as a text it is about {size.length} characters, in {size.parts} parts"
        mend = f"write `# sms` shorter: at most {MOST_LENGTH} characters, and best in {MOST_PARTS} parts"
        file = f"messages/{each.name}.md"
        faults.add(file, each.line, "sms", said, mend, advice=size.length <= MOST_LENGTH)


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
        file = f"messages/{message.name}.md"
        for text in (message.subject, message.email, message.sms, message.letter):
            for match in _unnamed(text, names | OFFERED):
                _names_nothing(file, message.line, match[0], match, names | OFFERED, faults)
    for words in version.words.values():
        for row in words.table.rows:
            key = f"{words.table.name}.{row.name}.because"
            text = row.because or words.table.because
            for match in _unnamed(text, names):
                _names_nothing("rules.yaml", row.line, key, match, names, faults)
            for name in sorted({match[1] for match in PLACEHOLDER.finditer(text) if match[2] == "cell"}):
                if name in names and name not in words.table.columns:
                    said = f"`{name}` is not a column of this table"
                    faults.add("rules.yaml", row.line, key, said, "use {fact.cell} for a column only")
            _typed_limits(words.table.name, row.name, row.line, row.because, row.cells, faults)
    for amount in service.amounts:
        for match in _unnamed(amount.because, names):
            _names_nothing("rules.yaml", amount.line, f"{amount.name}.because", match, names, faults)


def _unnamed(text: str, names: Collection[str]) -> Iterator[re.Match[str]]:
    return (match for match in PLACEHOLDER.finditer(text) if match[1] not in names)


def _names_nothing(
    file: str, line: int, key: str, match: re.Match[str], names: Collection[str], faults: Faults
) -> None:
    faults.add(file, line, key, f"`{match[0]}` names no fact", nearest(match[1], names))


def _typed_limits(
    table: str, row: str, line: int, because: str, cells: Mapping[str, Node], faults: Faults
) -> None:
    """A limit typed into a sentence goes wrong when the limit changes."""
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
