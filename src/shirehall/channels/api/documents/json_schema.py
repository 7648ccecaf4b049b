"""JSON Schema of the answers of a service, out of its definition: by the kind of each answer, so that a further type of
question is described without a line here."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from shirehall.kernel.api import Question, Version
from shirehall.kernel.definition import Page
from shirehall.kernel.questions import TYPES, Asked
from shirehall.kernel.values import PERIODS, Domain

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 10_000}
_DECLINED: Schema = {
    "type": "object", "properties": {"declined": {"const": True}}, "required": ["declined"],
    "additionalProperties": False, "title": "I do not know",
}  # fmt: skip
_LEFT_EMPTY: Schema = {
    "type": "object", "properties": {"not_applicable": {"const": True}}, "required": ["not_applicable"],
    "additionalProperties": False, "title": "left empty",
}  # fmt: skip


def answers_schema(version: Version) -> Schema:
    """The answers of a service as an object: every question, none required, nothing else allowed."""
    properties: dict[str, Schema] = {}
    for page in version.service.pages:
        if page.repeat:
            properties[page.repeat] = _list(page)
        else:
            properties |= {question.fact: question_schema(question, page) for question in page.questions}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def always_asked(version: Version) -> list[str]:
    """The facts that everybody is asked and must answer. What else is required depends on the answers."""
    names: list[str] = []
    for page in version.service.pages:
        if page.when is not None:
            continue
        if page.repeat:
            names.append(page.repeat)
        else:
            names += [
                each.fact
                for each in page.questions
                if each.when is None and not each.asked.optional and each.kind != "files"
            ]
    return names


def question_schema(question: Question, page: Page | None = None) -> Schema:
    """One question: its answer, its words, and when it is asked."""
    asked = question.asked
    schema = {**_of_kind(question), "title": asked.ask, "description": _described(question, page)}
    if question.type == "declaration":
        schema["const"] = True
    others = [_DECLINED] if question.decline else []
    others += [_LEFT_EMPTY] if asked.optional else []
    if not others:
        return schema
    words = {name: schema.pop(name) for name in ("title", "description")}
    return {**words, "anyOf": [schema, *others]}


def _described(question: Question, page: Page | None) -> str:
    asked = question.asked
    parts = [f"{asked.label[:1].upper()}{asked.label[1:]}.", asked.hint]
    if asked.options:
        parts.append("; ".join(f"`{name}`: {words}" for name, words in asked.options.items()) + ".")
    if question.kind == "money":
        parts.append("In pounds, with at most two decimals.")
    when = [each.words for each in ((page.when if page else None), question.when) if each is not None]
    if when:
        parts.append(f"Asked when: {' and '.join(when)}.")
    if asked.optional:
        parts.append("May be left out.")
    if question.decline:
        parts.append('{"declined": true} says "I do not know".')
    return " ".join(re.sub(r"\s+", " ", part).strip() for part in parts if part.strip())


def _list(page: Page) -> Schema:
    needed = [each.fact for each in page.questions if not each.asked.optional and each.when is None]
    description = page.hint
    if page.when is not None:
        description = f"{description} Asked when: {page.when.words}.".strip()
    item: Schema = {
        "type": "object", "properties": {each.fact: question_schema(each) for each in page.questions},
        "additionalProperties": False,
    }  # fmt: skip
    if needed:
        item["required"] = needed
    return {
        "type": "array", "title": page.title, "description": description or f"Each {page.item or 'item'}; [] for none.",
        "minItems": page.at_least, "maxItems": page.at_most, "items": item,
    }  # fmt: skip


def _of_kind(question: Question) -> Schema:
    kind = TYPES[question.type].kind_of(question.asked)
    return KINDS[kind](question.asked, TYPES[question.type].domain(question.asked))


def _bounded(schema: Schema, domain: Domain, scale: int = 1) -> Schema:
    bounds = {"minimum": domain.low, "maximum": domain.high}
    found = {name: bound for name, bound in bounds.items() if bound is not None}
    return {**schema, **{name: _exact(bound, scale) for name, bound in found.items()}}


def _exact(bound: int, scale: int) -> int | float:
    return bound // scale if bound % scale == 0 else bound / scale


def _choices(asked: Asked, domain: Domain) -> Schema:
    names = [*asked.options, "none"] if asked.settings.get("none") else [*asked.options]
    least = 0 if asked.settings.get("none") else 1
    return {"type": "array", "items": {"enum": names}, "minItems": least, "uniqueItems": True}


def _address(asked: Asked, domain: Domain) -> Schema:
    text = {"type": "string", "maxLength": 100}
    schema: Schema = {
        "type": "object",
        "properties": {
            "lines": {"type": "array", "items": text, "minItems": 1, "maxItems": 2}, "town": text, "postcode": text,
            "uprn": {
                "type": "string", "pattern": "^[0-9]{1,12}$",
                "description": "The property's number; then its address, council and ward are looked up.",
            },
        },
        "required": ["lines", "town", "postcode"], "additionalProperties": False,
    }  # fmt: skip
    if not asked.settings.get("no_fixed_address"):
        return schema
    nowhere: Schema = {
        "type": "object", "properties": {"no_fixed_address": {"const": True}}, "required": ["no_fixed_address"],
        "additionalProperties": False,
    }  # fmt: skip
    return {"anyOf": [schema, nowhere]}


def _money_per(asked: Asked, domain: Domain) -> Schema:
    periods = [each for each in asked.settings.get("per", PERIODS) if each in PERIODS] or list(PERIODS)
    return {
        "type": "object", "properties": {"amount": {"type": "number"}, "per": {"enum": periods}},
        "required": ["amount", "per"], "additionalProperties": False,
    }  # fmt: skip


def _bank_account(asked: Asked, domain: Domain) -> Schema:
    text = {"type": "string", "maxLength": 100}
    return {
        "type": "object", "properties": {"holder": text, "sort_code": text, "number": text, "roll": text},
        "required": ["holder", "sort_code", "number"], "additionalProperties": False,
    }  # fmt: skip


def _files(asked: Asked, domain: Domain) -> Schema:
    return {
        "type": "array",
        "maxItems": 0,
        "items": {},
        "description": "Sent to a draft, not among the answers.",
    }


KINDS: Mapping[str, Callable[[Asked, Domain], Schema]] = {
    "money": lambda asked, domain: _bounded({"type": "number"}, domain, 100),
    "percent": lambda asked, domain: _bounded({"type": "integer"}, domain),
    "integer": lambda asked, domain: _bounded({"type": "integer"}, domain),
    "yes_no": lambda asked, domain: {"type": "boolean"},
    "choice": lambda asked, domain: {"enum": list(asked.options), "type": "string"},
    "choices": _choices,
    "date": lambda asked, domain: {"type": "string", "format": "date"},
    "text": lambda asked, domain: {
        **_TEXT,
        "maxLength": int(asked.settings.get("at_most", _TEXT["maxLength"])),
    },
    "name": lambda asked, domain: _TEXT,
    "address": _address,
    "bank_account": _bank_account,
    "money_per": _money_per,
    "files": _files,
}
"""Kind of value -> the schema of an answer of it. A repeated page is made of these; outcomes are never given."""
