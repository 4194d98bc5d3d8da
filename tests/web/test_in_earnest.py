"""An instance on the open net: behind a proxy that ends TLS, with nobody at the terminal."""

import os
import subprocess
import sys
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

OPEN_NET = {
    "DJANGO_SETTINGS_MODULE": "mikiwame.settings",
    "DATABASE_URL": "postgresql:///unused",
    "MIKIWAME_SECRET_KEY": "tests-only",
    "MIKIWAME_SITE_URL": "https://market.example.jp",
    "MIKIWAME_ALLOWED_HOSTS": "market.example.jp",
    "MIKIWAME_TRUSTED_PROXIES": "1",
}
BEGINNING = """
import django
django.setup()
from unittest import mock
from django.test import Client
there = {"host": "market.example.jp", "x-forwarded-proto": "https"}
client = Client(headers=there, raise_request_exception=False)
"""


def ran(program: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """A program in a process of its own, where the settings are read anew."""
    return subprocess.run(
        [sys.executable, "-c", BEGINNING + program],
        env={**os.environ, **OPEN_NET, **changed},
        capture_output=True,
        text=True,
        check=True,
    )


def test_browsers_are_told_to_come_by_https_only() -> None:
    look = "print(client.get('/healthz').headers.get('Strict-Transport-Security'))"
    assert "max-age=31536000" in ran(look).stdout
    assert "None" in ran(look, MIKIWAME_TRUSTED_PROXIES="0").stdout, "anybody can claim it"


def test_a_fault_is_told_at_the_terminal_and_not_to_the_reader() -> None:
    told = ran("""
with mock.patch("mikiwame.web.views.visitors.figures", side_effect=RuntimeError("out of ink")):
    answer = client.get("/guide/")
print(answer.status_code, "out of ink" in answer.content.decode())
""")
    assert told.stdout.split() == ["500", "False"]
    assert "RuntimeError: out of ink" in told.stderr


def test_what_is_merely_not_there_is_no_fault() -> None:
    told = ran("print(client.get('/api/nothing').status_code)")
    assert told.stdout.split() == ["404"]
    assert "Not Found" not in told.stderr


def test_uploaded_files_are_for_the_instance_s_eyes_only(tmp_path: Path) -> None:
    store = FileSystemStorage(location=tmp_path / "files")
    stored = Path(store.path(store.save("attachments/2026/notes.txt", ContentFile(b"as agreed"))))
    assert stored.stat().st_mode & 0o077 == 0
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in list(stored.parents)[:3])
