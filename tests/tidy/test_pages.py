"""A style sheet has the name of the template that it dresses."""

from tests.tidy.exceptions import UNSTYLED
from tests.tidy.source import PACKAGE

SHEETS = PACKAGE / "web/static/css"
TEMPLATES = PACKAGE / "web/templates"


def test_every_style_sheet_dresses_a_template_of_its_name() -> None:
    templates = {path.stem for path in TEMPLATES.rglob("*.html")}
    sheets = {path.stem for path in SHEETS.rglob("*.css")}

    assert sorted(sheets - templates - UNSTYLED.keys()) == []
    assert sorted(UNSTYLED.keys() - sheets) == []


def test_the_layers_are_named_once_and_every_sheet_is_loaded() -> None:
    entry = (SHEETS / "mikiwame.css").read_text(encoding="utf-8")
    unloaded = [
        path.name for path in SHEETS.rglob("*.css") if path.name not in entry and path.stem != "mikiwame"
    ]

    assert unloaded == []
    assert sum(line.startswith("@layer") for line in entry.splitlines()) == 1


def test_nothing_is_inline() -> None:
    """The pages' security policy would refuse it. Mails have none, and know no other style."""
    found = [
        f"{path.relative_to(TEMPLATES)}: {word}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        if path.parent.name != "mail"
        for word in (" style=", "<style", " onclick=", " onchange=", " onsubmit=", "javascript:")
        if word in path.read_text(encoding="utf-8")
    ]

    assert found == []
