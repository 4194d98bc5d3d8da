"""The docs are true: generated pages are fresh, the list of settings is complete, links lead somewhere."""

import ast
import re

from mikiwame.ops import docs
from tests.tidy.source import ROOT, modules

READERS = {"text", "switch", "number", "words", "one_of"}
FOREIGN = {"PATH", "DJANGO_SETTINGS_MODULE", "NO_COLOR", "TERM"}
"""Variables that aren't ours."""


def read_by_code() -> set[str]:
    """Every variable of the environment that the product reads."""
    found = set()
    for module in modules():
        for call in ast.walk(module.tree):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                name = ast.unparse(call.func)
                of_settings = name in READERS and module.name.endswith("mikiwame/settings.py")
                if of_settings or name.endswith("environ.get"):
                    found.add(str(call.args[0].value))
    return found - FOREIGN


def test_generated_pages_are_fresh() -> None:
    stale = [path for path, text in docs.pages().items() if (ROOT / path).read_text(encoding="utf-8") != text]

    assert stale == [], "run: python -m mikiwame.ops.docs"


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))

    assert documented == read_by_code()


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]

    assert broken == []
