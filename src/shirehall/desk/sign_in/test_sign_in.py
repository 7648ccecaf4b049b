"""Officers at the door: two factors or nothing, in the pages themselves."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, include, path, reverse
from pytest_django import Settings

from shirehall.partnership.actions import Place, add_officer, close_officer
from shirehall.partnership.api import (
    load_partnership,
    make_demonstration_officers,
    officer_of,
    officer_required,
)
from shirehall.partnership.demonstration import (
    NotDemonstrationError,
    demonstration_code,
    demonstration_secret,
    shown_officers,
)
from shirehall.partnership.models import Officer

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
ADA = "ada.fernhollow@example.org"
DEMONSTRATION_PASSWORD = "a demonstration of shirehall"
OWN_PASSWORD = "four plain words together"


@officer_required
def guarded(request: HttpRequest) -> HttpResponse:
    """A page of the desk."""
    return HttpResponse(f"hello {officer_of(request).name}")


urlpatterns = [path("guarded/", guarded), path("", include("shirehall.project.urls"))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _officers(db: None) -> Iterator[None]:
    cache.clear()
    load_partnership(by="test", at=AT)
    make_demonstration_officers(by="test", at=AT)
    yield
    cache.clear()


def give_password(
    client: Client, email: str = ADA, password: str = DEMONSTRATION_PASSWORD, **more: str
) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def give_code(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def sign_in(client: Client, email: str = ADA) -> None:
    give_password(client, email)
    code = demonstration_code(Officer.objects.get(email=email))
    assert code
    assert give_code(client, code).status_code == 302


def new_officer() -> Officer:
    return add_officer(
        email="new@example.org",
        name="New Officer",
        places=[Place("housing", "officer")],
        password=OWN_PASSWORD,
        by="test",
        at=AT,
    )


def text(response: Any) -> str:
    return str(response.content.decode())


def test_two_factors_open_the_desk(client: Client) -> None:
    away = client.get("/guarded/")
    assert away.status_code == 302
    assert away["Location"] == f"{reverse('account_login')}?next=/guarded/"
    response = give_password(client, next="/guarded/")
    assert response["Location"] == reverse("mfa_authenticate")
    page = text(client.get(response["Location"]))
    code = re.search(r"is (\d{6}) now", page)
    assert code
    assert give_code(client, code[1])["Location"] == "/guarded/"
    inside = client.get("/guarded/")
    assert text(inside) == "hello Ada Fernhollow"
    assert inside["Cache-Control"] == "no-store"


def test_a_password_alone_opens_nothing(client: Client) -> None:
    give_password(client)
    assert client.get("/guarded/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_is_refused_and_a_right_one_counts_once(client: Client) -> None:
    give_password(client)
    code = demonstration_code(Officer.objects.get(email=ADA))
    assert code
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    response = give_code(client, wrong)
    assert response.status_code == 200
    assert "Error:" in text(response)
    assert "This code is wrong or was used already" in text(response)
    assert give_code(client, code).status_code == 302
    other = Client()
    give_password(other)
    assert give_code(other, code).status_code == 200


def test_the_shown_code_is_one_that_still_counts(client: Client) -> None:
    sign_in(client)
    sign_in(Client())


def test_guessing_codes_ends(client: Client) -> None:
    give_password(client)
    said = [text(give_code(client, "000000")) for _ in range(12)]
    assert "Too many tries" in said[-1]


@pytest.mark.parametrize("email", [ADA, "nobody@example.org"])
def test_a_wrong_password_says_the_same_for_known_and_unknown(client: Client, email: str) -> None:
    page = text(give_password(client, email, "wrong"))
    assert "The email address or the password is wrong." in page
    assert 'href="#id_login"' in page


def test_guessing_a_password_locks_that_place_out(client: Client) -> None:
    tries = [give_password(client, password="wrong") for _ in range(6)]
    assert [response.status_code for response in tries[:5]] == [200] * 4 + [429]
    assert all("Too many tries" in text(response) for response in tries[4:])
    cache.clear()  # the pause of the account itself is over; the lock of the place is not
    locked = give_password(client)
    assert locked.status_code == 429
    assert "Wait 15 minutes" in text(locked)
    elsewhere = Client(REMOTE_ADDR="127.0.0.2")
    assert give_password(elsewhere).status_code == 302


def test_a_new_officer_sets_up_an_app_before_anything_else(client: Client) -> None:
    new_officer()
    assert give_password(client, "new@example.org", OWN_PASSWORD).status_code == 302
    away = client.get("/guarded/")
    assert away["Location"] == f"{reverse('mfa_activate_totp')}?next=/guarded/"
    page = text(client.get(reverse("mfa_activate_totp")))
    assert '<svg xmlns="http://www.w3.org/2000/svg" viewBox=' in page
    assert 'aria-label="Square code for your app"' in page
    secret = client.session["mfa.totp.secret"]
    assert secret[:4] in page
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.status_code == 200
    assert client.session["mfa.totp.secret"] == secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    done = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert text(client.get(done["Location"])).count("<li><code>") == 10
    assert text(client.get("/guarded/")) == "hello New Officer"
    stored = Authenticator.objects.get(user__email="new@example.org", type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)


def test_a_recovery_code_signs_in_once(client: Client) -> None:
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": DEMONSTRATION_PASSWORD})
    client.post(reverse("mfa_generate_recovery_codes"))
    page = text(client.get(reverse("mfa_view_recovery_codes")))
    code = re.findall(r"<li><code>(.*?)</code>", page)[0]
    for expected in (302, 200):
        other = Client()
        give_password(other)
        assert give_code(other, code).status_code == expected


def test_a_closed_account_is_out_at_once_and_stays_out(client: Client) -> None:
    sign_in(client)
    close_officer(officer=Officer.objects.get(email=ADA), by="test", at=AT)
    assert client.get("/guarded/").status_code == 302
    assert "_auth_user_id" not in Client().session
    other = Client()
    give_password(other)
    assert other.get("/guarded/").status_code == 302
    assert "account_login" not in other.session


def test_a_new_password_ends_open_sessions(client: Client) -> None:
    sign_in(client)
    officer = Officer.objects.get(email=ADA)
    officer.set_password(OWN_PASSWORD)
    officer.save()
    assert client.get("/guarded/").status_code == 302


def test_the_last_second_factor_cannot_be_taken_away(client: Client) -> None:
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": DEMONSTRATION_PASSWORD})
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "This is your only second factor" in text(page)
    assert Authenticator.objects.filter(user__email=ADA, type=Authenticator.Type.TOTP).exists()


def test_records_of_another_sign_in_do_not_count(client: Client) -> None:
    """A session whose records say nothing of a second factor is sent to give one."""
    sign_in(client)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": 1}]
    session.save()
    client.cookies["shirehall"] = session.session_key or ""
    assert client.get("/guarded/")["Location"] == f"{reverse('mfa_reauthenticate')}?next=/guarded/"


def test_a_password_is_changed_with_the_old_one(client: Client) -> None:
    sign_in(client)
    url = reverse("account_change_password")
    bad = client.post(url, {"oldpassword": "x", "password1": OWN_PASSWORD, "password2": OWN_PASSWORD})
    assert "The password is wrong." in text(bad)
    short = client.post(
        url, {"oldpassword": DEMONSTRATION_PASSWORD, "password1": "short", "password2": "short"}
    )
    assert "at least 12 characters" in text(short)
    done = client.post(
        url, {"oldpassword": DEMONSTRATION_PASSWORD, "password1": OWN_PASSWORD, "password2": OWN_PASSWORD}
    )
    assert done.status_code == 302
    assert Officer.objects.get(email=ADA).check_password(OWN_PASSWORD)


def test_signing_out_asks_first_and_then_shuts(client: Client) -> None:
    sign_in(client)
    assert "Are you sure" in text(client.get(reverse("account_logout")))
    assert text(client.get("/guarded/")).startswith("hello")
    client.post(reverse("account_logout"))
    assert client.get("/guarded/").status_code == 302


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "socialaccount_signup"]
)
def test_there_is_no_other_way_in(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_list_of_officers_and_their_codes_are_for_demonstrations_alone(
    client: Client, settings: Settings
) -> None:
    page = text(client.get(reverse("account_login")))
    assert ADA in page
    assert DEMONSTRATION_PASSWORD in page
    assert len(shown_officers()) == 16
    settings.SHIREHALL_DEMO = False
    page = text(client.get(reverse("account_login"), secure=True))
    assert ADA not in page
    assert DEMONSTRATION_PASSWORD not in page
    give_password(client)
    assert "This is a demonstration" not in text(client.get(reverse("mfa_authenticate"), secure=True))
    assert demonstration_code(Officer.objects.get(email=ADA)) is None
    with pytest.raises(NotDemonstrationError):
        make_demonstration_officers(by="test", at=AT)


def test_the_code_of_an_officer_with_a_secret_of_their_own_is_never_shown() -> None:
    officer = Officer.objects.get(email=ADA)
    Authenticator.objects.filter(user=officer).delete()
    totp.TOTP.activate(officer, totp.generate_totp_secret())
    assert demonstration_code(officer) is None


def test_making_the_demonstration_again_brings_it_in_step() -> None:
    officer = Officer.objects.get(email=ADA)
    officer.set_password("changed by a visitor")
    officer.save()
    officer.memberships.all().delete()
    make_demonstration_officers(by="test", at=AT)
    officer = Officer.objects.get(email=ADA)
    assert officer.check_password(DEMONSTRATION_PASSWORD)
    assert officer.memberships.count() == 1
    assert Officer.objects.count() == 16
    assert demonstration_secret(ADA) not in str(Authenticator.objects.get(user=officer).data)


def test_the_log_tells_what_happened_and_to_nobody_by_name(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="shirehall.sign_in"):
        give_password(client, password="wrong")
        give_password(client)
        give_code(client, "000000")
        sign_in(Client())
    number = Officer.objects.get(email=ADA).pk
    said = [record.getMessage() for record in caplog.records if record.name == "shirehall.sign_in"]
    assert said == [
        "password_failed officer=- method=password",
        f"second_factor_failed officer={number} method=mfa",
        f"signed_in officer={number} method=password+mfa",
    ]
    assert "example.org" not in caplog.text


PAGES = (
    "account_login",
    "account_inactive",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "account_logout",
)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_drawn_in_our_own_look_without_inline_script(client: Client, name: str) -> None:
    if name != "account_login":
        sign_in(client)
        client.post(reverse("account_reauthenticate"), {"password": DEMONSTRATION_PASSWORD})
    response = client.get(reverse(name))
    page = text(response)
    assert response.status_code in (200, 401)
    assert page.count("<h1") == 1
    assert 'class="govuk-template"' in page
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", page)
    assert " style=" not in page
    assert not re.search(r'href="(?!/|#|http)', page)
