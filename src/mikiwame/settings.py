"""All settings in one place: one environment variable each, read by a typed reader that fails loudly."""

import os
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

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


def number(name: str, default: int, *, least: int | None = None) -> int:
    """A whole number, not below the least if there is one."""
    value = os.environ.get(name, str(default))
    try:
        found = int(value)
    except ValueError:
        raise SystemExit(f"The setting {name} is not a whole number: {value!r}") from None
    if least is not None and found < least:
        raise SystemExit(f"The setting {name} is below {least}: {value!r}")
    return found


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
        "ENGINE": "mikiwame.core.engine",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.get("host", "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465, "file": 0}


def mail(url: str) -> SplitResult:
    """Where e-mail goes: ``smtp://``, ``smtp+tls://`` (STARTTLS) or ``smtps://user:password@host:port``, or
    ``file:///folder``, where each message becomes a file."""
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PORTS or not (parts.path if parts.scheme == "file" else parts.hostname):
        raise SystemExit("MIKIWAME_EMAIL_URL must be smtp://, smtp+tls:// or smtps://host, or file:///folder")
    return parts


def scanner(url: str) -> SplitResult | None:
    """Where ClamAV's daemon listens: ``tcp://host:port`` or ``unix:///path``; empty: there is none."""
    parts = urlsplit(url)
    if url and not (parts.hostname if parts.scheme == "tcp" else parts.scheme == "unix" and parts.path):
        raise SystemExit("MIKIWAME_CLAMAV must be tcp://host:port or unix:///path of clamd's socket")
    return parts if url else None


DEBUG = switch("MIKIWAME_DEBUG", default=False)
SECRET_KEY = text("MIKIWAME_SECRET_KEY")
PRIVATE_DATA_KEYS = words("MIKIWAME_PRIVATE_DATA_KEYS", "")
PUSH_KEY = text("MIKIWAME_PUSH_KEY", "")
GATEWAY = one_of("MIKIWAME_GATEWAY", ("sandbox",), "sandbox")
HOME = Path(text("MIKIWAME_HOME", "var")).absolute()
OPERATOR = text("MIKIWAME_OPERATOR", "")
CONTACT = text("MIKIWAME_CONTACT", "")
PORT = number("PORT", 8000)
LISTEN = text("MIKIWAME_LISTEN", "127.0.0.1")
LIVE_PORT = number("MIKIWAME_LIVE_PORT", PORT + 1)
WEB_PROCESSES = number("MIKIWAME_WEB_PROCESSES", 2)
WEB_THREADS = number("MIKIWAME_WEB_THREADS", 4)
SITE_URL = text("MIKIWAME_SITE_URL", f"http://localhost:{PORT}").rstrip("/")
DEMO = switch("MIKIWAME_DEMO", default=urlsplit(SITE_URL).hostname == "localhost")
ALLOWED_HOSTS = words("MIKIWAME_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("MIKIWAME_TRUSTED_ORIGINS", SITE_URL)
DATABASES = {"default": database(text("DATABASE_URL"))}
OPEN_APPLICATIONS_MOST = number("MIKIWAME_OPEN_APPLICATIONS_MOST", 20)

CLAMAV = scanner(text("MIKIWAME_CLAMAV", ""))

MAIL = mail(text("MIKIWAME_EMAIL_URL", f"file://{HOME}/outbox"))
MAIL_IS_KEPT = MAIL.scheme == "file"
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if MAIL_IS_KEPT else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = unquote(MAIL.path) if MAIL_IS_KEPT else None
EMAIL_HOST, EMAIL_PORT = MAIL.hostname or "", MAIL.port or MAIL_PORTS[MAIL.scheme]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.scheme == "smtp+tls", MAIL.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("MIKIWAME_EMAIL_FROM", "Mikiwame <no-reply@localhost>")

ROOMS = (
    "history", "members", "ledger", "turns", "messaging", "terms", "escrow", "hiring", "contracts",
    "taskwork", "contests",
)  # fmt: skip
LATE_ROOMS = ("reputation", "paperwork", "moderation", "notifications")
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
    "procrastinate.contrib.django",
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
    "mikiwame.web.middleware.no_devices",
    "mikiwame.web.middleware.readable_text",
    "mikiwame.web.middleware.reader_language",
    "mikiwame.web.middleware.reader_time_zone",
    "mikiwame.web.middleware.bearable_size",
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
FILE_UPLOAD_DIRECTORY_PERMISSIONS, FILE_UPLOAD_PERMISSIONS = 0o700, 0o600  # root's home can be passed through
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

ALLAUTH_TRUSTED_PROXY_COUNT = number("MIKIWAME_TRUSTED_PROXIES", 0)

# A proxy hands /live/ on to the server of live updates. Without one it is another port of the same host.
LIVE_HOSTS = [] if ALLAUTH_TRUSTED_PROXY_COUNT else [host for host in ALLOWED_HOSTS if host[0] not in ".[*"]

# What a page may load and where it may send: everything from here, nothing inline, never in a frame.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *(f"http://{host}:{LIVE_PORT}" for host in LIVE_HOSTS)],
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
TRIAL_DECISION_DAYS = number("MIKIWAME_TRIAL_DECISION_DAYS", 7)
FUNDING_DAYS = number("MIKIWAME_FUNDING_DAYS", 3)
STANDBY_DAYS = number("MIKIWAME_STANDBY_DAYS", 7)
OVERDUE_DAYS = number("MIKIWAME_OVERDUE_DAYS", 7)
CANCELLATION_DAYS = number("MIKIWAME_CANCELLATION_DAYS", 7)
DISPUTE_DAYS = number("MIKIWAME_DISPUTE_DAYS", 7)
DISPUTE_ANSWER_DAYS = number("MIKIWAME_DISPUTE_ANSWER_DAYS", 5)
DISPUTE_APPEAL_DAYS = number("MIKIWAME_DISPUTE_APPEAL_DAYS", 5)
REVIEW_DAYS = number("MIKIWAME_REVIEW_DAYS", 14)

# What workers hand in with an answer; no file at all may be larger than 20 MB (messaging/filetypes).
ANSWER_FILE_MEGABYTES = number("MIKIWAME_ANSWER_FILE_MEGABYTES", 20, least=1)
RECORDING_SECONDS = number("MIKIWAME_RECORDING_SECONDS", 600, least=1)

READINGS_A_MINUTE = number("MIKIWAME_READINGS_A_MINUTE", 30, least=1)

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "chores"

# Signing up and in. Attempts are counted in the database: every process sees the same count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",  # the table is made by a migration of members
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 30 * 24 * 3600  # of those who asked to be remembered; others' ends with the browser
# A proxy of ours ends TLS and says so; from anybody else the header would be a claim.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS and ALLAUTH_TRUSTED_PROXY_COUNT else None
)
ACCOUNT_ADAPTER = "mikiwame.web.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "mikiwame.web.forms.accounts.LoginForm",
    "signup": "mikiwame.web.forms.accounts.SignupForm",
    "add_email": "mikiwame.web.forms.accounts.EmailForm",
    "change_password": "mikiwame.web.forms.accounts.PasswordForm",
    "reset_password": "mikiwame.web.forms.accounts.ForgottenPasswordForm",
    "reset_password_from_key": "mikiwame.web.forms.accounts.NewPasswordForm",
    "reauthenticate": "mikiwame.web.forms.accounts.PasswordAgainForm",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_CONFIRMATION_ANONYMOUS_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Mikiwame] "
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_HTTPS else "http"
MFA_ADAPTER = "mikiwame.web.accounts.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Mikiwame"
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = urlsplit(SITE_URL).hostname == "localhost"  # browsers do the same
MFA_FORMS = {
    "authenticate": "mikiwame.web.forms.accounts.CodeForm",
    "reauthenticate": "mikiwame.web.forms.accounts.CodeAgainForm",
    "activate_totp": "mikiwame.web.forms.accounts.FirstCodeForm",
    "add_webauthn": "mikiwame.web.forms.accounts.PasskeyForm",
    "edit_webauthn": "mikiwame.web.forms.accounts.PasskeyNameForm",
    "login_webauthn": "mikiwame.web.forms.accounts.PasskeyLoginForm",
    "authenticate_webauthn": "mikiwame.web.forms.accounts.PasskeySecondForm",
    "reauthenticate_webauthn": "mikiwame.web.forms.accounts.PasskeyAgainForm",
}

# What breaks is told to whoever runs the process; what was merely not found, or asked in vain, is not.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},  # Django's own would send mails
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
