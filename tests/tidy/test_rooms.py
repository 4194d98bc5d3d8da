"""Walls that an import linter can't see: relations named by strings, read backwards, and stray writes."""

import ast
from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignObjectRel

from tests.tidy.exceptions import NO_OPERATION, REVERSE, WRITES
from tests.tidy.source import MARKET, Function, Module, decorators, knows, modules

WRITING = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update"} | {
    "delete", "save", "become",
}  # fmt: skip
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
SENDING = "mikiwame.market.messaging.operations"
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
    accessors, rooms_with = relations()
    for module in modules():
        if module.room is None:
            continue
        for word in accessors.intersection(words_of(module.tree)):
            if not any(knows(module.room, room) for room in rooms_with[word]):
                yield f"{module.name}: {word}"


def relations() -> tuple[set[str], dict[str, set[str]]]:
    """The names by which models reach back, and in whose rooms each name means something at all."""
    accessors: set[str] = set()
    rooms_with: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            name, owner = field.name, model
            if isinstance(field, ForeignObjectRel):
                if field.hidden:
                    continue
                name, owner = field.get_accessor_name() or "", field.related_model
                accessors.add(name)
            rooms_with.setdefault(name, set()).add(owner._meta.app_label)
    return accessors, rooms_with


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
            held = {arg.arg for arg in arguments(function) if is_one_of(arg.annotation, foreign)}
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                    root = first_word(call.func)
                    direct = root in held and ast.unparse(call.func.value) == root
                    if call.func.attr in WRITING and (direct or root in foreign):
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
    found = {name: name.partition("::")[0] for name in no_operations()}
    excused = {name for pair in found.items() for name in pair} & NO_OPERATION.keys()

    assert sorted(name for name, file in found.items() if not {name, file} & excused) == []
    assert NO_OPERATION.keys() - excused == set()


def no_operations() -> Iterator[str]:
    """Public functions of a room's front door that lack ``@operation`` or ``at``."""
    for module in modules():
        if module.room is None or module.piece != "operations":
            continue
        for node in module.tree.body:
            if isinstance(node, Function) and not node.name.startswith("_") and not is_operation(node):
                yield f"{module.name}::{node.name}"


def is_operation(function: Function) -> bool:
    """Whether it is decorated as one and takes the time."""
    return "operation" in decorators(function) and "at" in {arg.arg for arg in arguments(function)}


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


def test_surfaces_write_letters_only_where_terms_and_lamp_are_known() -> None:
    """``messaging.send`` alone knows neither, nor what hires without an offer."""
    found = sorted(
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.piece in {"web", "api", "ops"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in writers(module)
    )

    assert found == []


def writers(module: Module) -> set[str]:
    """What a module calls the operations of ``messaging`` that send."""
    names = {
        f"{node.module}.{alias.name}": alias.asname or alias.name
        for node in module.tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return {
        call
        for path, name in names.items()
        for sending in ("send", "conversations.send", "questions.ask", "keep", "kept.keep")
        for way in [f"{SENDING}.{sending}"]
        if way == path or way.startswith(f"{path}.")
        for call in [name + way.removeprefix(path)]
    }


def last_word(node: ast.expr) -> str:
    """``ForeignKey`` of ``models.ForeignKey``."""
    return ast.unparse(node).rpartition(".")[2]


def first_word(node: ast.expr) -> str:
    """``Posting`` of ``Posting.objects.filter(…).update``."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
