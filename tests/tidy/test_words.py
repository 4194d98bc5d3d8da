"""Refusals, facts and states: every one has its words, in one place."""

import ast
import fnmatch
import inspect
import re
from collections.abc import Iterator
from enum import IntEnum

import pytest
from django.apps import apps
from django.db import connection, models
from django.forms import Field
from django.utils import translation

from mikiwame.core.constraints import REFUSALS
from mikiwame.market.history.events import kinds
from mikiwame.refusals import SENTENCES
from tests.tidy.exceptions import PRESENT
from tests.tidy.source import modules

GIVES_CODE = {"Refused": 0, "NotFound": 0, "refuse": 0, "rule": 1}
"""Who says no, and which of its arguments is the code."""

DEFINED_IN = ("core/errors.py", "core/operation.py", "core/constraints.py")
PARTICIPLE = r"(?:[a-z]ed|Sent|Made|Taken|Paid|Begun|Lost|Held|Kept|Drawn|Given|Withdrawn|Written)(?:[A-Z]|$)"
NAMES_OF_STATES = {"state", "status", "kind", "format", "reason"}


def codes() -> Iterator[tuple[str, str]]:
    """Where a refusal's code is written, and the code; a computed part is written as ``*``."""
    for module in modules():
        if module.name.endswith(DEFINED_IN):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                place = GIVES_CODE.get(ast.unparse(node.func).rpartition(".")[2])
                if place is not None and len(node.args) > place:
                    for code in written(node.args[place]):
                        yield f"{module.name}:{node.lineno}", code


def written(code: ast.expr) -> Iterator[str]:
    """The code, or the codes between which an expression chooses."""
    if isinstance(code, ast.Constant):
        yield str(code.value)
    elif isinstance(code, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in code.values)
    elif isinstance(code, ast.IfExp):
        yield from written(code.body)
        yield from written(code.orelse)


def constants() -> set[str]:
    """Every word that the product's code writes down."""
    return {
        str(node.value)
        for module in modules()
        if not module.name.endswith("mikiwame/refusals.py")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
    }


def test_every_refusal_has_its_sentence() -> None:
    assert [f"{place} {code}" for place, code in codes() if not fnmatch.filter(SENTENCES, code)] == []
    assert [code for code in REFUSALS.values() if code not in SENTENCES] == []


def test_every_sentence_has_its_refusal() -> None:
    computed = [code for _, code in codes() if "*" in code]
    said = constants() | {code for pattern in computed for code in fnmatch.filter(SENTENCES, pattern)}

    assert sorted(SENTENCES.keys() - said) == []


@pytest.mark.django_db
def test_every_constraint_that_refuses_exists() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select conname from pg_constraint "
            "union select indexname from pg_indexes where schemaname = 'public'"
        )
        names = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "select coalesce(string_agg(prosrc, ' '), '') from pg_proc "
            "where pronamespace = 'public'::regnamespace"
        )
        raised = cursor.fetchone()[0]

    assert [name for name in REFUSALS if name not in names and name not in raised] == []


def test_facts_are_in_the_past_tense() -> None:
    present = {kind for kind in kinds() if not re.search(PARTICIPLE, kind)}

    assert sorted(present - PRESENT.keys()) == []
    assert sorted(PRESENT.keys() - present) == []


def test_every_fact_says_what_it_is() -> None:
    assert [
        kind
        for kind, event in kinds().items()
        if not inspect.getdoc(event) or len(inspect.getdoc(event) or "") < 8
    ] == []


def test_states_are_words() -> None:
    found = [
        str(field)
        for model in apps.get_models()
        if model.__module__.startswith("mikiwame.market")
        for field in model._meta.get_fields()
        if field.name in NAMES_OF_STATES and not isinstance(field, models.TextField | models.CharField)
    ]

    assert found == []
    assert [sub for sub in IntEnum.__subclasses__() if sub.__module__.startswith("mikiwame")] == []


def kinds_of_fields(kind: type[Field] = Field) -> Iterator[type[Field]]:
    """Every kind of form field that is loaded: Django's, ours, and those of libraries."""
    yield kind
    for other in kind.__subclasses__():
        yield from kinds_of_fields(other)


def said_when_empty(kind: type[Field]) -> str:
    """What a field of that kind says when it is left empty, untranslated."""
    named: dict[str, object] = {}
    for one in reversed(kind.__mro__):
        named |= getattr(one, "default_error_messages", {})
    with translation.override(None):
        return str(named["required"])


def test_no_form_says_in_stock_words_what_it_lacks() -> None:
    stock = [kind.__name__ for kind in kinds_of_fields() if said_when_empty(kind).isascii()]
    assert stock == []
