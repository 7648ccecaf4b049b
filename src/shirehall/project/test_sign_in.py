import pytest
from django.conf import LazySettings
from django.test import RequestFactory

from shirehall.project.sign_in import SecondFactorAdapter, client_address, sign_in_name


def test_a_second_factor_does_not_lie_in_the_open() -> None:
    adapter = SecondFactorAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert adapter.decrypt(kept) == "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    "credentials", [{"email": " A.Officer@Example.org"}, {"username": "a.officer@example.org"}]
)
def test_attempts_are_counted_under_one_spelling(credentials: dict[str, str]) -> None:
    assert sign_in_name(None, credentials) == "a.officer@example.org"


def test_behind_a_proxy_the_address_is_the_one_it_saw(settings: LazySettings) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    settings.SHIREHALL_BEHIND_PROXY = False
    assert client_address(request) == "127.0.0.1"
    settings.SHIREHALL_BEHIND_PROXY = True
    assert client_address(request) == "198.51.100.7"
