"""Settings shared by every way of running Headway.

What an installation chooses comes from `config.environment`; the rest is decided here.
"""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from config import environment
from config.secrets import secret_keys, tokens

ROOT = Path(__file__).parents[2]
ENVIRONMENT = environment.read()
DATA: Path = ENVIRONMENT["data"]
DEMO: bool = ENVIRONMENT["mode"] == "demo"
DEBUG: bool = ENVIRONMENT["debug"]

SECRET_KEY, *SECRET_KEY_FALLBACKS = secret_keys(DATA)
ALLOWED_HOSTS = list(ENVIRONMENT["hosts"])
SITE_ADDRESS: str = ENVIRONMENT["address"]
CONTACT: str = ENVIRONMENT["contact"]
KEEP_MAILS_DAYS: int = ENVIRONMENT["keep_mails"]
SECURITY_CONTACT: str = ENVIRONMENT["security_contact"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "headway.foundation.core",
    "headway.foundation.ui",
    "headway.foundation.formats",
    "headway.foundation.publication",
    "headway.foundation.audit",
    "headway.foundation.accounts",
    "headway.foundation.organisations",
    "headway.foundation.notices",
    "headway.foundation.privacy",
    "headway.foundation.attachments",
    "headway.foundation.conversations",
    "headway.monitoring.strategy",
    "headway.monitoring.indicators",
    "headway.monitoring.reporting",
    "headway.monitoring.meetings",
    "headway.monitoring.amendments",
    "headway.cooperation.partnerships",
    "headway.cooperation.exchange",
    "headway.cooperation.plans",
    "headway.cooperation.peerreview",
    "headway.cooperation.adoption",
    "headway.cooperation.implementation",
    "headway.front.portal",
    "headway.front.workspace",
    "headway.front.api",
    "headway.demo",
    # Below our own apps, so that our templates are found before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    # What guards an answer comes before what may give it, so that static files have it too.
    "headway.foundation.core.middleware.RequestLogMiddleware",
    "headway.foundation.core.middleware.HeaderMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "headway.foundation.accounts.middleware.PersonMiddleware",
    "headway.foundation.accounts.middleware.PrivateMiddleware",
    "headway.foundation.accounts.middleware.SeenMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "headway.foundation.accounts.middleware.SecondFactorMiddleware",
    "headway.foundation.ui.middleware.RefusalMiddleware",
]

SITE_NAME = "Headway"
NAVIGATION = (
    ("portal:home", _("Regions and strategies")),
    ("portal:organisations", _("Organisations")),
    ("portal:search", _("Search")),
)
FOOT_LINKS = (
    ("portal:how_we_judge", _("How we judge")),
    ("portal:data", _("Open data")),
    ("portal:integrity", _("Integrity")),
    ("portal:accessibility", _("Accessibility")),
    ("ui:components", _("Components")),
)
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "headway.foundation.ui.context.page",
            ],
            "builtins": [
                "headway.foundation.ui.templatetags.ui",
                "headway.foundation.ui.templatetags.charts",
                "headway.foundation.ui.templatetags.redlines",
                "headway.foundation.ui.templatetags.rows",
                "django.templatetags.i18n",
                "django.templatetags.l10n",
            ],
        },
    }
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "headway.sqlite3",
    "CONN_MAX_AGE": 60,  # to open one and read the schema takes 4 ms
    "OPTIONS": {
        # Measured: deferred transactions lose 43 % of concurrent writes to “database is locked”;
        # synchronous=NORMAL may lose acknowledged commits on power loss.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}
DATABASES = {
    "default": dict(dj_database_url.parse(ENVIRONMENT["database"], conn_max_age=60))
    if ENVIRONMENT["database"]
    else SQLITE
}
POOLED: bool = ENVIRONMENT["pooled"]
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = POOLED  # one outlives its transaction
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all server processes: sign-in counts its attempts here.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "headway_cache",
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "headway.foundation.accounts.backends.PasswordBackend",
    "headway.foundation.accounts.backends.LinkBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "portal:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "headway.foundation.accounts.passwords.Guessed"},
    {"NAME": "headway.foundation.accounts.passwords.Leaked"},
]
LEAKED_PASSWORDS: Path | None = ENVIRONMENT["leaked_passwords"]
ACCOUNT_ADAPTER = "headway.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told to its owner
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody signs up, so a stranger is told nothing
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds; then what matters most asks again
# allauth's own generator writes a table of addresses beside ours; Django's covers the address too.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/m/ip,3/h/key",
    "sign_in_link": "20/h/ip,3/h/key",
    "register": "20/h/ip,3/h/key",
}
MFA_ADAPTER = "headway.foundation.accounts.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator vouches for the address by inviting it
NEEDS_SECOND_FACTOR = "headway.monitoring.strategy.queries.people.needs_second_factor"
"""Who must have a second factor: returns a condition on people. `accounts` lies below it."""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Headway"
SESAME_MAX_AGE = 10 * 60  # seconds; ASVS 5.0, 6.5.5: what comes by mail lives ten minutes at most
SESAME_ONE_TIME = True

LANGUAGE_CODE = "en"
INTERFACE_LANGUAGES = ("lt", "en")
LANGUAGES = [
    ("lt", "Lithuanian"),
    ("en", "English"),
    ("bg", "Bulgarian"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("ga", "Irish"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("it", "Italian"),
    ("lv", "Latvian"),
    ("mt", "Maltese"),
    ("nb", "Norwegian"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sv", "Swedish"),
    ("uk", "Ukrainian"),
]
AREAS = ("foundation", "monitoring", "cooperation", "front")
LOCALE_PATHS = [ROOT / "headway" / area / "locale" for area in AREAS]
TIME_ZONE = "Europe/Vilnius"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
LIMITS: dict[str, int] = {"searches": ENVIRONMENT["searches"], "files": ENVIRONMENT["files"]}
LIMITS_FILE = DATA / "limits.sqlite3"
METRICS_TOKENS = tokens(ENVIRONMENT["metrics_token_file"])
METRICS_FOLDER = DATA / "metrics" / socket.gethostname()
PAGES_FOLDER = DATA / "pages"
PAGES_SIZE: int = 0 if DEBUG else ENVIRONMENT["pages"]
PARTS_ARE_KEPT: bool = not DEBUG and ENVIRONMENT["parts"]
"""Megabytes of stored pages; none while a developer changes what makes them."""
WHITENOISE_MAX_AGE = 60
WHITENOISE_ALLOW_ALL_ORIGINS = False

EMAIL_BACKEND = "headway.foundation.notices.mail.OutboxBackend"
DEFAULT_FROM_EMAIL: str = ENVIRONMENT["sender"]
SMTP: str = ENVIRONMENT["smtp"]
MAIL_FOLDER = DATA / "mail"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "headway.foundation.accounts.sessions"
SESSION_IDLE = timedelta(hours=ENVIRONMENT["session_idle"])
SESSION_LONGEST = timedelta(hours=ENVIRONMENT["session_longest"])
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "headway.foundation.ui.messages.Storage"
MESSAGES_COOKIE_NAME = "messages"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "headway.foundation.ui.views.csrf_failure"
PROXIED: bool = ENVIRONMENT["proxied"]
if PROXIED:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    MESSAGES_COOKIE_NAME = "__Host-messages"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else all readers would share the proxy's address

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FORM_RENDERER = "headway.foundation.ui.forms.Renderer"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # addresses are unique, whatever their case
