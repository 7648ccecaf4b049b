"""Signing in by the council's own directory: a small OpenID Connect server on this machine plays it."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from pytest_django import Settings

from shirehall.partnership.actions import Place, add_officer, close_officer
from shirehall.partnership.api import load_partnership, officer_of, officer_required
from shirehall.partnership.models import Officer
from shirehall.project.settings.sign_in import Directory

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
SECRET = "the secret of the test, which is long enough for its use"
EMAIL = "new@example.org"


@officer_required
def guarded(request: HttpRequest) -> HttpResponse:
    """A page of the desk."""
    return HttpResponse(f"hello {officer_of(request).name}")


urlpatterns = [path("guarded/", guarded), path("", include("shirehall.project.urls"))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@dataclass
class Played:
    """What the directory says of whoever comes, and what it was sent."""

    claims: dict[str, Any] = field(default_factory=dict)
    origin: str = ""
    challenge: str = ""
    token_status: int = 200
    sent: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def directory(settings: Settings) -> Iterator[Played]:
    """The directory, up and chosen."""
    played = Played()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("/.well-known/openid-configuration"):
                self.answer(
                    {
                        "issuer": played.origin,
                        "authorization_endpoint": f"{played.origin}/authorize",
                        "token_endpoint": f"{played.origin}/token",
                        "userinfo_endpoint": f"{played.origin}/userinfo",
                        "jwks_uri": f"{played.origin}/keys",
                        "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    }
                )
            else:
                self.answer(played.claims if self.headers["Authorization"] == "Bearer a-token" else {}, 200)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            played.sent = dict(parse_qsl(self.rfile.read(length).decode()))
            digest = hashlib.sha256(played.sent.get("code_verifier", "").encode()).digest()
            proved = base64.urlsafe_b64encode(digest).decode().rstrip("=") == played.challenge
            if not proved or played.sent.get("client_secret") != SECRET or played.token_status != 200:
                self.answer({"error": "invalid_grant"}, 400)
                return
            now = int(time.time())
            claims = {**played.claims, "iss": played.origin, "aud": "shirehall", "iat": now, "exp": now + 60}
            id_token = jwt.encode(claims, SECRET, algorithm="HS256")
            self.answer({"access_token": "a-token", "token_type": "Bearer", "id_token": id_token})

        def answer(self, body: dict[str, Any], status: int = 200) -> None:
            payload = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    played.origin = f"http://127.0.0.1:{server.server_port}"
    chosen = Directory("Dorset sign-on", played.origin, "shirehall", SECRET, ())
    settings.SOCIALACCOUNT_PROVIDERS = chosen.as_providers()
    yield played
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def officer(db: None) -> Officer:
    """An officer without a password."""
    cache.clear()
    load_partnership(by="test", at=AT)
    return add_officer(
        email=EMAIL, name="New Officer", places=[Place("housing", "officer")], password=None, by="test", at=AT
    )


def come_back(client: Client, played: Played, **claims: Any) -> Any:
    """Go to the directory and come back as whoever the claims say."""
    played.claims = {"sub": "subject-1", "name": "New Officer", **claims}
    url = reverse("openid_connect_login", kwargs={"provider_id": "council"})
    away = client.post(f"{url}?next=/guarded/")
    assert away["Location"].startswith(f"{played.origin}/authorize?")
    asked = dict(parse_qsl(urlsplit(away["Location"]).query))
    assert asked["code_challenge_method"] == "S256"
    played.challenge = asked["code_challenge"]
    back = reverse("openid_connect_callback", kwargs={"provider_id": "council"})
    return client.get(back, {"code": "a-code", "state": asked["state"]})


def is_in(client: Client) -> bool:
    response = client.get("/guarded/")
    return response.status_code == 200 and response.content == b"hello New Officer"


def test_an_officer_by_a_checked_address_is_in_without_a_code_of_ours(
    client: Client, directory: Played
) -> None:
    assert "Sign in with Dorset sign-on" in client.get(reverse("account_login")).content.decode()
    assert come_back(client, directory, email=EMAIL, email_verified=True)["Location"] == "/guarded/"
    assert is_in(client)
    assert directory.sent["redirect_uri"].endswith("/account/oidc/council/login/callback/")


def test_an_address_that_the_directory_did_not_check_lets_nobody_in(
    client: Client, directory: Played
) -> None:
    come_back(client, directory, email=EMAIL)
    assert not is_in(client)
    come_back(client, directory, email=EMAIL, email_verified=False)
    assert not is_in(client)
    assert Officer.objects.count() == 1


def test_a_mail_domain_that_is_the_directorys_own_counts_as_checked(
    client: Client, directory: Played, settings: Settings
) -> None:
    chosen = Directory("Dorset sign-on", directory.origin, "shirehall", SECRET, ("example.org",))
    settings.SOCIALACCOUNT_PROVIDERS = chosen.as_providers()
    come_back(client, directory, email=EMAIL)
    assert is_in(client)


def test_a_stranger_gets_no_account(client: Client, directory: Played) -> None:
    response = come_back(
        client, directory, sub="subject-2", email="stranger@example.org", email_verified=True
    )
    assert "There is no account for you here" in response.content.decode()
    assert not is_in(client)
    assert Officer.objects.count() == 1


def test_a_closed_account_stays_closed(client: Client, directory: Played, officer: Officer) -> None:
    come_back(client, directory, email=EMAIL, email_verified=True)
    assert is_in(client)
    close_officer(officer=officer, by="test", at=AT)
    assert not is_in(client)
    come_back(client, directory, email=EMAIL, email_verified=True)
    assert not is_in(client)


def test_a_directory_that_fails_is_said_plainly(client: Client, directory: Played) -> None:
    directory.token_status = 500
    response = come_back(client, directory, email=EMAIL, email_verified=True)
    assert "Signing in did not work" in response.content.decode()
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_lets_nobody_in(client: Client, directory: Played) -> None:
    back = reverse("openid_connect_callback", kwargs={"provider_id": "council"})
    response = client.get(back, {"code": "a-code", "state": "made-up"})
    assert "Signing in did not work" in response.content.decode()
    assert not is_in(client)


def test_nobody_joins_another_identity_to_an_account(client: Client, directory: Played) -> None:
    come_back(client, directory, email=EMAIL, email_verified=True)
    url = reverse("openid_connect_login", kwargs={"provider_id": "council"})
    away = client.post(f"{url}?process=connect")
    asked = dict(parse_qsl(urlsplit(away["Location"]).query))
    directory.challenge = asked["code_challenge"]
    directory.claims = {"sub": "subject-9", "email": "other@example.org", "email_verified": True}
    back = reverse("openid_connect_callback", kwargs={"provider_id": "council"})
    response = client.get(back, {"code": "a-code", "state": asked["state"]})
    assert "Signing in did not work" in response.content.decode()
    assert list(SocialAccount.objects.values_list("uid", flat=True)) == ["subject-1"]


@pytest.mark.parametrize("tenant", ["common", "organizations", "consumers"])
def test_an_address_of_entra_that_all_share_is_refused(monkeypatch: pytest.MonkeyPatch, tenant: str) -> None:
    monkeypatch.setenv("SHIREHALL_OIDC_SERVER", f"https://login.microsoftonline.com/{tenant}/v2.0")
    monkeypatch.setenv("SHIREHALL_OIDC_CLIENT_ID", "x")
    monkeypatch.setenv("SHIREHALL_OIDC_CLIENT_SECRET", "y")
    with pytest.raises(ValueError, match="must name your own tenant"):
        Directory.from_env()
