"""Who gets in: an active officer whose session was opened with two factors."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from shirehall.partnership.models import Officer

_P = ParamSpec("_P")
View = Callable[Concatenate[HttpRequest, _P], HttpResponse]

# The council's own sign-on answers for its second factor, by its own policy.
_TWO_FACTOR_METHODS = frozenset({"mfa", "socialaccount"})


def officer_of(request: HttpRequest) -> Officer:
    """The officer behind a request that passed `officer_required`. Raises PermissionDenied for any other."""
    if not (isinstance(request.user, Officer) and request.user.is_active and has_second_factor(request)):
        raise PermissionDenied
    return request.user


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a code, a passkey or the council's own sign-on."""
    if not isinstance(request.user, Officer):
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") in _TWO_FACTOR_METHODS for record in records)


def officer_required(view: View[_P]) -> View[_P]:
    """Let only an active officer with two factors through; others go to sign in, or to set up their second factor."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        turned_away = _turn_away(request)
        if turned_away is not None:
            return turned_away
        response = view(request, *args, **kwargs)
        # A shared desk in a one-stop shop: the back button after signing out must show nothing.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return cast("View[_P]", guarded)


def _turn_away(request: HttpRequest) -> HttpResponse | None:
    if not isinstance(request.user, Officer) or not request.user.is_active:
        return redirect_to_login(request.get_full_path())
    if has_second_factor(request):
        return None
    # Set up elsewhere while this session was open: then a code is asked for here too.
    name = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_activate_totp"
    return redirect_to_login(request.get_full_path(), login_url=reverse(name))
