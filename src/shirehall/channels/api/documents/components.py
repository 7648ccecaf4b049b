"""The parts of every OpenAPI document that no definition changes: problems, receipts, cases, drafts, events."""

from typing import Any

Part = dict[str, Any]
_TEXT: Part = {"type": "string"}
_MOMENT: Part = {"type": "string", "format": "date-time"}
_DAY_OR_NULL: Part = {"type": ["string", "null"], "format": "date"}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Part, required: tuple[str, ...] = (), *, open_ended: bool = True) -> Part:
    schema: Part = {"type": "object", "properties": properties, "required": list(required)}
    return schema if open_ended else {**schema, "additionalProperties": False}


def _list(items: Part) -> Part:
    return {"type": "array", "items": items}


_HEAD: Part = {"reference": _TEXT, "service": _TEXT, "authority": _TEXT, "links": {"type": "object"}}
_DECISION_OR_NULL: Part = {"anyOf": [_ref("Decision"), {"type": "null"}]}

SCHEMAS: Part = {
    "Problem": _object(
        {
            "type": {"type": "string", "format": "uri-reference"}, "title": _TEXT, "status": {"type": "integer"},
            "detail": _TEXT, "problems": _list(_ref("Found")),
        },
        ("type", "title", "status", "detail"),
    ),
    "Found": _object({"fact": _TEXT, "message": _TEXT}, ("fact", "message")),
    "Checked": _object(
        {
            "complete": {"type": "boolean"}, "problems": _list(_ref("Found")), "missing": _list(_ref("Found")),
            "not_used": {**_list(_TEXT), "description": "Facts that are not asked of this person."},
        },
        ("complete", "problems", "missing", "not_used"),
    ),
    "Decision": _object(
        {
            "outcome": {"enum": ["approve", "refuse", "refer", "received", "incomplete"]},
            "on": {"type": "string", "format": "date"},
            "amounts": _list(_object({"name": _TEXT, "label": _TEXT, "unit": _TEXT, "value": {}, "text": _TEXT})),
            "reasons": _list(_object({"text": _TEXT, "source": _TEXT})),
        },
        ("outcome", "on", "amounts", "reasons"),
    ),
    "Step": _object({"kind": _TEXT, "text": _TEXT}, ("kind", "text")),
    "Evidence": _object(
        {
            "name": _TEXT, "title": _TEXT, "owed": {"type": "boolean"}, "due_on": _DAY_OR_NULL,
            "state": {"enum": ["wanted", "received", "accepted", "refused"]},
            "accept": {"type": "object", "additionalProperties": _TEXT}, "reason": _TEXT,
        },
        ("name", "title", "state", "owed"),
    ),
    "Receipt": _object(
        {
            **_HEAD, "purpose": _TEXT, "sent_at": _MOMENT, "decision": _DECISION_OR_NULL,
            "next_steps": _list(_ref("Step")), "evidence_wanted": _list(_TEXT),
        },
        ("reference", "service", "authority", "purpose", "sent_at", "decision", "next_steps", "evidence_wanted"),
    ),
    "Case": _object(
        {
            **_HEAD, "submitted_at": _MOMENT, "decide_by_on": _DAY_OR_NULL, "decision": _DECISION_OR_NULL,
            "state": {"enum": ["open", "awaiting_evidence", "with_officer", "settled", "closed", "withdrawn"]},
            "evidence": _list(_ref("Evidence")), "next_steps": _list(_ref("Step")),
            "timeline": _list(_object({"at": _MOMENT, "kind": _TEXT, "label": _TEXT})),
        },
        (
            "reference", "service", "authority", "state", "submitted_at", "decision", "evidence", "next_steps",
            "timeline",
        ),
    ),
    "Key": _object(
        {
            "partner": _TEXT, "name": _TEXT, "prefix": _TEXT, "actions": _list({"enum": ["submit", "read", "webhook"]}),
            "services": {**_list(_TEXT), "description": "* is every service."},
            "authorities": {**_list(_TEXT), "description": "* is every council."}, "per_minute": {"type": "integer"},
            "per_day": {"type": "integer"}, "expires_at": {"type": ["string", "null"], "format": "date-time"},
        },
        ("partner", "name", "prefix", "actions", "services", "authorities", "per_minute", "per_day", "expires_at"),
    ),
    "Cases": _object(
        {
            "cases": _list(_object({
                **dict.fromkeys(("reference", "service", "authority", "state", "outcome"), _TEXT),
                "submitted_at": _MOMENT,
            })),
            "next": {"type": ["string", "null"]},
        },
        ("cases", "next"),
    ),
    "Draft": _object(
        {
            "reference": _TEXT, "service": _TEXT, "authority": {"type": ["string", "null"]}, "answered": _list(_TEXT),
            "saved_at": _MOMENT, "expires_at": _MOMENT, "sent": {"type": "boolean"}, "missing": _list(_ref("Found")),
            "links": {"type": "object"},
        },
        ("reference", "service", "answered", "saved_at", "expires_at", "sent"),
    ),
    "Answers": _object({"authority": _TEXT, "answers": {"type": "object"}}, open_ended=False),
    "Council": _object({"authority": _TEXT}, open_ended=False),
    "Contact": {**_object({"contact": _TEXT}, ("contact",), open_ended=False), "title": "An email address or a mobile"},
    "WayBack": _object(
        {"reference": _TEXT, "sent_by": {"enum": ["email", "sms"]}, "code": _TEXT, "hours": {"type": "integer"}},
        ("reference", "sent_by", "code", "hours"),
    ),
    "Note": _object({"note": _TEXT}, open_ended=False),
    "Event": _object(
        {
            "type": {"enum": ["case.decided", "case.evidence_wanted", "case.closed"]}, "timestamp": _MOMENT,
            "data": _object(
                {"reference": _TEXT, "service": _TEXT, "authority": _TEXT, "case": _TEXT}, ("reference", "service"),
            ),
        },
        ("type", "timestamp", "data"),
    ),
}  # fmt: skip

PARAMETERS: Part = {
    "IdempotencyKey": {
        "name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string", "maxLength": 200},
        "description": "Yours, another for each thing you send. The same key with the same body is done once.",
    },
    "Reference": {"name": "reference", "in": "path", "required": True, "schema": _TEXT, "example": "7K4-92M-CTR"},
    "Name": {"name": "name", "in": "path", "required": True, "schema": _TEXT},
    "After": {"name": "after", "in": "query", "schema": _TEXT, "description": "What the page before gave as `next`."},
}  # fmt: skip

RESPONSES: Part = {
    "Problem": {
        "description": "It was not done, and why",
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
}

WEBHOOKS: Part = {
    "case": {
        "post": {
            "operationId": "case_event", "summary": "Something happened to a case that you sent", "tags": ["cases"],
            "description": "Signed as Standard Webhooks say: headers webhook-id, webhook-timestamp, webhook-signature. "
            "It may come more than once: webhook-id tells. Read the case for what stands now.",
            "security": [],
            "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Event")}}},
            "responses": {"200": {"description": "Taken"}},
        }
    }
}  # fmt: skip
