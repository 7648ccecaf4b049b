"""The OpenAPI documents of all that ships and of every example: whole, and true of what may be sent."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from shirehall.channels.api.documents.json_schema import KINDS
from shirehall.channels.api.documents.openapi import name_of, openapi
from shirehall.channels.api.documents.samples import sample_answers
from shirehall.kernel.api import Version, load, read_facts
from shirehall.kernel.examples import load_examples
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.questions import TYPES
from shirehall.project.folders import read_texts
from tests.services.folders import folders

ON = date(2026, 3, 2)
OPEN = [folder for folder in folders() if "api" in load(read_texts(folder)).service.channels]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def version_in(folder: Path) -> Version:
    return load(read_texts(folder))


def document(*versions: Version) -> Any:
    """As it goes over the wire."""
    return json.loads(json.dumps(openapi(versions, site="https://councils.example.org", on=ON)))


def is_valid(whole: Any, schema: str, value: Any) -> bool:
    about = {"$schema": DIALECT, "$ref": f"#/components/schemas/{schema}", "components": whole["components"]}
    return bool(jsonschema_rs.validator_for(about, validate_formats=True).is_valid(_plain(value)))


def _plain(value: Any) -> Any:
    return json.loads(
        json.dumps(value, default=lambda each: float(each) if isinstance(each, Decimal) else str(each))
    )


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for inner in node.values():
            yield from walk(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from walk(inner)


def test_there_is_something_to_describe() -> None:
    assert {"council_tax_reduction", "call_me_back"} <= {folder.name for folder in OPEN}
    assert len(OPEN) > len(folders()) / 2


@pytest.mark.parametrize("folder", OPEN, ids=lambda folder: folder.name)
def test_the_document_of_a_service_is_whole(folder: Path) -> None:
    hold_to_the_rules(document(version_in(folder)))


def test_the_document_of_all_is_whole() -> None:
    whole = document(*(version_in(folder) for folder in OPEN))
    hold_to_the_rules(whole)
    assert sum(path.endswith("/applications") for path in whole["paths"]) == len(OPEN)


def hold_to_the_rules(whole: Any) -> None:
    """What OpenAPI 3.1 asks of a document, as far as it is used here."""
    assert whole["openapi"] == "3.1.0"
    assert whole["info"]["title"]
    assert whole["info"]["version"]
    operations = [
        (path, operation)
        for path, item in whole["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "patch")
    ]
    ids = [operation["operationId"] for _path, operation in operations]
    assert len(ids) == len(set(ids))
    for path, operation in operations:
        assert path.startswith("/")
        declared = [*whole["paths"][path].get("parameters", []), *operation.get("parameters", [])]
        named = {
            _at(whole, each["$ref"])["name"] for each in declared if _at(whole, each["$ref"])["in"] == "path"
        }
        assert named == set(re.findall(r"{(\w+)}", path)), path
        assert operation["responses"]
        assert all("description" in _whole(whole, each) for each in operation["responses"].values())
    for node in walk(whole):
        if isinstance(node.get("$ref"), str):
            assert _at(whole, node["$ref"]) is not None
    for schema in whole["components"]["schemas"].values():
        jsonschema_rs.validator_for({"$schema": DIALECT, **schema, "components": whole["components"]})
        jsonschema_rs.meta.validate({"$schema": DIALECT, **schema})
    tags = {tag["name"] for tag in whole["tags"]}
    assert {tag for _path, operation in operations for tag in operation["tags"]} <= tags


def _at(whole: Any, pointer: str) -> Any:
    found = whole
    for part in pointer.removeprefix("#/").split("/"):
        found = found[part]
    return found


def _whole(whole: Any, node: Any) -> Any:
    return _at(whole, node["$ref"]) if "$ref" in node else node


@pytest.mark.parametrize("folder", OPEN, ids=lambda folder: folder.name)
def test_what_an_example_was_asked_is_what_the_document_takes(folder: Path) -> None:
    version = version_in(folder)
    whole, faults = document(version), Faults()
    asked = {name for name, fact in version.service.facts.items() if fact.origin == "asked"}
    for example in load_examples(version, faults):
        given = {name: value for name, value in example.answers.items() if name in asked}
        assert is_valid(whole, f"{name_of(version)}Answers", given), example.name


@pytest.mark.parametrize("folder", OPEN, ids=lambda folder: folder.name)
def test_the_sample_is_complete_and_the_kernel_takes_it(folder: Path) -> None:
    version = version_in(folder)
    whole, given = document(version), sample_answers(version, on=ON)
    body = {"authority": version.service.offered_by[0], "answers": given}
    assert is_valid(whole, f"{name_of(version)}Application", body)
    read_facts(version, json.loads(json.dumps(given), parse_float=Decimal), on=ON)
    post = whole["paths"][f"/api/v1/services/{version.service.name}/applications"]["post"]
    assert post["requestBody"]["content"]["application/json"]["examples"]["complete"]["value"] == body


def test_what_is_wrong_does_not_pass() -> None:
    version = version_in(next(folder for folder in OPEN if folder.name == "council_tax_reduction"))
    whole, given = document(version), sample_answers(version, on=ON)

    def passes(**changed: Any) -> bool:
        body = {"answers": {name: value for name, value in {**given, **changed}.items() if value is not None}}
        return is_valid(whole, "CouncilTaxReductionApplication", body)

    assert passes()
    assert not passes(children=21)
    assert not passes(children="2")
    assert not passes(pension_age="no")
    assert not passes(household_kind="married")
    assert not passes(date_of_birth="27/03/1980")
    assert not passes(full_name=None)
    assert not passes(nickname="Wren")
    assert not passes(incomes=[{"kind": "earnings"}])
    assert passes(would_have_disability_premium={"declined": True})
    assert not passes(children={"declined": True})


def test_every_kind_of_answer_is_described() -> None:
    assert {question_type.kind for question_type in TYPES.values()} <= set(KINDS)
