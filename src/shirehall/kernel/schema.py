"""The one published JSON Schema of service files: what an editor offers and underlines while a service is written.

It checks shape. Names, types and cells are checked by the loader, whose messages are what people see. Keys come from
the list that the loader reads by, so the two cannot part.
"""

from collections.abc import Mapping
from typing import Any

from shirehall.kernel.definition import OUTCOMES
from shirehall.kernel.loading import keys
from shirehall.kernel.questions import TYPES
from shirehall.kernel.version import Version

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALAR: Schema = {"type": ["string", "number", "integer", "boolean"]}
ANYTHING: Schema = {}
NEEDED = ["service", "title", "owner", "lawful_basis", "channels", "decide_within"]
TEXTS: Schema = {"type": "object", "additionalProperties": SCALAR}
NO_VALUE = ("any", "not applicable", "not made")
NO_ANSWER = ("declined", "not applicable")
INTERVAL = r"^\s*(up to|under|over|from)\s"
VALUE = r"^-?[0-9]"
CELL: Schema = {"anyOf": [SCALAR, {"type": "array", "items": SCALAR, "minItems": 1}]}


def schema(version: Version | None = None) -> Schema:
    """The schema of service.yaml, rules.yaml, rates.yaml, examples.yaml and a shared page set. With a version it knows
    that service's facts, options and rates by name."""
    return {
        "$schema": DIALECT,
        "title": "A council service",
        "description": "One schema for every file of a service folder; the first key tells which file it is.",
        "anyOf": [
            {"$ref": "#/$defs/service"}, {"$ref": "#/$defs/rules"}, {"$ref": "#/$defs/rates"},
            {"$ref": "#/$defs/examples"}, {"$ref": "#/$defs/shared"},
        ],
        "$defs": {
            "service": _object(keys.SERVICE, _service(), NEEDED),
            "rules": _object(keys.RULES, {"tables": _list("table"), "amounts": _list("amount")}),
            "rates": _object(keys.RATES, {"rates": _list("rate")}, ["rates"]),
            "examples": _object(keys.EXAMPLES, {"examples": _list("example")}, ["examples"]),
            "shared": _object(keys.SHARED, {"pages": _list("page")}, ["pages"]),
            **_parts(version),
        },
    }  # fmt: skip


def _object(
    allowed: Mapping[str, str], shapes: Mapping[str, Schema], required: list[str] | None = None
) -> Schema:
    """An object of these keys only. A key without a shape of its own holds a scalar."""
    properties = {key: {**shapes.get(key, SCALAR), "description": said} for key, said in allowed.items()}
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "required": required or [],
    }


def _list(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _names(known: list[str] | None = None) -> Schema:
    return {"type": "array", "items": {"enum": known} if known else {"type": "string"}}


def _service() -> dict[str, Schema]:
    return {
        "offered_by": _names(), "serves": _names(), "channels": _names(), "codes": TEXTS, "declaration": _names(),
        "special_category": {"type": "object", "additionalProperties": _object(keys.SPECIAL, {})},
        "pages": {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/page"}, {"$ref": "#/$defs/shared_page"}]}},
        "facts": _list("fact"), "judgements": _list("judgement"), "evidence": _list("evidence"),
        "renewal": _object(keys.RENEWAL, {"remind": _names()}, ["every", "close_unanswered_after"]),
        "retention": _object(keys.RETENTION, {}), "applicant": _object(keys.APPLICANT, {}),
        "start": _object(keys.START, {"need": _names()}),
    }  # fmt: skip


def _choices(version: Version | None) -> dict[str, list[Any]]:
    """The words that a fact of few values may have."""
    found: dict[str, list[Any]] = {}
    for name, fact in version.service.facts.items() if version else ():
        if "." not in name and fact.kind == "choice":
            found[name] = list(fact.options)
        elif "." not in name and fact.kind == "yes_no":
            found[name] = ["yes", "no", True, False]
    return found


def _cells(version: Version | None) -> dict[str, Schema]:
    """What may stand in a column: an option, or a number, a date, a rate or an interval of them."""
    if version is None:
        return {}
    found: dict[str, Schema] = {}
    rates = sorted(version.service.rates)
    for name, words in _choices(version).items():
        listed = {"type": "array", "items": {"enum": words}, "minItems": 1}
        found[name] = {"anyOf": [{"enum": [*words, *NO_VALUE]}, listed]}
    for name, fact in version.service.facts.items():
        if fact.kind in ("money", "integer", "percent", "date"):
            limit: Schema = {"anyOf": [
                {"type": "number"}, {"enum": [*rates, *NO_VALUE]}, {"type": "string", "pattern": INTERVAL},
                {"type": "string", "pattern": VALUE},
            ]}  # fmt: skip
            found[name] = {"anyOf": [limit, {"type": "array", "items": limit, "minItems": 1}]}
    return found


def _by(version: Version | None) -> Schema:
    if version is None:
        return SCALAR
    choices = [
        name for name, fact in version.service.facts.items() if fact.kind == "choice" and "." not in name
    ]
    return {"enum": ["authority", *choices]}


def _answers(version: Version | None) -> dict[str, Schema]:
    return {name: {"enum": [*words, *NO_ANSWER]} for name, words in _choices(version).items()}


def _parts(version: Version | None) -> dict[str, Schema]:
    facts = sorted(name for name in version.service.facts if "." not in name) if version else None
    named: Schema = {"propertyNames": {"enum": facts}} if facts else {}
    when = {"type": "object", "properties": _cells(version), "additionalProperties": CELL, **named}
    by_fact = {"type": "object", "properties": _answers(version), "additionalProperties": ANYTHING, **named}
    question_shapes: dict[str, Schema] = {
        "type": {"enum": sorted(TYPES)}, "options": TEXTS, "sms_options": TEXTS,
        "between": {"type": "array", "minItems": 2, "maxItems": 2},
        **{key: dict(shape) for kind in TYPES.values() for key, shape in kind.options.items()},
    }  # fmt: skip
    # A scalar written in YAML is a text, a number or a yes: which it is, the question type decides.
    settings = {key: "A setting of some question types." for kind in TYPES.values() for key in kind.options}
    question_keys = {**settings, **keys.QUESTION}
    loose = {
        key: shape if key in ("type", "options", "sms_options", "between") else ANYTHING
        for key, shape in question_shapes.items()
    }
    evidence: dict[str, Schema] = {
        "accept": {"anyOf": [_names(), TEXTS]}, "proves": _names(facts), "remind": _names(),
    }  # fmt: skip
    table: dict[str, Schema] = {
        "gives": {"type": "object", "minProperties": 1, "maxProperties": 1}, "rows": _list("row"),
        "hit": {"enum": ["unique", "first", "collect"]},
    }  # fmt: skip
    example: dict[str, Schema] = {
        "answers": by_fact, "judgements": by_fact, "evidence": TEXTS, "expect": {"$ref": "#/$defs/expect"},
    }  # fmt: skip
    expect: dict[str, Schema] = {
        "outcome": {"enum": list(OUTCOMES)}, "results": {"type": "object"}, "reasons": _names(), "evidence": _names(),
        "messages": _names(), "missing": _names(facts),
    }  # fmt: skip
    return {
        "page": _object(keys.PAGE, {"questions": _list("question")}, ["page", "questions"]),
        "shared_page": _object(keys.SHARED_PAGE, {}, ["shared"]),
        "question": _object({"fact": "The fact it asks.", **question_keys}, loose, ["fact", "ask", "type"]),
        "judgement": _object({"judgement": "Its name.", **question_keys}, loose, ["judgement", "ask", "type"]),
        "fact": _object(keys.WORKED_OUT, {"between": question_shapes["between"], "options": TEXTS}, ["fact", "type"]),
        "evidence": _object(keys.EVIDENCE, evidence, ["evidence", "accept"]),
        "table": _object(keys.TABLE, table, ["table", "gives", "rows"]),
        "row": _object(keys.ROW, {"when": when}, ["row", "then"]),
        "amount": _object(keys.AMOUNT, {"is": {"anyOf": [SCALAR, TEXTS]}}, ["amount", "type", "is"]),
        "rate": _object(keys.RATE, {"dated": _list("dated"), "by": _by(version)}, ["rate", "type", "dated"]),
        "dated": _object(keys.DATED, {"is": {"anyOf": [SCALAR, TEXTS]}}, ["from", "is", "source"]),
        "example": _object(keys.EXAMPLE, example, ["example", "on", "expect"]),
        "expect": _object(keys.EXPECT, expect, ["outcome"]),
    }  # fmt: skip
