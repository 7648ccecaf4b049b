"""Officers who are signed in, and many at once on one database."""

import time
from collections.abc import Callable

import pytest
from django.test import Client

from shirehall.casework.conftest import MORNING
from shirehall.casework.conftest import bins as bins  # noqa: PLC0414 - a fixture for the tests here
from shirehall.casework.test_concurrency import everybody as everybody  # noqa: PLC0414 - the same
from shirehall.partnership.api import Place, add_officer, load_partnership

SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(bins: None) -> SignIn:
    """A browser in which an officer with one place has signed in with two factors."""
    load_partnership(by="test", at=MORNING)

    def signed_in(role: str, team: str, authority: str | None = None) -> Client:
        email = f"{role}.{team}.{authority}@example.org"
        places = [Place(team, role, authority)]
        officer = add_officer(
            email=email, name="Ada Example", places=places, password=None, by="test", at=MORNING
        )
        client = Client()
        client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        methods = [{"method": method, "at": time.time()} for method in ("password", "mfa")]
        session["account_authentication_methods"] = methods
        session["account_authentication_methods_user"] = str(officer.pk)
        session.save()
        client.cookies["shirehall"] = session.session_key or ""
        return client

    return signed_in
