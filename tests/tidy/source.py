"""The source as the style tests read it: files, syntax trees, rooms and their order."""

import ast
import configparser
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/mikiwame"
MARKET = PACKAGE / "market"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file and what it says."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the root, by which exceptions name it."""
        return str(self.path.relative_to(ROOT))

    @property
    def room(self) -> str | None:
        """The room of the market that it belongs to, or None."""
        parts = self.path.relative_to(PACKAGE).parts
        return parts[1] if parts[0] == "market" and len(parts) > 2 else None

    @property
    def piece(self) -> str:
        """Which piece of furniture it is: ``operations`` for operations.py and operations/offers.py alike."""
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return parts[2] if self.room else parts[0]

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return parsed(self.path)

    def functions(self) -> Iterator[tuple[str, Function]]:
        """Every function and method, with its dotted name."""
        yield from functions_of(self.tree, "")


def functions_of(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    """Every function below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield f"{prefix}{child.name}", child
            yield from functions_of(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.ClassDef):
            yield from functions_of(child, f"{prefix}{child.name}.")
        else:
            yield from functions_of(child, prefix)


@cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules() -> tuple[Module, ...]:
    """The product's Python files, without what Django generates."""
    found = (path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts)
    return tuple(map(Module, found))


@cache
def chapters() -> tuple[frozenset[str], ...]:
    """The rooms in the order of the story, earliest first; rooms of one chapter don't know each other."""
    arrows = configparser.ConfigParser()
    arrows.read(ROOT / ".importlinter")
    lines = arrows["importlinter:contract:story"]["layers"].split("\n")
    return tuple(
        frozenset(room.strip(" ()") for room in line.split("|")) for line in reversed(lines) if line.strip()
    )


def knows(room: str, other: str) -> bool:
    """Whether a room may know another one: itself, or one of an earlier chapter; never a surface."""
    place = {name: number for number, chapter in enumerate(chapters()) for name in chapter}
    return room == other or place.get(other, len(place)) < place[room]


def decorators(function: Function) -> set[str]:
    """The last words of its decorators' names."""
    named = (node.func if isinstance(node, ast.Call) else node for node in function.decorator_list)
    return {ast.unparse(node).rpartition(".")[2] for node in named}


def lines_of(function: Function, text: list[str]) -> int:
    """How many lines its body has; docstring, blank lines and signature left out."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    lines = text[body[0].lineno - 1 : function.end_lineno] if body else []
    return sum(bool(line.strip()) for line in lines)
