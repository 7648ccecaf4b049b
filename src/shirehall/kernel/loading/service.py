"""A whole service out of its texts."""

import re
from collections.abc import Mapping
from dataclasses import replace

from shirehall.kernel.definition import Fact, JudgementAsked, Page, Question, Rate, Service, Table
from shirehall.kernel.loading import keys
from shirehall.kernel.loading.link import (
    absence,
    asked_facts,
    in_order,
    reads_of_expression,
    reads_of_table,
    table_fact,
)  # fmt: skip
from shirehall.kernel.loading.names import check_names
from shirehall.kernel.loading.parts import (
    load_evidence,
    load_messages,
    load_renewal,
    load_retention,
    working_days,
)
from shirehall.kernel.loading.place import Faults, Place
from shirehall.kernel.loading.questions import load_judgements, load_pages
from shirehall.kernel.loading.rates import load_rates
from shirehall.kernel.loading.rules import given_facts, load_amounts, load_tables, worked_out
from shirehall.kernel.problems import DefinitionError
from shirehall.kernel.source import Map, read_yaml

_KEYWORD = re.compile(r"[A-Z]{3,20}")
TEXTED = (
    "STOP",
    "START",
    "HELP",
    "YES",
    "SKIP",
    "SEND",
    "CHANGE",
    "CALL",
    "MENU",
    "DONE",
    "END",
    "QUIT",
    "CANCEL",
)
"""Words that mean something in every conversation by text."""
CHANNELS = ("web", "assisted", "phone", "paper", "sms", "api", "keypad")


def load_service(texts: Mapping[str, str], faults: Faults) -> Service | None:
    """The service that the texts define; None where service.yaml cannot be read. Faults are collected."""
    places = {file: place for file, text in texts.items() if (place := _place(file, text, faults))}
    place = places.get("service.yaml")
    if place is None:
        if "service.yaml" not in texts:
            faults.add(
                "service.yaml",
                0,
                "",
                "the folder has no service.yaml",
                "make one with `shirehall new-service NAME`",
            )
        return None
    place.only(keys.SERVICE)
    shared = {
        file.removeprefix("_shared/").removesuffix(".yaml"): each
        for file, each in places.items()
        if file.startswith("_shared/")
    }
    rules = places.get("rules.yaml", Place("rules.yaml", Map({}, 0), "", faults))
    rules.only(keys.RULES)
    pages = load_pages(place, shared)
    judgements = load_judgements(place)
    rates = load_rates(places.get("rates.yaml"))
    facts = asked_facts(pages, judgements, faults)
    for name, fact in (*worked_out(place).items(), *given_facts(rules).items()):
        if name in facts:
            said = f"`{name}` is asked and worked out, or worked out twice"
            faults.add(fact.file, fact.line, name, said, "give one another name")
        facts[name] = fact
    for name in sorted(rates.keys() & facts.keys()):
        said = f"`{name}` is a fact and a rate"
        faults.add("rates.yaml", rates[name].line, name, said, "give the rate another name")
    tables = load_tables(rules, facts)
    facts, tables = _linked(facts, tables, rates, faults)
    owner = place.word("owner")
    service = Service(
        name=place.word("service"), title=place.text("title"), summary=place.text("summary", ""), owner=owner,
        queue=place.word("queue", owner) if place.has("queue") else owner,
        offered_by=place.words("offered_by"), serves=place.words("serves"), codes=place.texts("codes"),
        lawful_basis=place.text("lawful_basis"), special_category=_special(place), channels=_channels(place),
        decide_within_days=working_days(place, "decide_within"), pages=pages, judgements=judgements, facts=facts,
        evidence=load_evidence(place), tables=tables, amounts=load_amounts(rules), rates=rates,
        messages=load_messages(texts, faults), retention=load_retention(place), settings=_settings(place),
        asking=_asking(pages, judgements), renewal=load_renewal(place),
    )  # fmt: skip
    check_names(service, faults)
    return service


def _asking(pages: tuple[Page, ...], judgements: tuple[JudgementAsked, ...]) -> dict[str, Question]:
    asking = {each.name: each.question for each in judgements}
    for page in pages:
        for question in page.questions:
            asking[f"{page.repeat}.{question.fact}" if page.repeat else question.fact] = question
    return asking


def _place(file: str, text: str, faults: Faults) -> Place | None:
    if file not in ("service.yaml", "rules.yaml", "rates.yaml") and not re.match(
        r"_shared/\w+\.yaml\Z", file
    ):
        return None
    try:
        return Place(file, read_yaml(file, text), "", faults)
    except DefinitionError as error:
        faults.found.extend(error.problems)
        return None


def _channels(place: Place) -> tuple[str, ...]:
    channels = place.words("channels")
    if not channels:
        place.fault("channels", "the service has no channel", "add `channels: [web]`", line=place.line())
    return channels


def _special(place: Place) -> dict[str, dict[str, str]]:
    special = place.place("special_category")
    found: dict[str, dict[str, str]] = {}
    if special is None:
        return found
    for fact in special.node.items:
        about = special.place(fact)
        if about:
            about.only(keys.SPECIAL)
            if about.has("basis") != about.has("since"):
                about.fault(
                    "basis",
                    "a basis needs the date it was recorded, and the other way round",
                    "write {basis: ..., since: 2026-04-01}",
                )
            if about.has("since"):
                about.day("since")
            found[fact] = {key: about.text(key) for key in about.node.items}
    return found


def _settings(place: Place) -> dict[str, object]:
    applicant = place.place("applicant")
    if applicant:
        applicant.only(keys.APPLICANT)
    return {
        "applicant": place.texts("applicant"), "evidence_queue": place.text("evidence_queue", ""),
        "review_queue": place.text("review_queue", ""), "start": _start(place),
        "confirmation": place.text("confirmation", ""), "declaration": place.words("declaration"),
        "one_open_case": place.yes_no("one_open_case"), "sms_keyword": _keyword(place),
        "exit_page": _exit_page(place),
    }  # fmt: skip


def _exit_page(place: Place) -> str:
    address = place.text("exit_page", "")
    if address and not address.startswith("https://"):
        place.fault(
            "exit_page", f"`{address}` is no address to leave to", "write one that begins with https://"
        )
    return address


def _keyword(place: Place) -> str:
    word = place.text("sms_keyword", "").upper()
    if place.has("sms_keyword") and (not _KEYWORD.fullmatch(word) or word in TEXTED):
        mend = "write one word of 3 to 20 letters, such as CALLBACK"
        place.fault("sms_keyword", f"`{word}` cannot begin a service by text", mend)
    return word


def _start(place: Place) -> dict[str, object]:
    start = place.place("start")
    if start is None:
        return {}
    start.only(keys.START)
    return {"takes": start.text("takes", ""), "need": list(start.words("need"))}


def _linked(
    facts: dict[str, Fact], tables: tuple[Table, ...], rates: Mapping[str, Rate], faults: Faults
) -> tuple[dict[str, Fact], tuple[Table, ...]]:
    parts = frozenset(part for fact in facts.values() for part in fact.parts)
    by_fact = {table.gives: table for table in tables}
    reads: dict[str, frozenset[str]] = {}
    for fact in facts.values():
        if fact.formula is not None:
            reads[fact.name] = reads_of_expression(fact.formula, rates, parts - set(facts))
        elif fact.name in by_fact:
            reads[fact.name] = reads_of_table(by_fact[fact.name], rates)
    order = in_order(reads, faults, {name: (facts[name].file, facts[name].line) for name in reads})
    for name in order:
        fact = facts[name]
        if fact.formula is not None:
            found = absence(fact.formula.node, facts, rates)
            facts[name] = replace(fact, may_be_not_applicable=found.may, absent_unless=found.unless)
        else:
            facts[name] = table_fact(by_fact[name], fact, facts, rates)
    # The worked-out facts stand last and in the order they are reckoned, so that one pass reckons them all.
    asked = {name: fact for name, fact in facts.items() if name not in reads}
    ordered = {name: facts[name] for name in order}
    return {**asked, **ordered}, tuple(by_fact[name] for name in order if name in by_fact)
