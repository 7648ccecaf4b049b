"""Partners and keys on the desk: who may, what is shown once, and that a key made there works."""

import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shirehall.casework.api import panels
from shirehall.casework.models import Case
from shirehall.channels.api.conftest import AT, MakeOfficer, Program, make_partner
from shirehall.channels.api.keys import webhook_secrets
from shirehall.channels.api.models import ApiKey, Partner
from shirehall.design.test_parts import check as check_page
from shirehall.partnership.api import current_partnership

KEY = {
    "key_name": "Intake form", "actions": ["submit", "read"], "services": ["shed"], "authorities": ["north_dorset", "west_dorset"],
    "per_minute": "60", "per_day": "1,000",
}  # fmt: skip
PAGES = ("/desk/partners/", "/desk/partners/advice/")
POSTS = (
    "/desk/partners/", "/desk/partners/advice/key/", "/desk/partners/advice/webhook/",
    "/desk/partners/advice/webhook/secret/", "/desk/partners/advice/key/aaaaaaaa/revoke/",
)  # fmt: skip


def page(response: Any) -> str:
    text = str(response.content.decode())
    check_page(text, whole=True)
    return text


def test_only_administrators_of_everything_look_after_partners(officer: MakeOfficer) -> None:
    make_partner()
    roles = set(current_partnership().roles) - {"administrator"}
    assert len(roles) >= 3
    for role in sorted(roles):
        client = officer(role, "revenues_and_benefits")
        assert [client.get(path).status_code for path in PAGES] == [403, 403], role
        assert [client.post(path).status_code for path in POSTS] == [403] * len(POSTS), role
    narrow = officer("administrator", authority="north_dorset")
    assert [narrow.get(path).status_code for path in PAGES] == [403, 403]
    allowed = officer()
    assert [allowed.get(path).status_code for path in PAGES] == [200, 200]


def test_strangers_and_those_with_one_factor_are_sent_to_sign_in(officer: MakeOfficer) -> None:
    make_partner()
    for client in (Client(), officer(factors=1)):
        for path in (*PAGES, *POSTS):
            response = client.get(path) if path in PAGES else client.post(path)
            assert response.status_code == 302, path
            assert "/desk/partners" not in response.headers["Location"].partition("?")[0]
    assert not ApiKey.objects.exists()


def test_a_key_is_made_shown_once_and_works(officer: MakeOfficer) -> None:
    client = officer()
    assert "no partner yet" in page(client.get("/desk/partners/"))
    wrong = client.post("/desk/partners/", {"name": "", "code": "Not A Code", "contact": "nobody"})
    assert wrong.status_code == 422
    assert "Error:" in page(wrong)
    made = client.post(
        "/desk/partners/", {"name": "Advice Dorset", "code": "advice", "contact": "it@example.org"}
    )
    assert (made.status_code, made.headers["Location"]) == (302, "/desk/partners/advice/")
    assert (
        client.post(
            "/desk/partners/", {"name": "Two", "code": "advice", "contact": "it@example.org"}
        ).status_code
        == 422
    )
    page(client.get("/desk/partners/advice/"))
    shown = client.post("/desk/partners/advice/key/", KEY)
    text = re.search(r"shk_[a-z0-9]{8}_[\w-]{43}", page(shown))
    assert text
    assert shown.headers["Cache-Control"] == "no-store"
    assert text[0] not in page(client.get("/desk/partners/advice/"))
    key = ApiKey.objects.get()
    assert text[0] not in key.secret_hash
    assert (key.services, key.authorities, key.actions) == (
        ["shed"],
        ["north_dorset", "west_dorset"],
        ["submit", "read"],
    )
    assert (key.per_minute, key.per_day, key.made_by) == (60, 1000, "administrator.all@example.org")
    program = Program(text[0])
    assert program.apply().status_code == 201
    again = page(client.get("/desk/partners/advice/"))
    assert "1 calls in 30 days" in again
    assert "Works" in again
    revoked = client.post(f"/desk/partners/advice/key/{key.prefix}/revoke/")
    assert revoked.status_code == 302
    assert program.get("cases").status_code == 401
    assert "Revoked" in page(client.get("/desk/partners/advice/"))
    assert client.post("/desk/partners/advice/key/zzzzzzzz/revoke/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"actions": []}, "Select"), ({"services": []}, "Select"), ({"authorities": []}, "Select"),
        ({"key_name": ""}, "Enter"), ({"per_minute": "0"}, "calls a minute must be"), ({"per_day": "lots"}, "number"),
        ({"expires_on-day": "1", "expires_on-month": "3", "expires_on-year": "2026"}, "must not be over"),
        ({"services": ["narnia"]}, "Select"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_key_is_said_and_nothing_is_lost(
    officer: MakeOfficer, changed: dict[str, Any], words: str
) -> None:
    make_partner()
    response = officer().post("/desk/partners/advice/key/", {**KEY, **changed})
    assert response.status_code == 422
    text = page(response)
    assert words in text
    assert "Error:" in text
    if "key_name" not in changed:
        assert 'value="Intake form"' in text
    assert not ApiKey.objects.exists()


def test_a_key_ends_with_its_last_day(officer: MakeOfficer) -> None:
    make_partner()
    officer().post(
        "/desk/partners/advice/key/",
        {
            **KEY,
            "expires_on-day": "31",
            "expires_on-month": "3",
            "expires_on-year": "2026",
            "services": ["every"],
            "authorities": ["every"],
        },
    )
    key = ApiKey.objects.get()
    assert key.expires_at is not None
    assert key.expires_at.isoformat() == "2026-03-31T23:00:00+00:00"
    assert (key.services, key.authorities) == (["*"], ["*"])
    assert key.expires_at.date() == date(2026, 3, 31)


def test_where_events_go_is_set_and_guarded(officer: MakeOfficer) -> None:
    make_partner()
    client = officer()
    refused = client.post("/desk/partners/advice/webhook/", {"address": "http://127.0.0.1/"})
    assert refused.status_code == 422
    assert "must begin with https://" in page(refused)
    assert (
        client.post(
            "/desk/partners/advice/webhook/", {"address": "https://partner.example.org/events"}
        ).status_code
        == 302
    )
    first = page(client.get("/desk/partners/advice/"))
    assert "whsec_" in first
    before = webhook_secrets(Partner.objects.get(), at=AT)
    client.post("/desk/partners/advice/webhook/secret/")
    after = webhook_secrets(Partner.objects.get(), at=AT)
    assert after[1:] == before
    assert client.post("/desk/partners/advice/webhook/", {"address": ""}).status_code == 302
    assert Partner.objects.get().webhook_address == ""


def test_a_page_asks_few_queries_however_many_keys(officer: MakeOfficer) -> None:
    make_partner()
    client = officer()
    counts = []
    for _more in range(2):
        client.post("/desk/partners/advice/key/", KEY)
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/partners/advice/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


def test_the_case_says_which_partner_sent_it(program: Program) -> None:
    program.apply()
    panel = panels.get("api_partner")
    assert panel is not None
    assert panel.data(Case.objects.get()) == {"partner": "The advice centre", "key": "intake"}


def test_the_command_makes_a_key_that_works(shed: None) -> None:
    said, aside = StringIO(), StringIO()
    call_command("api_key", "add-partner", "advice", name="Advice", contact="it@example.org", stdout=said)
    with pytest.raises(CommandError, match="Choose at least one service"):
        call_command("api_key", "make", "advice", name="intake")
    with pytest.raises(CommandError, match="did you mean `shed`"):
        call_command("api_key", "make", "advice", name="intake", service=["sheds"])
    with pytest.raises(CommandError, match="no authority"):
        call_command("api_key", "make", "advice", name="intake", service=["shed"], authority=["narnia"])
    with pytest.raises(CommandError, match="email address"):
        call_command("api_key", "add-partner", "other", name="Other", contact="nobody")
    said = StringIO()
    call_command("api_key", "make", "advice", name="intake", service=["shed"], stdout=said, stderr=aside)
    text = said.getvalue().strip()
    assert Program(text).apply().status_code == 201
    said = StringIO()
    call_command("api_key", "list", stdout=said)
    assert "submit,read,webhook on shed for *  works" in said.getvalue()
    call_command("api_key", "revoke", ApiKey.objects.get().prefix, stdout=said)
    assert Program(text).get("cases").status_code == 401
    for arguments in (("make", "nobody"), ("revoke", "nobody"), ("add-partner", "advice")):
        with pytest.raises(CommandError):
            call_command("api_key", *arguments, name="x", service=["shed"])
