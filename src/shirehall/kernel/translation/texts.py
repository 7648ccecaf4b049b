"""Every text of a definition that a resident meets, by its place; and a service with these texts in other words.

A place is a path of names ("questions.topic.ask", "tables.outcome.rows.short.because"). One walk serves both: it
hands each text to a function and builds the service again with what comes back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shirehall.kernel.definition import (
    Amount,
    EvidenceAsked,
    Fact,
    MessageTemplate,
    Page,
    Question,
    Service,
    Table,
)  # fmt: skip

Say = Callable[["Text"], str]
SERVICE, RULES, RATES = "service.yaml", "rules.yaml", "rates.yaml"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the definition: its place, its words, and where they stand."""

    place: str
    words: str
    file: str = SERVICE
    line: int = 0


def texts_of(service: Service) -> dict[str, Text]:
    """Every text that a resident may meet, by its place, in the order of the definition."""
    found: dict[str, Text] = {}

    def keep(text: Text) -> str:
        if text.words.strip():
            found[text.place] = text
        return text.words

    reworded(service, keep)
    return found


def reworded(service: Service, say: Say) -> Service:
    """The service with each text replaced by what `say` gives for it. Nothing that decides is touched."""
    title = say(Text("title", service.title))
    summary = say(Text("summary", service.summary))
    settings = _settings(service.settings, say)
    basis = say(Text("lawful_basis", service.lawful_basis))
    pages = tuple(_page(page, say) for page in service.pages)
    asking = {name: each for name, each in service.asking.items() if not each.page}
    for page in pages:
        for question in page.questions:
            asking[_name(page, question)] = question
    return replace(
        service, title=title, summary=summary, settings=settings, lawful_basis=basis, pages=pages,
        evidence=tuple(_evidence(each, say) for each in service.evidence),
        facts=_facts(service, pages, asking, say),
        tables=tuple(_table(table, say) for table in service.tables),
        amounts=tuple(_amount(each, say) for each in service.amounts),
        rates={
            name: replace(rate, title=say(Text(f"rates.{name}.title", rate.title, RATES, rate.line)))
            for name, rate in service.rates.items()
        },
        messages=tuple(_message(each, say) for each in service.messages),
        asking={name: asking[name] for name in service.asking},
    )  # fmt: skip


def _name(page: Page, question: Question) -> str:
    return f"{page.repeat}.{question.fact}" if page.repeat else question.fact


def _settings(settings: Mapping[str, Any], say: Say) -> dict[str, Any]:
    made = dict(settings)
    start = settings.get("start")
    if isinstance(start, Mapping) and start:
        takes = str(start.get("takes") or "")
        need = [
            say(Text(f"start.need.{number}", str(words)))
            for number, words in enumerate(start.get("need") or (), 1)
        ]
        made["start"] = {**start, "takes": say(Text("start.takes", takes)), "need": need}
    made["confirmation"] = say(Text("confirmation", str(settings.get("confirmation") or "")))
    made["declaration"] = tuple(
        say(Text(f"declaration.{number}", words))
        for number, words in enumerate(settings.get("declaration") or (), 1)
    )
    return made


def _page(page: Page, say: Say) -> Page:
    def said(key: str, words: str) -> str:
        return say(Text(f"pages.{page.name}.{key}", words, page.file, page.line))

    return replace(
        page, title=said("title", page.title), hint=said("hint", page.hint), item=said("item", page.item),
        questions=tuple(_question(each, _name(page, each), say) for each in page.questions),
    )  # fmt: skip


def _question(question: Question, name: str, say: Say) -> Question:
    asked = question.asked

    def said(key: str, words: str) -> str:
        return say(Text(f"questions.{name}.{key}", words, question.file, question.line))

    ask, label, hint = said("ask", asked.ask), said("label", asked.label), said("hint", asked.hint)
    options = {option: said(f"options.{option}", words) for option, words in asked.options.items()}
    shorter = {option: said(f"sms_options.{option}", words) for option, words in asked.sms_options.items()}
    settings = dict(asked.settings)
    for key in ("none", "unit"):
        if isinstance(settings.get(key), str):
            settings[key] = said(key, settings[key])
    if isinstance(settings.get("wording"), list):
        settings["wording"] = [said(f"wording.{n}", words) for n, words in enumerate(settings["wording"], 1)]
    channels = {channel: said(channel, words) for channel, words in question.channels.items()}
    return replace(
        question, channels=channels,
        asked=replace(
            asked, ask=ask, label=label, hint=hint, options=options, sms_options=shorter, settings=settings
        ),
    )  # fmt: skip


def _facts(
    service: Service, pages: tuple[Page, ...], asking: Mapping[str, Question], say: Say
) -> dict[str, Fact]:
    """A fact that a page asks says what its question says; a list, what its page is titled."""
    titles = {page.repeat: page.title for page in pages if page.repeat}
    made: dict[str, Fact] = {}
    for name, fact in service.facts.items():
        if name in titles:
            made[name] = replace(fact, label=titles[name][:1].lower() + titles[name][1:])
        elif fact.origin == "asked" and name in asking:
            asked = asking[name].asked
            made[name] = replace(fact, label=asked.label, options=asked.options)
        else:
            made[name] = _worked_out(fact, say)
    return made


def _worked_out(fact: Fact, say: Say) -> Fact:
    file = RULES if fact.origin == "table" else fact.file

    def said(key: str, words: str) -> str:
        return say(Text(f"facts.{fact.name}.{key}", words, file, fact.line))

    if fact.kind == "outcome":
        return fact
    options = {name: said(f"options.{name}", words) for name, words in fact.options.items()}
    return replace(fact, label=said("label", fact.label), options=options)


def _evidence(evidence: EvidenceAsked, say: Say) -> EvidenceAsked:
    def said(key: str, words: str) -> str:
        return say(Text(f"evidence.{evidence.name}.{key}", words, SERVICE, evidence.line))

    accept = {kind: said(f"accept.{kind}", words) for kind, words in evidence.accept.items()}
    return replace(evidence, title=said("title", evidence.title), accept=accept)


def _table(table: Table, say: Say) -> Table:
    place = f"tables.{table.name}"
    rows = tuple(
        replace(row, because=say(Text(f"{place}.rows.{row.name}.because", row.because, RULES, row.line)))
        for row in table.rows
    )
    return replace(table, rows=rows, because=say(Text(f"{place}.because", table.because, RULES, table.line)))


def _amount(amount: Amount, say: Say) -> Amount:
    place = f"amounts.{amount.name}"
    return replace(
        amount, label=say(Text(f"{place}.label", amount.label, RULES, amount.line)),
        because=say(Text(f"{place}.because", amount.because, RULES, amount.line)),
    )  # fmt: skip


def _message(message: MessageTemplate, say: Say) -> MessageTemplate:
    file = f"messages/{message.name}.md"

    def said(part: str, words: str) -> str:
        return say(Text(f"messages.{message.name}.{part}", words, file, message.line))

    return replace(
        message, subject=said("subject", message.subject), email=said("email", message.email),
        sms=said("sms", message.sms), letter=said("letter", message.letter),
    )  # fmt: skip
