"""``python -m mikiwame.ops.docs``: writes the pages of docs/ that are made from code."""

import dataclasses
import importlib
import importlib.util
import inspect
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType

import django

from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.history.events import kinds

ROOT = Path(__file__).resolve().parents[3]
ROOMS = (
    "history", "members", "ledger", "turns", "messaging", "terms", "escrow", "hiring", "contracts",
    "taskwork", "contests", "reputation", "moderation", "notifications",
)  # fmt: skip
"""In the order of the story."""

GENERATED = "<!-- Made from code by `python -m mikiwame.ops.docs`: change it there. -->"


def pages() -> dict[str, str]:
    """Each generated page: its path from the root, and its text."""
    return {
        "docs/lifecycles.md": lifecycles(),
        "docs/permissions.md": permissions(),
        "docs/facts.md": facts(),
    }


def furniture(piece: str) -> Iterator[tuple[str, ModuleType]]:
    """That module of every room that has one."""
    for room in ROOMS:
        name = f"mikiwame.market.{room}.{piece}"
        if importlib.util.find_spec(name):
            yield room, importlib.import_module(name)


def own(module: ModuleType, kind: type | tuple[type, ...]) -> Iterator[tuple[str, object]]:
    """What a module defines of a kind, in its order."""
    for name, value in vars(module).items():
        if isinstance(value, kind) and not name.startswith("_"):
            yield name, value


def summary(thing: object) -> str:
    """The first paragraph of a docstring, in one line."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def lifecycles() -> str:
    """Every lifecycle as a diagram and as a table."""
    text = ["# Lifecycles", "", GENERATED, ""]
    text += [
        "A state is stored once, and only the operations named here move it. `clock`: by itself, at a limit."
    ]
    for room, module in furniture("states"):
        for _, found in own(module, Lifecycle):
            assert isinstance(found, Lifecycle)
            text += ["", f"## {found.name} ({room})", "", summary(found.states), "", *diagram(found)]
            text += ["", "| operation | from | to | by |", "|---|---|---|---|"]
            text += [f"| `{m.operation}` | {m.source} | {m.target} | {m.by} |" for m in found.moves]
    return "\n".join(text) + "\n"


def diagram(lifecycle: Lifecycle) -> list[str]:
    """A Mermaid state diagram."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in lifecycle.moves:
        arrows.setdefault((move.source, move.target), []).append(move.operation)
    lines = [f"    {source} --> {target}: {' / '.join(names)}" for (source, target), names in arrows.items()]
    ends = [f"    {state} --> [*]" for state in lifecycle.states if state in lifecycle.final]
    return ["```mermaid", "stateDiagram-v2", f"    [*] --> {lifecycle.initial}", *lines, *ends, "```"]


def permissions() -> str:
    """Every rule in its own words."""
    text = ["# Who may do what", "", GENERATED, ""]
    text += ["Operations, buttons and the API ask the same rules. What one may not see looks absent."]
    for room, package in furniture("rules"):
        for module in _stories(package):
            text += ["", f"## {room}{_story(module, package)}", "", "| rule | holds when |", "|---|---|"]
            text += [
                f"| `{name}({taken(rule)})` | {summary(rule) or spoken(name)} |"
                for name, rule in own(module, FunctionType)
                if isinstance(rule, FunctionType) and rule.__module__ == module.__name__
            ]
    return "\n".join(text) + "\n"


def _stories(package: ModuleType) -> list[ModuleType]:
    """The modules of a package, by name; a module that is none is its own only one."""
    if not hasattr(package, "__path__"):
        return [package]
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


def _story(module: ModuleType, package: ModuleType) -> str:
    """What a file of a package tells, to stand behind the room's name; a module that is none tells all."""
    return "" if module is package else f" {spoken(module.__name__.rpartition('.')[2])}"


def taken(rule: Callable[..., object]) -> str:
    """What a rule looks at."""
    return ", ".join(inspect.signature(rule).parameters)


def spoken(name: str) -> str:
    """A name that says it all."""
    return name.replace("_", " ")


def facts() -> str:
    """Every kind of fact that is recorded."""
    text = ["# Facts", "", GENERATED, ""]
    text += [
        "What history records, one row each, never changed. Things are named by key; amounts are in yen."
    ]
    for room, package in furniture("events"):
        for module in _stories(package):
            events = [event for event in kinds().values() if event.__module__ == module.__name__]
            if events:
                text += [
                    "",
                    f"## {room}{_story(module, package)}",
                    "",
                    "| fact | carries | says |",
                    "|---|---|---|",
                ]
            for event in events:
                values = (f"`{name.name}`" for name in dataclasses.fields(event) if name.name != "subject")
                text.append(f"| `{event.__name__}` | {', '.join(values)} | {summary(event)} |")
    return "\n".join(text) + "\n"


def main() -> int:
    """Write the pages."""
    for path, text in pages().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mikiwame.settings")
    django.setup()
    sys.exit(main())
