import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from shirehall.project.checks import check_demonstration_hosts

KEY = {"SHIREHALL_SECRET_KEY": "long enough to sign with, and known to this test alone"}
PRINT = (
    "import json, shirehall.project.settings as s;"
    "print(json.dumps({k: getattr(s, k) for k in dir(s) if k.isupper()}, default=str))"
)


def settings_under(environment: dict[str, str]) -> dict[str, Any]:
    """Read the settings in a process of their own, with nothing set but `environment`."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ValueError(done.stderr.splitlines()[-1])
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_a_true_server_speaks_tls_alone_and_keeps_its_cookie_to_it() -> None:
    settings = settings_under(KEY | {"SHIREHALL_HOSTS": "forms.example.org, example.org"})
    assert settings["ALLOWED_HOSTS"] == ["forms.example.org", "example.org"]
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False
    assert settings["DEBUG"] is False


def test_a_demonstration_answers_for_this_machine_alone() -> None:
    settings = settings_under(KEY | {"SHIREHALL_DEMO": "1", "SHIREHALL_HOSTS": "forms.example.org"})
    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]


def test_a_true_server_does_not_start_without_its_key() -> None:
    with pytest.raises(ValueError, match="SHIREHALL_SECRET_KEY is not set"):
        settings_under({})


def test_a_form_may_lead_to_the_directory_that_is_set() -> None:
    directory = {
        "SHIREHALL_OIDC_SERVER": "https://sign-in.example.org/v2.0",
        "SHIREHALL_OIDC_CLIENT_ID": "shirehall",
        "SHIREHALL_OIDC_CLIENT_SECRET": "known to both",
    }
    directives = settings_under(KEY | directory)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["form-action"] == ["'self'", "https://sign-in.example.org"]


def test_the_check_refuses_a_demonstration_for_others(settings: LazySettings) -> None:
    settings.SHIREHALL_DEMO = True
    settings.ALLOWED_HOSTS = ["localhost", "forms.example.org"]
    (error,) = check_demonstration_hosts(None)
    assert "forms.example.org" in error.msg
    settings.SHIREHALL_DEMO = False
    assert check_demonstration_hosts(None) == []


@pytest.mark.django_db
def test_every_answer_carries_a_strict_policy_and_one_cookie_at_most(client: Client) -> None:
    answer = client.get("/account/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert set(answer.cookies) <= {"shirehall"}
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
