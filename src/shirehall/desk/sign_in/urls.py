"""Only the pages that officers need: no sign-up, no change of mail address, no reset of a password by mail."""

from allauth.mfa.recovery_codes import views as recovery
from django.urls import URLPattern, URLResolver, include, path

from shirehall.desk.sign_in import views

URL_PREFIX = "account/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", views.SignInPage.as_view(), name="account_login"),
    path("sign-in/code/", views.CodePage.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", views.PasskeyPage.as_view(), name="mfa_login_webauthn"),
    path("sign-out/", views.SignOutPage.as_view(), name="account_logout"),
    path("closed/", views.ClosedPage.as_view(), name="account_inactive"),
    path("again/", views.PasswordAgainPage.as_view(), name="account_reauthenticate"),
    path("again/code/", views.CodeAgainPage.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", views.PasskeyAgainPage.as_view(), name="mfa_reauthenticate_webauthn"),
    path("password/", views.PasswordPage.as_view(), name="account_change_password"),
    path("second-factors/", views.FactorsPage.as_view(), name="mfa_index"),
    path("second-factors/app/", views.AddAppPage.as_view(), name="mfa_activate_totp"),
    path("second-factors/app/remove/", views.RemoveAppPage.as_view(), name="mfa_deactivate_totp"),
    path("second-factors/passkeys/", views.PasskeysPage.as_view(), name="mfa_list_webauthn"),
    path("second-factors/passkeys/add/", views.AddPasskeyPage.as_view(), name="mfa_add_webauthn"),
    path(
        "second-factors/passkeys/<int:pk>/remove/",
        views.RemovePasskeyPage.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("second-factors/recovery-codes/", views.RecoveryCodesPage.as_view(), name="mfa_view_recovery_codes"),
    path(
        "second-factors/recovery-codes/new/",
        views.NewRecoveryCodesPage.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factors/recovery-codes/download/",
        recovery.DownloadRecoveryCodesView.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path(
        "directory/cancelled/", views.DirectoryCancelledPage.as_view(), name="socialaccount_login_cancelled"
    ),
    path("directory/failed/", views.DirectoryFailedPage.as_view(), name="socialaccount_login_error"),
    # The council's directory sends people back to an address below this one.
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
