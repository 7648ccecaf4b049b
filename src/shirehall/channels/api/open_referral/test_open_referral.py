"""The feed: of the standard's form, the same ids each time, a page at a time, for anybody."""

import re
from typing import Any

import jsonschema_rs
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TEXT = {"type": "string", "minLength": 1}
SERVICE = {
    "type": "object", "required": ["id", "name", "status", "organization"],
    "properties": {
        "id": {**TEXT, "format": "uuid"}, "name": TEXT, "description": TEXT, "url": {**TEXT, "format": "uri"},
        "email": {**TEXT, "format": "email"}, "last_modified": {**TEXT, "format": "date-time"},
        "status": {"enum": ["active", "inactive", "defunct", "temporarily closed"]},
        "organization": {"type": "object", "required": ["id", "name", "description"]},
        "cost_options": {"type": "array", "items": {"required": ["id"], "properties": {"amount": {"type": "number"}}}},
        "attributes": {"type": "array", "items": {"required": ["id", "link_type", "taxonomy_term"]}},
        "contacts": {"type": "array", "items": {"required": ["id"]}},
        "phones": {"type": "array", "items": {"required": ["id", "number"]}},
        "service_areas": {"type": "array", "items": {"required": ["id"]}},
        "schedules": {"type": "array", "items": {"required": ["id"]}},
        "service_at_locations": {"type": "array", "items": {"required": ["id", "location"]}},
    },
}  # fmt: skip
"""What the standard says of a service, as far as the feed has it."""


def get(path: str = "", **asked: str) -> Any:
    response = Client().get(f"/open-referral-uk/{path}", asked)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response


def test_it_says_what_it_is(shed: None) -> None:
    assert get().json()["version"] == "HSDS-UK-3.0"


def test_each_service_of_each_council_is_listed_and_found(shed: None) -> None:
    listed = get("services")
    assert listed.headers["Cache-Control"] == "public, max-age=300"
    said = listed.json()
    head = {name: value for name, value in said.items() if name != "contents"}
    assert head == {
        "total_items": 2, "total_pages": 1, "page_number": 1, "size": 2, "first_page": True, "last_page": True,
        "empty": False,
    }  # fmt: skip
    assert [each["organization"]["name"] for each in said["contents"]] == [
        "North Dorset District Council", "West Dorset District Council",
    ]  # fmt: skip
    checked = jsonschema_rs.validator_for(SERVICE, validate_formats=True)
    for each in said["contents"]:
        assert UUID.fullmatch(each["id"])
        checked.validate(each)
        whole = get(f"services/{each['id']}").json()
        checked.validate(whole)
        assert {**whole, **each} == whole
        assert [place["location"]["name"] for place in whole["service_at_locations"]]
        assert whole["attributes"][0]["taxonomy_term"]["term_uri"] == "http://id.esd.org.uk/service/524"
        assert whole["contacts"][0]["phones"][0]["number"].startswith("01632 960")
        assert whole["cost_options"][0]["amount"] == 0
    assert said == get("services").json()


@pytest.mark.parametrize("name", ["service_at_locations", "taxonomies", "taxonomy_terms"])
def test_what_belongs_to_services_is_listed_and_found(shed: None, name: str) -> None:
    found = get(name).json()["contents"]
    assert found
    for each in found:
        assert get(f"{name}/{each['id']}").json() == each
    missing = get(f"{name}/nothing")
    assert (missing.status_code, missing.headers["Content-Type"]) == (404, "application/problem+json")


def test_it_is_read_a_page_at_a_time_and_filtered(shed: None) -> None:
    second = get("services", page="2", per_page="1").json()
    assert (second["page_number"], second["total_pages"], second["first_page"], second["last_page"]) == (
        2,
        2,
        False,
        True,
    )
    assert get("services", page="9").json()["empty"] is True
    for wrong in ("0", "-1", "x", "9" * 30, "²"):
        assert get("services", page=wrong).status_code == 400
    north = get("services").json()["contents"][0]
    assert get("services", organization_id=north["organization_id"]).json()["contents"] == [north]
    term = get("taxonomy_terms").json()["contents"][0]
    assert (
        get("services", taxonomy_term_id=term["id"], taxonomy_id=term["taxonomy_detail"]["id"]).json()["size"]
        == 2
    )
    assert get("services", taxonomy_term_id="other").json()["empty"] is True
    assert get("services", search="GARDEN shed").json()["size"] == 2
    assert get("services", search="bins").json()["empty"] is True
    assert "service_at_locations" in get("services", full="true").json()["contents"][0]


def test_it_asks_few_queries(shed: None) -> None:
    get("services", full="true")
    with CaptureQueriesContext(connection) as asked:
        get("services", full="true")
    assert len(asked) <= 2
