"""A site for Turkle, which its package doesn't bring along: settings, addresses and the application in one.

Only what workers' pages need, so nothing else costs anything.
"""

import os
from urllib.parse import parse_qs, unquote, urlsplit

_ADDRESS = urlsplit(os.environ["DATABASE_URL"])

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _ADDRESS.path.removeprefix("/"),
        "USER": _ADDRESS.username,
        "PASSWORD": unquote(_ADDRESS.password or ""),
        "HOST": parse_qs(_ADDRESS.query)["host"][0],
        "CONN_MAX_AGE": 600,
    }
}
ALLOWED_HOSTS = ["localhost"]
SECRET_KEY = "bench"
ROOT_URLCONF = "turkle_addresses"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
TURKLE_AUTO_ACCEPT_DEFAULT = True
LOGIN_REDIRECT_URL = "help"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "turkle",
    "django.contrib.admin",
    "guardian",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
_CONTEXT = [
    "django.contrib.auth.context_processors.auth",
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "turkle.utils.turkle_vars",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    }
]
STATIC_URL = "/static/"
