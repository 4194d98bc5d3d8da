"""Walls that an import linter can't see: relations named by strings, read backwards, and stray writes."""

import ast
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, ForeignObjectRel

from tests.tidy.exceptions import NO_OPERATION, REVERSE, WRITES
from tests.tidy.source import MARKET, Function, Module, decorators, knows, modules

WRITING = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update"} | {
    "delete", "save", "become",
}  # fmt: skip
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
PRESENT_MOMENT = {"now", "today", "utcnow"}


def test_relations_name_their_model_itself() -> None:
    """A string would reach into any room, unseen."""
    found = [
        f"{module.name}:{call.lineno}"
        for module in modules()
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and last_word(call.func) in RELATIONS and call.args
        if isinstance(call.args[0], ast.Constant) and call.args[0].value != "self"
    ]

    assert found == []


def test_no_room_reads_a_later_room_backwards() -> None:
    found = sorted({name for name in backwards() if name not in REVERSE})

    assert found == []
    assert REVERSE.keys() - set(backwards()) == set()


def backwards() -> Iterator[str]:
    """``file: accessor`` for every use of a relation that a later room has tied to an earlier one."""
    accessors = dict(relations_from_outside())
    for module in modules():
        if module.room is None:
            continue
        for word in words_of(module.tree):
            rooms = accessors.get(word, set())
            if rooms and not any(knows(module.room, room) for room in rooms):
                yield f"{module.name}: {word}"


def relations_from_outside() -> Iterator[tuple[str, set[str]]]:
    """The name by which a model reaches back, and the rooms whose models are reached by that name."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, ForeignObjectRel) and not field.hidden:
                name = field.get_accessor_name() or ""
                found.setdefault(name, set()).add(field.related_model._meta.app_label)
            elif isinstance(field, Field):
                found.setdefault(field.name, set()).add(model._meta.app_label)
    yield from found.items()


def words_of(tree: ast.Module) -> Iterator[str]:
    """Attributes that are read, and the first words of look-ups."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
            yield node.arg.partition("__")[0]


def test_only_a_rooms_own_operations_write_its_tables() -> None:
    found = sorted({name for name in stray_writes() if name not in WRITES})

    assert found == []
    assert WRITES.keys() - set(stray_writes()) == set()


def stray_writes() -> Iterator[str]:
    """``file: Model.create`` for writes to models of other rooms, and for writes outside of operations."""
    for module in modules():
        foreign = {
            alias.asname or alias.name
            for node in module.tree.body
            if isinstance(node, ast.ImportFrom) and is_foreign(node, module)
            for alias in node.names
        }
        for _, function in module.functions():
            held = foreign | {arg.arg for arg in arguments(function) if is_one_of(arg.annotation, foreign)}
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                    written = call.func.attr in WRITING and first_word(call.func) in held
                    if written:
                        yield f"{module.name}: {ast.unparse(call.func)}"


def is_foreign(node: ast.ImportFrom, module: Module) -> bool:
    """Whether an import takes tables that this file may not write."""
    path = (node.module or "").split(".")
    if path[-1] != "models" or not (node.level or path[:2] == ["mikiwame", "market"]):
        return False
    own = node.level or path[2] == module.room
    return not own or module.piece not in {"operations", "models"}


def arguments(function: Function) -> list[ast.arg]:
    """All that a function takes."""
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def is_one_of(annotation: ast.expr | None, names: set[str]) -> bool:
    """Whether an annotation is one of those models."""
    return annotation is not None and ast.unparse(annotation).removesuffix(" | None") in names


def test_every_operation_is_whole_or_nothing_and_told_the_time() -> None:
    found = sorted({name for name in no_operations() if name not in NO_OPERATION})

    assert found == []
    assert NO_OPERATION.keys() - set(no_operations()) == set()


def no_operations() -> Iterator[str]:
    """Public functions of a room's front door that lack ``@operation`` or ``at``."""
    for module in modules():
        if module.room is None or module.piece != "operations":
            continue
        for node in module.tree.body:
            if isinstance(node, Function) and not node.name.startswith("_"):
                told = "at" in {arg.arg for arg in node.args.kwonlyargs}
                if "operation" not in decorators(node) or not told:
                    yield f"{module.name}::{node.name}"


def test_only_surfaces_read_the_clock() -> None:
    found = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.piece in {"core", "discernment"} or module.path.is_relative_to(MARKET)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in PRESENT_MOMENT
        and not module.name.endswith("clock.py")
    ]

    assert found == []


def test_no_column_fills_itself_with_the_present() -> None:
    found = [
        str(field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model.__module__.startswith("mikiwame")
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]

    assert found == []


def last_word(node: ast.expr) -> str:
    """``ForeignKey`` of ``models.ForeignKey``."""
    return ast.unparse(node).rpartition(".")[2]


def first_word(node: ast.expr) -> str:
    """``Posting`` of ``Posting.objects.filter(…).update``."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
