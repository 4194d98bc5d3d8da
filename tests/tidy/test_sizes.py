"""House numbers: they cap the tail, so that a reader can hold what she reads. (Ruff sees to the lines.)"""

from collections.abc import Iterator
from pathlib import Path

from tests.tidy.exceptions import LONG
from tests.tidy.source import PACKAGE, ROOT, Module, decorators, lines_of, modules

FUNCTION, OPERATION, VIEW = 40, 25, 15
FILES = {"operations": 300, "models": 400}
TEMPLATE, STYLE_SHEET = 80, 250


def too_long() -> Iterator[tuple[str, int, int]]:
    """Everything above its number: name, length, number."""
    for module in modules():
        length = len(module.path.read_text(encoding="utf-8").splitlines())
        most = FILES.get(module.piece, length) if module.room else length
        if length > most:
            yield module.name, length, most
        yield from long_functions(module)
    for suffix, most in ((".html", TEMPLATE), (".css", STYLE_SHEET)):
        for path in sorted(PACKAGE.rglob(f"*{suffix}")):
            length = len(path.read_text(encoding="utf-8").splitlines())
            if length > most:
                yield name_of(path), length, most


def long_functions(module: Module) -> Iterator[tuple[str, int, int]]:
    """The functions of a file that are above their number."""
    is_view = module.path.parent == PACKAGE / "web/views"
    text = module.path.read_text(encoding="utf-8").splitlines()
    for name, function in module.functions():
        most = OPERATION if "operation" in decorators(function) else VIEW if is_view else FUNCTION
        if (length := lines_of(function, text)) > most:
            yield f"{module.name}::{name}", length, most


def name_of(path: Path) -> str:
    """A file's path from the root."""
    return str(path.relative_to(ROOT))


def test_nothing_is_longer_than_its_number() -> None:
    found = {name: f"{length} lines, at most {most}" for name, length, most in too_long() if name not in LONG}

    assert found == {}


def test_every_excuse_is_needed() -> None:
    assert LONG.keys() - {name for name, _, _ in too_long()} == set()


def test_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "services", "managers", "signals"}

    assert [module.name for module in modules() if module.path.stem in drawers] == []
