"""One private server per run; its template database is kept between runs and copied for each worker."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_django import DjangoDbBlocker

from mikiwame.ops import catalogue
from tests import database

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "mikiwame.settings",
    "MIKIWAME_SECRET_KEY": "tests-only",
    "MIKIWAME_PRIVATE_DATA_KEYS": "tests:" + "A" * 43,
    "MIKIWAME_PUSH_KEY": "tests-only",
    "MIKIWAME_SITE_URL": "http://localhost:8000",
}

KEPT = {"MIKIWAME_POSTGRES", "MIKIWAME_POSTGRES_ACCOUNT"}  # which server; all else is as nobody had set it


def pytest_configure(config: pytest.Config) -> None:
    """The run's first process starts the server; its workers inherit the address."""
    if not hasattr(config, "workerinput"):
        home = Path(tempfile.mkdtemp(prefix="mikiwame-tests-"))
        home.chmod(0o711)  # the server may run under another account than we
        for name in set(os.environ) - KEPT:
            if name.startswith("MIKIWAME_"):
                del os.environ[name]
        (home / "static").mkdir()  # nothing is collected, but whitenoise looks
        os.environ |= SETTINGS | {"MIKIWAME_HOME": str(home)}
        catalogue.compile_stale()
        config.add_cleanup(database.begin(home))
    django.setup()
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # files that another's database knows nothing of
        settings.MEDIA_ROOT = Path(settings.MEDIA_ROOT, worker)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the cast joins quickly
    examples.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    examples.load_profile("unhurried")  # how long an example takes on a busy machine says nothing
    database.clear_instead_of_flush()
    config.pluginmanager.import_plugin("tests.cast")  # only now can its models be imported


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: else one worker has it left when the others are done."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays until the end: the collector needn't look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Each worker's database is a copy of the template, gone when the worker is."""
    with django_db_blocker.unblock():
        database.open_copy(os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    yield
    with django_db_blocker.unblock():
        database.drop_copy()
