"""The pages: allauth does the work, and each page here says what it looks like and what it adds.

An officer who has just set up a second factor has just shown it, so the session counts as signed in with two.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from shirehall.desk.sign_in.directory import directory_link
from shirehall.desk.sign_in.factors import count_as_second_factor, has_factor, in_fours, inline_square
from shirehall.desk.sign_in.form_errors import errors_of
from shirehall.partnership.api import brand_for, has_second_factor
from shirehall.partnership.demonstration import demonstration_code, shared_password, shown_officers
from shirehall.partnership.log import record_sign_in
from shirehall.partnership.models import Officer


class Page(ContextMixin):
    """What every page here gives its template."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the errors in the shells' form, a notice, the brand, and the ways on of who is signed in."""
        context = super().get_context_data(**kwargs)
        context["errors"] = errors_of(context.get("form"))
        context["next"] = self.request.POST.get("next") or self.request.GET.get("next") or ""
        said = list(messages.get_messages(self.request))
        if said:
            kind = "" if any(message.level >= messages.WARNING for message in said) else "success"
            context["notice"] = {
                "text": " ".join(str(message) for message in said),
                "kind": kind,
                "title": "",
            }
        user = self.request.user
        context["two_factors"] = has_second_factor(self.request)
        context["desk_url"] = settings.LOGIN_REDIRECT_URL
        context["brand"] = brand_for(None)
        if isinstance(user, Officer):
            context["nav"] = self._ways_on(context)
        return context

    def _ways_on(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        links = [(_("How you sign in"), reverse("mfa_index")), (_("Sign out"), reverse("account_logout"))]
        if context["two_factors"]:
            links.insert(0, (_("Desk"), context["desk_url"]))
        return [{"text": text, "href": href, "current": href == self.request.path} for text, href in links]


class SignInPage(Page, account.LoginView):  # type: ignore[misc]
    """Mail address and password; in a demonstration also the list of who may try."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["demonstration"] = shown_officers()
        context["demonstration_password"] = shared_password()
        context["directory"] = directory_link(self.request)
        return context


class CodePage(Page, mfa.AuthenticateView):  # type: ignore[misc]
    """The second factor: a code, a recovery code or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        officer = self.stage.login.user
        context["demonstration_code"] = demonstration_code(officer)
        context["has_passkey"] = has_factor(officer, Authenticator.Type.WEBAUTHN)
        # allauth puts the form in after the page has looked for it.
        context["errors"] = errors_of(context["form"])
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        record_sign_in("second_factor_failed", officer=self.stage.login.user.pk, method="mfa")
        response: HttpResponse = super().form_invalid(form)
        return response


class PasskeyPage(webauthn.LoginWebAuthnView):  # type: ignore[misc]
    """Where the script of the sign-in page brings a passkey. It shows nothing itself."""


class SignOutPage(Page, account.LogoutView):  # type: ignore[misc]
    """Asks before it signs out, since a link alone must not."""


class ClosedPage(Page, account.AccountInactiveView):  # type: ignore[misc]
    """The account is closed."""


class PasswordAgainPage(Page, account.ReauthenticateView):  # type: ignore[misc]
    """The password once more, before something that matters."""


class CodeAgainPage(Page, mfa.ReauthenticateView):  # type: ignore[misc]
    """The code once more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["demonstration_code"] = demonstration_code(self.request.user)
        return context


class PasskeyAgainPage(Page, webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The passkey once more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth's page drops what it is given, the form among it.
        context = super().get_context_data(**kwargs)
        context.setdefault("form", self.get_form())
        return context


@method_decorator(login_required, name="dispatch")
class PasswordPage(Page, account.PasswordChangeView):  # type: ignore[misc]
    """Change the password."""

    def get_default_success_url(self) -> str:
        return reverse("mfa_index")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Who signs in through the directory has no password here, and none to set.
        if isinstance(request.user, Officer) and not request.user.has_usable_password():
            return HttpResponseRedirect(reverse("mfa_index"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class FactorsPage(Page, mfa.IndexView):  # type: ignore[misc]
    """What this officer's second factors are."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        context["has_password"] = isinstance(user, Officer) and user.has_usable_password()
        return context


class AddAppPage(Page, totp.ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["secret_in_fours"] = in_fours(context["form"].secret)
        context["square"] = inline_square(context["totp_svg"], _("Square code for your app"))
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        count_as_second_factor(self.request, Authenticator.Type.TOTP)
        return response


class RemoveAppPage(Page, totp.DeactivateTOTPView):  # type: ignore[misc]
    """Take the authenticator app away; refused where it is the only second factor."""


class PasskeysPage(Page, webauthn.ListWebAuthnView):  # type: ignore[misc]
    """The officer's passkeys."""


class AddPasskeyPage(Page, webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey. allauth's page drops the form that failed, so it is put in again."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["form"] = kwargs.get("form") or self.get_form()
        context["errors"] = errors_of(context["form"])
        context["can_replace_password"] = mfa_settings.PASSKEY_LOGIN_ENABLED
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        count_as_second_factor(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskeyPage(Page, webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey away; refused where it is the only second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, _("This is your only second factor. Set up another one first."))
            return HttpResponseRedirect(reverse("mfa_list_webauthn"))
        response: HttpResponse = super().form_valid(form)
        return response


class RecoveryCodesPage(Page, recovery.ViewRecoveryCodesView):  # type: ignore[misc]
    """The codes for the day the telephone is lost."""


class NewRecoveryCodesPage(Page, recovery.GenerateRecoveryCodesView):  # type: ignore[misc]
    """New recovery codes in place of the old."""


class DirectoryCancelledPage(Page, social.LoginCancelledView):  # type: ignore[misc]
    """Somebody turned back at the directory."""


class DirectoryFailedPage(Page, social.LoginErrorView):  # type: ignore[misc]
    """The directory could not say who it is."""
