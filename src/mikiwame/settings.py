"""All settings in one place: one environment variable each, read by a typed reader that fails loudly."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

PACKAGE = Path(__file__).resolve().parent


def text(name: str, default: str | None = None) -> str:
    """A variable's value; raises SystemExit when it has none and no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise SystemExit(f"The setting {name} is missing: see docs/settings.md")
    return value


def switch(name: str, *, default: bool) -> bool:
    """On or off: 1, true, yes, on; 0, false, no, off."""
    value = os.environ.get(name, "on" if default else "off").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SystemExit(f"The setting {name} is neither on nor off: {value!r}")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise SystemExit(f"The setting {name} is not a whole number: {value!r}") from None


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    value = os.environ.get(name, default)
    if value not in choices:
        raise SystemExit(f"The setting {name} is none of {', '.join(choices)}: {value!r}")
    return value


def words(name: str, default: str) -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, object]:
    """A ``postgresql://user:password@host:port/name`` address; the host may be a folder with a socket."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL must be a postgresql:// address; there is no second engine")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.get("host", "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


DEBUG = switch("MIKIWAME_DEBUG", default=False)
SECRET_KEY = text("MIKIWAME_SECRET_KEY")
PRIVATE_DATA_KEYS = words("MIKIWAME_PRIVATE_DATA_KEYS", "")
GATEWAY = one_of("MIKIWAME_GATEWAY", ("sandbox",), "sandbox")
HOME = Path(text("MIKIWAME_HOME", "var")).absolute()
SITE_URL = text("MIKIWAME_SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = words("MIKIWAME_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("MIKIWAME_TRUSTED_ORIGINS", SITE_URL)
DATABASES = {"default": database(text("DATABASE_URL"))}
OPEN_APPLICATIONS_MOST = number("MIKIWAME_OPEN_APPLICATIONS_MOST", 20)

ROOMS = ("history", "members", "ledger", "turns", "messaging", "terms", "escrow", "hiring", "contracts")
LATE_ROOMS = ("reputation", "notifications")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(f"mikiwame.market.{room}" for room in (*ROOMS, *LATE_ROOMS)),
    "mikiwame.web",
    "mikiwame.api",
    "mikiwame.ops",
]

MIDDLEWARE = [
    "mikiwame.api.middleware.Problems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mikiwame.web.middleware.readable_text",
    "mikiwame.web.middleware.reader_time_zone",
    "mikiwame.web.middleware.Refusals",
]

ROOT_URLCONF = "mikiwame.urls"
WSGI_APPLICATION = "mikiwame.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mikiwame.web.navigation.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "mikiwame.web.templatetags.pages",
            ],
        },
    }
]

AUTH_USER_MODEL = "members.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "mikiwame.web.storage.Static"},
}
WHITENOISE_USE_FINDERS = True  # also what nobody has collected yet
FORM_RENDERER = "mikiwame.web.forms.renderer.Renderer"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

# What a page may load and where it may send: everything from here, nothing inline, never in a frame.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
BEHIND_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The market's clocks, in days. Figures that both sides agree on stand in the terms sheet instead.
OFFER_DAYS = number("MIKIWAME_OFFER_DAYS", 5)
FUNDING_DAYS = number("MIKIWAME_FUNDING_DAYS", 3)
OVERDUE_DAYS = number("MIKIWAME_OVERDUE_DAYS", 7)
CANCELLATION_DAYS = number("MIKIWAME_CANCELLATION_DAYS", 7)
DISPUTE_DAYS = number("MIKIWAME_DISPUTE_DAYS", 7)
REVIEW_DAYS = number("MIKIWAME_REVIEW_DAYS", 14)
