"""Django's settings. What a council chooses comes from SHIREHALL_* and is documented in docs/reference/settings.md."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from shirehall.project.environment import (
    read_flag,
    read_list,
    read_number,
    read_text,
    root_folder,
    shipped_folder,
)
from shirehall.project.scan import find_apps
from shirehall.project.settings.database import read_database
from shirehall.project.settings.journal import log_settings
from shirehall.project.settings.secret import read_secret_key
from shirehall.project.settings.sign_in import Directory

# ---- What a council chooses -------------------------------------------------------------------------------------

SHIREHALL_DEMO = read_flag("SHIREHALL_DEMO")
SHIREHALL_VAR = Path(read_text("SHIREHALL_VAR", str(root_folder() / "var")))
SHIREHALL_SERVICES: tuple[Path, ...] = (
    shipped_folder("services"),
    *(Path(folder) for folder in read_list("SHIREHALL_SERVICES", separator=":")),
)
SHIREHALL_PARTNERSHIP = Path(
    read_text("SHIREHALL_PARTNERSHIP", str(shipped_folder("partnership") / "dorset"))
)
SHIREHALL_HOSTS = read_list("SHIREHALL_HOSTS")
SHIREHALL_BEHIND_PROXY = read_flag("SHIREHALL_BEHIND_PROXY")
SHIREHALL_DOCUMENTS = Path(read_text("SHIREHALL_DOCUMENTS", str(SHIREHALL_VAR / "documents")))
SHIREHALL_SESSION_HOURS = read_number("SHIREHALL_SESSION_HOURS", 8)
SHIREHALL_POOL_SIZE = read_number("SHIREHALL_POOL_SIZE", 10)
SHIREHALL_GAZETTEER = read_text("SHIREHALL_GAZETTEER")
SHIREHALL_OS_PLACES_KEY = read_text("SHIREHALL_OS_PLACES_KEY")
SHIREHALL_OS_PLACES_ADDRESS = read_text("SHIREHALL_OS_PLACES_ADDRESS")
DIRECTORY = Directory.from_env()

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")

# ---- Who is who ---------------------------------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = read_secret_key(
    given=read_text("SHIREHALL_SECRET_KEY"), demonstration=SHIREHALL_DEMO, var=SHIREHALL_VAR
)
ALLOWED_HOSTS = list(LOOPBACK_HOSTS if SHIREHALL_DEMO else SHIREHALL_HOSTS)
ROOT_URLCONF = "shirehall.project.urls"
WSGI_APPLICATION = "shirehall.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "shirehall_partnership.Officer"

INSTALLED_APPS = [
    *find_apps(),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Safe against guessing secrets from compressed lengths: Django masks the CSRF token anew in every page.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "shirehall.project.addressing.refuse_unstorable",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "shirehall.design.environment.environment",
            "context_processors": ["shirehall.project.context.partnership_brand"],
        },
    },
    {
        # For the pages that libraries bring and that no page of ours stands in for.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# ---- Where things are kept -----------------------------------------------------------------------------------------

DATABASES = {
    "default": read_database(
        read_text("SHIREHALL_DATABASE"), var=SHIREHALL_VAR, pool_size=SHIREHALL_POOL_SIZE
    )
}
# Shared by all processes, so that a limit on guessing is one limit. The table is made by a migration of this package.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shirehall_cache"}
}
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": SHIREHALL_DOCUMENTS,
            "base_url": None,  # documents are private: they have no address of their own
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = SHIREHALL_VAR / "static"

# ---- Language and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
# Those that the words of the pages are in. A service may carry further languages, or fewer.
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg"), ("pl", "Polski")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# ---- One essential cookie ------------------------------------------------------------------------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "shirehall"
SESSION_COOKIE_AGE = SHIREHALL_SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not SHIREHALL_DEMO
CSRF_USE_SESSIONS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ---- Headers -------------------------------------------------------------------------------------------------------

# A form may lead to the councils' own directory, which is where signing in by it begins.
_FORMS_LEAD_TO = [SELF, DIRECTORY.origin] if DIRECTORY else [SELF]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": _FORMS_LEAD_TO,
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = not SHIREHALL_DEMO
SECURE_HSTS_SECONDS = 0 if SHIREHALL_DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not SHIREHALL_DEMO
if SHIREHALL_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# ---- Officers sign in ----------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "shirehall.project.sign_in.OfficerAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if SHIREHALL_DEMO else "https"

SOCIALACCOUNT_ADAPTER = "shirehall.project.sign_in.DirectoryAdapter"
SOCIALACCOUNT_PROVIDERS = DIRECTORY.as_providers() if DIRECTORY else {}
# The directory is the councils' own, so the address that it gives says which officer it is.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False

MFA_ADAPTER = "shirehall.project.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Shirehall"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SHIREHALL_DEMO
# A passkey alone may sign in, so the device must ask who holds it.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# The code before and the one after count too: clocks differ by some seconds, and people type slowly.
MFA_TOTP_TOLERANCE = 1

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Both together: only the place that guessed is locked out for long. allauth's own limit pauses the tries at one
# account, from wherever, for five minutes.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "shirehall.project.sign_in.sign_in_name"
AXES_CLIENT_IP_CALLABLE = "shirehall.project.sign_in.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "shirehall_sign_in/locked.html"

LOGGING = log_settings(read_text("SHIREHALL_LOG_LEVEL", "WARNING"))
