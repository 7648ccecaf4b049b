"""A service in JSON: what it is, what it asks in which order, and the schema of its answers."""

from typing import Any

from shirehall.channels.api.documents.json_schema import always_asked, answers_schema, question_schema
from shirehall.kernel.api import Page, Version

ROOT = "/api/v1"


def service_brief(version: Version) -> dict[str, Any]:
    """One line of the list of services."""
    service = version.service
    return {
        "name": service.name, "title": service.title, "summary": service.summary, "version": version.hash,
        "authorities": list(service.offered_by), "codes": dict(service.codes),
        "links": {"self": f"{ROOT}/services/{service.name}", "openapi": f"{ROOT}/services/{service.name}/openapi.json"},
    }  # fmt: skip


def service_said(version: Version) -> dict[str, Any]:
    """A service with its questions in their order and the JSON Schema of its answers."""
    return {
        **service_brief(version),
        "declaration": declaration_of(version),
        "pages": [_page(page) for page in version.service.pages],
        "evidence": [
            {"name": each.name, "title": each.title, "accept": dict(each.accept), "proves": list(each.proves)}
            for each in version.service.evidence
        ],
        "answers": {**answers_schema(version), "$schema": "https://json-schema.org/draft/2020-12/schema"},
        "always_asked": always_asked(version),
    }  # fmt: skip


def declaration_of(version: Version) -> list[str]:
    """What the person says by sending: a program reads it to them first."""
    return [str(each) for each in version.service.settings.get("declaration") or ()]


def _page(page: Page) -> dict[str, Any]:
    return {
        "name": page.name, "title": page.title, "when": page.when.words if page.when else None,
        "repeat": page.repeat or None,
        "questions": [
            {
                "fact": each.fact, "type": each.type, "ask": each.asked.ask, "label": each.asked.label,
                "hint": each.asked.hint, "when": each.when.words if each.when else None,
                "optional": each.asked.optional, "may_decline": each.decline, "schema": question_schema(each),
            }
            for each in page.questions
        ],
    }  # fmt: skip
