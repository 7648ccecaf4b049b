"""What strangers and broken programs send: each is refused with a clear word, and nothing is lost or shown."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shirehall.casework.models import Case, Draft
from shirehall.channels.api import calls
from shirehall.channels.api.conftest import ANSWERS, AT, MakeProgram, Program
from shirehall.channels.api.demonstration import demonstration_key, make_demonstration_key
from shirehall.channels.api.models import ApiKey, KeyUse
from shirehall.channels.api.settings import ApiSettings, api_settings


def kind(response: Any) -> str:
    """The last part of the problem's type."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    said = response.json()
    assert {"type", "title", "status", "detail"} <= set(said)
    assert said["status"] == response.status_code
    assert "Traceback" not in response.content.decode()
    return str(said["type"]).partition("#")[2]


@pytest.mark.parametrize(
    "header",
    [
        None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer nonsense", "Bearer shk_aaaaaaaa_" + "x" * 43,
        "Bearer shk_' OR 1=1 --_" + "x" * 43, "Bearer " + "x" * 5000, "Bearer shk_é",
    ],
)  # fmt: skip
def test_a_wrong_key_opens_nothing(program: Program, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    for path in ("cases", "cases/7K4-92M-CTR", "drafts/7K4-92M-CTR"):
        response = Client().get(f"/api/v1/{path}", headers=headers)
        assert (response.status_code, kind(response)) == (401, "no-key")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_with_another_secret_opens_nothing(program: Program) -> None:
    changed = Program(program.key[:-1] + ("A" if program.key[-1] != "A" else "B"))
    with CaptureQueriesContext(connection) as asked:
        assert changed.get("cases").status_code == 401
    assert not any("keyuse" in each["sql"] for each in asked)
    unknown = Program("shk_zzzzzzzz_" + "x" * 43)
    with CaptureQueriesContext(connection) as asked_of_unknown:
        assert unknown.get("cases").status_code == 401
    assert len(asked) == len(asked_of_unknown)
    assert changed.get("cases").json() == unknown.get("cases").json()


def test_a_key_that_expired_or_was_revoked_opens_nothing(
    make_program: MakeProgram, clock: time_machine.Traveller
) -> None:
    program = make_program(expires_at=AT + timedelta(days=1))
    assert program.get("cases").status_code == 200
    clock.move_to(AT + timedelta(days=1))
    assert kind(program.get("cases")) == "no-key"
    lasting = make_program()
    ApiKey.objects.update(revoked_at=AT)
    assert kind(lasting.get("cases")) == "no-key"


def test_many_wrong_keys_from_one_place_are_told_to_wait(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "api_settings", lambda: ApiSettings(wrong_keys_an_hour=3))
    found = [Program("shk_aaaaaaaa_" + "x" * 43).get("cases") for _again in range(5)]
    assert [each.status_code for each in found] == [401, 401, 401, 429, 429]
    assert found[-1].headers["Retry-After"] == "3600"
    assert program.get("cases").status_code == 200


@pytest.mark.parametrize(
    ("scope", "calls_made"),
    [
        ({"actions": ["read"]}, ["apply", "check", "drafts"]),
        ({"services": ["other"]}, ["apply", "check", "drafts"]),
        ({"authorities": ["west_dorset"]}, ["apply", "check", "drafts"]),
        ({"actions": ["submit"]}, ["cases"]),
    ],
)
def test_a_key_goes_as_far_as_its_scope(
    make_program: MakeProgram, scope: dict[str, Any], calls_made: list[str]
) -> None:
    program = make_program(**scope)
    body = {"answers": dict(ANSWERS), "authority": "north_dorset"}
    for each in calls_made:
        match each:
            case "apply":
                response = program.apply()
            case "cases":
                response = program.get("cases")
            case _:
                response = program.post(f"services/shed/{each}", body)
        assert (response.status_code, kind(response)) == (403, "scope"), each
    assert not Case.objects.exists()
    assert not Draft.objects.exists()


def test_what_another_partner_sent_is_not_there(program: Program, make_program: MakeProgram) -> None:
    reference = program.apply(tools=[{"kind": "spade", "price": 600}]).json()["reference"]
    draft = program.post("services/shed/drafts", {"answers": {}}).json()["reference"]
    other = make_program("landlord")
    unknown = other.get("cases/7K4-92M-CTR")
    for response in (
        other.get(f"cases/{reference}"), other.post(f"cases/{reference}/withdrawal", {}),
        other.post(f"cases/{reference}/changes", {"answers": {"trees": 1}}), other.post(f"cases/{reference}/review", {}),
    ):  # fmt: skip
        assert response.status_code == 404
        assert response.json() == unknown.json()
    assert other.get(f"drafts/{draft}").json() == other.get("drafts/7K4-92M-CTR").json()
    assert other.patch(f"drafts/{draft}", {"answers": {}}).status_code == 404
    assert other.post(f"drafts/{draft}/send", {}).status_code == 404
    assert other.get("cases").json()["cases"] == []


def test_what_came_in_on_the_web_is_not_there_for_programs(program: Program) -> None:
    reference = program.apply().json()["reference"]
    case = Case.objects.get(reference=reference)
    case.of_partner.delete()
    assert program.get(f"cases/{reference}").status_code == 404


def test_a_second_key_of_the_partner_needs_its_own_scope(program: Program, make_program: MakeProgram) -> None:
    reference = program.apply().json()["reference"]
    narrow = make_program(authorities=["west_dorset"])
    assert kind(narrow.get(f"cases/{reference}")) == "scope"
    assert narrow.get("cases").json()["cases"] == []


def test_a_case_whose_time_is_over_is_gone(program: Program) -> None:
    reference = program.apply(once="mine").json()["reference"]
    Case.objects.update(disposed_at=AT)
    assert kind(program.get(f"cases/{reference}")) == "gone"
    assert kind(program.apply(once="mine")) == "gone"
    assert program.get("cases").json()["cases"] == []


@pytest.mark.parametrize(
    ("raw", "status", "kind_of_problem", "words"),
    [
        (b'{"answers": {', 400, "bad-json", "Line 1, column 14"),
        (b'{\n "answers":\n nope}', 400, "bad-json", "Line 3, column 2"),
        (b"[1, 2]", 400, "bad-json", "JSON object"),
        (b'{"answers": {"trees": NaN}}', 400, "bad-json", "NaN"),
        (b'{"answers": {}, "answers": {}}', 400, "bad-json", "twice"),
        (b'{"answers": "\xff"}', 400, "bad-json", "byte 14"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, 400, "bad-json", "levels deep"),
        (b"[" * 100_000, 400, "bad-json", "levels deep"),
        (b'{"answers": {"trees": ' + b"9" * 5000 + b"}}", 400, "bad-json", "number"),
        (b'{"answers": {"trees": 1e99999999999999999999}}', 400, "bad-json", "number"),
        (b'{"\\ud800": {}}', 400, "bad-json", "half of a sign"),
        (b'{"answers": {"\\udfff": 1}}', 400, "bad-json", "half of a sign"),
        (b'{"\\ud800": 1, "\\ud800": 2}', 400, "bad-json", "twice"),
        (b'{"answer": {}}', 400, "bad-request", "belong"),
        (b'{"answers": {"full_name": "' + b"x" * 300_000 + b'"}}', 413, "too-large", "256 kB"),
        (b'{"answers": []}', 422, "answers", "Mend"),
        (b'{"answers": null}', 422, "answers", "Mend"),
        (b'{"answers": {"full_name": "\\ud800"}, "authority": 7}', 422, "answers", "Mend"),
        (b'{"answers": {"full_name": "\\u0000"}, "authority": {}}', 422, "answers", "Mend"),
        (b'{"answers": {"trees": 1e400, "garden": {"declined": 1}, "tools": {"x": 1}}}', 422, "answers", "Mend"),
        (b'{"answers": {"home": {"lines": {}, "town": [], "postcode": 1}}}', 422, "answers", "Mend"),
    ],
)  # fmt: skip
def test_a_broken_body_is_refused_with_a_clear_word(
    program: Program, raw: bytes, status: int, kind_of_problem: str, words: str
) -> None:
    for path in ("applications", "drafts"):
        if path == "drafts" and status == 422 and b"trees" not in raw and b"lines" not in raw:
            continue
        response = program.post(f"services/shed/{path}", raw=raw)
        assert (response.status_code, kind(response)) == (status, kind_of_problem), response.content[:300]
        assert words in response.json()["detail"], response.json()["detail"]
    assert not Case.objects.exists()
    assert not Draft.objects.exists()


def test_a_misspelt_part_is_told_the_nearest(program: Program) -> None:
    response = program.post("services/shed/applications", {"answer": {}})
    assert response.json()["problems"][0]["message"].endswith("did you mean `answers`?")


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE shirehall_casework_case; --",
        "{{config}}",
        "<script>alert(1)</script>",
        "%s%n",
        "Robert\\'); --",
    ],
)
def test_text_that_looks_like_a_program_stays_text(program: Program, text: str) -> None:
    response = program.apply(full_name=text)
    assert response.status_code == 201
    case = Case.objects.get(reference=response.json()["reference"])
    assert case.facts["full_name"]["value"] == text
    for path in (f"cases/{text}", f"drafts/{text}", f"services/{text}"):
        response = program.client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {program.key}"})
        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"


def test_other_methods_addresses_and_types_are_refused(program: Program) -> None:
    gone = program.client.delete("/api/v1/cases", headers={"Authorization": f"Bearer {program.key}"})
    assert (gone.status_code, kind(gone), gone.headers["Allow"]) == (405, "method", "GET, HEAD")
    assert kind(program.get("nothing/here")) == "not-found"
    assert kind(Client().post("/api/v1/services")) == "method"
    form = program.client.post(
        "/api/v1/services/shed/applications", {"answers": "{}"},
        headers={"Authorization": f"Bearer {program.key}", "Idempotency-Key": "a"},
    )  # fmt: skip
    assert kind(form) == "media-type"
    assert kind(program.post("services/narnia/applications", {})) == "not-found"


def test_the_limits_of_a_key_are_told_and_kept(
    make_program: MakeProgram, clock: time_machine.Traveller
) -> None:
    program = make_program(per_minute=3, per_day=5)
    found = [program.get("cases") for _again in range(4)]
    assert [each.status_code for each in found] == [200, 200, 200, 429]
    assert [each.headers["RateLimit-Remaining"] for each in found] == ["2", "1", "0", "0"]
    assert (found[0].headers["RateLimit-Limit"], found[0].headers["RateLimit-Reset"]) == ("3", "60")
    assert (kind(found[3]), found[3].headers["Retry-After"]) == ("too-many", "60")
    clock.shift(timedelta(seconds=60))
    again = [program.get("cases") for _again in range(2)]
    assert [each.status_code for each in again] == [200, 429]
    assert again[1].headers["RateLimit-Limit"] == "5"
    assert int(again[1].headers["Retry-After"]) == 24 * 3600 - (9 * 60 + 31) * 60
    assert KeyUse.objects.get().calls == 6
    clock.shift(timedelta(days=1))
    assert program.get("cases").status_code == 200
    assert KeyUse.objects.count() == 2


def test_nothing_of_a_call_is_kept_by_who_carries_it(program: Program) -> None:
    reference = program.apply().json()["reference"]
    for response in (program.get(f"cases/{reference}"), Program("").get("cases")):
        assert response.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in response.headers


def test_a_fault_of_ours_is_told_without_what_it_was(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("the secret word is swordfish")

    monkeypatch.setattr("shirehall.channels.api.views.cases.case_said", fail)
    reference = program.apply().json()["reference"]
    response = program.get(f"cases/{reference}")
    assert (response.status_code, kind(response)) == (500, "fault")
    assert "swordfish" not in response.content.decode()


def test_the_key_of_a_demonstration_opens_nothing_elsewhere(
    shed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_demonstration_key(by="test", at=AT)
    make_demonstration_key(by="test", at=AT)
    program = Program(demonstration_key())
    assert program.apply().status_code == 201
    monkeypatch.setattr(calls, "is_demonstration", lambda: False)
    assert program.get("cases").status_code == 401


def test_settings_are_read_strictly() -> None:
    assert ApiSettings.from_env({}) == ApiSettings()
    assert ApiSettings.from_env(
        {"SHIREHALL_API_PER_DAY": "7", "SHIREHALL_API_WEBHOOK_PRIVATE": "1"}
    ) == ApiSettings(per_day=7, webhook_private=True)
    for name, text in (("PER_DAY", "0"), ("PER_MINUTE", "many"), ("WEBHOOK_PRIVATE", "yes")):
        with pytest.raises(ValueError, match=f"SHIREHALL_API_{name}"):
            ApiSettings.from_env({f"SHIREHALL_API_{name}": text})
    assert api_settings() is api_settings()


def test_services_and_documents_are_public(shed: None) -> None:
    client = Client()
    listed = client.get("/api/v1/services")
    assert [each["name"] for each in listed.json()["services"]] == ["shed"]
    assert listed.headers["Access-Control-Allow-Origin"] == "*"
    said = client.get("/api/v1/services/shed").json()
    assert [page["name"] for page in said["pages"]] == ["you", "tools", "garden"]
    assert said["pages"][2]["questions"][1]["when"] == "garden"
    assert said["answers"]["properties"]["trees"]["maximum"] == 50
    document = client.get("/api/v1/openapi.json")
    assert document.json()["openapi"] == "3.1.0"
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": document.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    one = client.get("/api/v1/services/shed/openapi.json").json()
    body = one["paths"]["/api/v1/services/shed/applications"]["post"]["requestBody"]
    assert json.dumps(body["content"]["application/json"]["examples"])
    assert client.get("/api/v1/services/narnia").status_code == 404


def test_what_a_document_gives_as_an_example_can_be_sent(program: Program) -> None:
    document = program.get("openapi.json").json()
    post = document["paths"]["/api/v1/services/shed/applications"]["post"]
    example = post["requestBody"]["content"]["application/json"]["examples"]["complete"]["value"]
    response = program.post("services/shed/applications", example)
    assert response.status_code == 201, response.json()


def test_a_program_may_ask_what_its_key_may_do(make_program: MakeProgram) -> None:
    program = make_program(actions=["read"], per_day=9)
    said = program.get("key").json()
    assert (said["actions"], said["services"], said["authorities"], said["per_day"]) == (
        ["read"],
        ["shed"],
        ["*"],
        9,
    )
    assert program.key.rpartition("_")[2] not in str(said)
    assert (
        program.client.head("/api/v1/key", headers={"Authorization": f"Bearer {program.key}"}).status_code
        == 200
    )


def test_the_developers_page_shows_how_to_begin(shed: None) -> None:
    make_demonstration_key(by="test", at=AT)
    page = Client().get("/api/").content.decode()
    assert demonstration_key() in page
    assert "/api/v1/services/shed/applications" in page
