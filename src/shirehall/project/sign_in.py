"""Who may sign in as an officer, and how the sign-in is guarded.

There is no sign-up: an account exists because the partnership made it. The pages themselves belong to the desk.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shirehall.partnership.log import record_sign_in

_PLAIN_TO_SEE = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class OfficerAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; what happens at the door is logged without a name."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The email address or the password is wrong."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes and try again."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("The password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        # That one is in or out is plain to see; a banner about it would stand in the way of the page.
        if message_template not in _PLAIN_TO_SEE:
            super().add_message(request, level, message_template, *args, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record_sign_in("password_failed", officer=None, method="password")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        methods = [str(record.get("method")) for record in get_authentication_records(request, user)]
        record_sign_in("signed_in", officer=user.pk, method="+".join(methods) or "unknown")
        if methods == ["password"]:
            # The second factor comes next, and setting it up must not ask for the same password once more.
            reauthenticate_by_password(request)
        return super().post_login(request, user, **kwargs)


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The councils' directory signs in an officer who has an account here, and makes no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        record_sign_in("unknown_in_directory", officer=None, method="socialaccount")
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        # Joining another identity to one's own account is nobody's business here.
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise PermissionDenied


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors lie encrypted, so that a copy of the database is not enough to sign in."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or was used already. Wait for the next one and try again."),
        "cannot_delete_authenticator": _("This is your only second factor. Set up another one first."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = sha256(b"second factors of officers:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))


def sign_in_name(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """Give the address that somebody tries to sign in with, in one spelling, for counting the attempts."""
    given = credentials or {}
    posted = request.POST.get("login", "") if request is not None else ""
    return str(given.get("email") or given.get("username") or posted).strip().lower()


def client_address(request: HttpRequest) -> str:
    """Give the network address that a request came from: behind a proxy, the one which that proxy saw."""
    if settings.SHIREHALL_BEHIND_PROXY:
        forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
    return str(request.META.get("REMOTE_ADDR", ""))
