"""OpenAPI 3.1 documents, made from definitions: one for all services that declare `api`, and one for each."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from shirehall.channels.api.documents.components import PARAMETERS, RESPONSES, SCHEMAS, WEBHOOKS
from shirehall.channels.api.documents.json_schema import always_asked, answers_schema
from shirehall.channels.api.documents.questions import ROOT, declaration_of
from shirehall.channels.api.documents.samples import sample_answers
from shirehall.kernel.api import Version

Part = dict[str, Any]
_REFUSALS = ("400", "401", "403", "404", "409", "413", "415", "422", "429")
_INTRODUCTION = (
    "Send what a resident told you, and read what became of it. The questions, their bounds and their order come from "
    "the same definitions as the council's web pages, and every answer is checked by the same rules. Dates are "
    "2026-03-27; money is sent in pounds as a number and answered in pence. Each POST needs an Idempotency-Key."
)


def openapi(versions: Iterable[Version], *, site: str, on: date) -> Part:
    """The document of some services. `site` is where the API is served, without a slash at the end; `on` is the day
    that the examples are for."""
    known = tuple(versions)
    title = known[0].service.title if len(known) == 1 else "Council services"
    paths: Part = {}
    schemas = dict(SCHEMAS)
    for version in known:
        paths |= _paths_of(version, on)
        schemas |= _schemas_of(version)
    changes = [{"$ref": f"#/components/schemas/{name_of(each)}Answers"} for each in known]
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1", "summary": "Applications by JSON", "description": _INTRODUCTION},
        "servers": [{"url": site or "/"}],
        "security": [{"key": []}],
        "tags": [
            *({"name": each.service.name, "description": each.service.title} for each in known),
            {"name": "drafts", "description": "Applications on their way, shared with the other channels"},
            {"name": "cases", "description": "What became of what you sent"},
        ],
        "paths": {**paths, **_paths_of_drafts(), **_paths_of_cases(changes)},
        "webhooks": WEBHOOKS,
        "components": {
            "schemas": schemas, "parameters": PARAMETERS, "responses": RESPONSES,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "shk_..."}},
        },
    }  # fmt: skip


def name_of(version: Version) -> str:
    """The name of a service as schemas begin with it: CouncilTaxReduction."""
    return "".join(word.capitalize() for word in re.split(r"[^a-z0-9]+", version.service.name))


def _schemas_of(version: Version) -> Part:
    name = name_of(version)
    answers = {"$ref": f"#/components/schemas/{name}Answers"}
    authority = {
        "enum": list(version.service.offered_by), "type": "string",
        "description": "The council. Needed only where no answer tells it, such as an address.",
    }  # fmt: skip
    whole: Part = {"allOf": [answers, {"type": "object", "required": always_asked(version)}]}
    return {
        f"{name}Answers": {**answers_schema(version), "title": version.service.title},
        f"{name}Application": _body({"authority": authority, "answers": whole}, ["answers"]),
        f"{name}Draft": _body({"authority": authority, "answers": answers}, []),
    }  # fmt: skip


def _body(properties: Part, required: list[str]) -> Part:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _paths_of(version: Version, on: date) -> Part:
    service, name = version.service, name_of(version)
    base = f"{ROOT}/services/{service.name}"
    example = {"authority": service.offered_by[0], "answers": sample_answers(version, on=on)}
    about = {"tags": [service.name]}
    return {
        f"{base}/check": {
            "post": {
                **about, "operationId": f"check_{service.name}", "summary": "Check answers without sending them",
                "requestBody": _json(f"{name}Draft", example),
                "responses": _answers("200", "Checked"),
            }
        },
        f"{base}/applications": {
            "post": {
                **about, "operationId": f"apply_{service.name}", "summary": service.title,
                "description": _described(version), "parameters": [_parameter("IdempotencyKey")],
                "requestBody": _json(f"{name}Application", example),
                "responses": _answers("201", "Receipt"),
            }
        },
        f"{base}/drafts": {
            "post": {
                **about, "operationId": f"begin_{service.name}", "summary": "Begin a draft",
                "parameters": [_parameter("IdempotencyKey")], "requestBody": _json(f"{name}Draft", example),
                "responses": _answers("201", "Draft"),
            }
        },
    }  # fmt: skip


def _described(version: Version) -> str:
    said = " ".join(declaration_of(version))
    return (
        f"{version.service.summary} By sending it the person says: {said}"
        if said
        else version.service.summary
    )


def _paths_of_drafts() -> Part:
    reference, about = _parameter("Reference"), {"tags": ["drafts"]}
    base = f"{ROOT}/drafts/{{reference}}"
    return {
        base: {
            "parameters": [reference],
            "get": {**about, "operationId": "draft", "summary": "A draft", "responses": _answers("200", "Draft")},
            "patch": {
                **about, "operationId": "go_on", "summary": "Add answers; null takes one away",
                "requestBody": _json("Answers", None), "responses": _answers("200", "Draft"),
            },
        },
        f"{base}/files/{{name}}": {
            "parameters": [reference, _parameter("Name")],
            "post": {
                **about, "operationId": "add_files", "summary": "Add files to a question that takes files",
                "parameters": [_parameter("IdempotencyKey")], "requestBody": _FILES,
                "responses": _answers("201", "Draft"),
            },
        },
        f"{base}/hand-over": {
            "parameters": [reference],
            "post": {
                **about, "operationId": "hand_over", "summary": "Let the resident go on with it alone",
                "description": "We send a link to the contact. Tell the resident the code that is in the answer: it is "
                "not sent. Called again, a new link and a new code count.",
                "requestBody": _json("Contact", {"contact": "07700 900401"}), "responses": _answers("201", "WayBack"),
            },
        },
        f"{base}/send": {
            "parameters": [reference],
            "post": {
                **about, "operationId": "send_draft", "summary": "Send a draft",
                "parameters": [_parameter("IdempotencyKey")], "requestBody": _json("Council", None),
                "responses": _answers("201", "Receipt"),
            },
        },
    }  # fmt: skip


def _paths_of_cases(changes: list[Part]) -> Part:
    reference, about, key = _parameter("Reference"), {"tags": ["cases"]}, [_parameter("IdempotencyKey")]
    base = f"{ROOT}/cases/{{reference}}"
    change = _body({"answers": {"anyOf": changes} if changes else {"type": "object"}}, ["answers"])
    return {
        f"{ROOT}/key": {
            "get": {
                **about, "operationId": "key", "summary": "What your key may do", "responses": _answers("200", "Key"),
            }
        },
        f"{ROOT}/cases": {
            "get": {
                **about, "operationId": "cases", "summary": "The cases that you sent, the newest first",
                "parameters": [_parameter("After")], "responses": _answers("200", "Cases"),
            }
        },
        base: {
            "parameters": [reference],
            "get": {
                **about, "operationId": "case", "summary": "Where a case stands", "responses": _answers("200", "Case"),
            },
        },
        f"{base}/evidence/{{name}}": {
            "parameters": [reference, _parameter("Name")],
            "post": {
                **about, "operationId": "send_evidence", "summary": "Send files as evidence that is owed",
                "parameters": key, "requestBody": _FILES, "responses": _answers("201", "Receipt"),
            },
        },
        f"{base}/changes": {
            "parameters": [reference],
            "post": {
                **about, "operationId": "tell_change", "summary": "Tell of a change of circumstances",
                "parameters": key,
                "requestBody": {"required": True, "content": {"application/json": {"schema": change}}},
                "responses": _answers("201", "Receipt"),
            },
        },
        f"{base}/withdrawal": {
            "parameters": [reference],
            "post": {
                **about, "operationId": "withdraw", "summary": "Take an application back", "parameters": key,
                "requestBody": _json("Note", None), "responses": _answers("201", "Receipt"),
            },
        },
        f"{base}/review": {
            "parameters": [reference],
            "post": {
                **about, "operationId": "look_again", "summary": "Ask for a person to look at the decision",
                "parameters": key, "requestBody": _json("Note", None), "responses": _answers("201", "Receipt"),
            },
        },
    }  # fmt: skip


_FILES: Part = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object", "required": ["file"],
                "properties": {
                    "file": {
                        "type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"},
                    }
                },
            }
        }
    },
}  # fmt: skip


def _json(schema: str, example: Part | None) -> Part:
    content: Part = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    if example is not None:
        content["examples"] = {"complete": {"summary": "Everything that is needed", "value": example}}
    return {"required": example is not None, "content": {"application/json": content}}


def _parameter(name: str) -> Part:
    return {"$ref": f"#/components/parameters/{name}"}


def _answers(status: str, schema: str) -> Part:
    good = {
        "description": "Done",
        "headers": {"RateLimit-Remaining": {"schema": {"type": "integer"}}},
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }  # fmt: skip
    return {status: good, **{each: {"$ref": "#/components/responses/Problem"} for each in _REFUSALS}}
