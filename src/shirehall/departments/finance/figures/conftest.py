"""Paid invoices, those who look at the figures, and spending that was paid in runs."""

import time
from collections.abc import Callable

import pytest
from django.test import Client

from shirehall.departments.finance.payments.conftest import ground as ground  # noqa: PLC0414 - fixtures for the tests here
from shirehall.departments.finance.payments.conftest import make_invoice as make_invoice  # noqa: PLC0414 - the same
from shirehall.departments.finance.payments.conftest import make_supplier as make_supplier  # noqa: PLC0414 - the same
from shirehall.departments.finance.payments.conftest import officer
from shirehall.departments.finance.payments.conftest import own_settings as own_settings  # noqa: PLC0414 - the same
from shirehall.departments.finance.payments.conftest import people as people  # noqa: PLC0414 - the same
from shirehall.departments.finance.payments.conftest import supplier as supplier  # noqa: PLC0414 - the same

SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(ground: None) -> SignIn:
    """A browser in which an officer of the demonstration has signed in with two factors."""

    def signed_in(name: str) -> Client:
        who, client = officer(name), Client()
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        methods = [{"method": method, "at": time.time()} for method in ("password", "mfa")]
        session["account_authentication_methods"] = methods
        session["account_authentication_methods_user"] = str(who.pk)
        session.save()
        client.cookies["shirehall"] = session.session_key or ""
        return client

    return signed_in
