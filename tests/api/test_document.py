"""The OpenAPI document in the tree is that of the endpoints."""

import json
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel

from mikiwame.api import document, schemas

WHAT_TO_DO = "run `make openapi` and look at what changed"


def test_the_document_in_the_tree_is_current() -> None:
    assert document.PATH.read_bytes() == document.current(), WHAT_TO_DO


def test_no_two_schemas_share_a_name() -> None:
    """In the document one would silently stand for the other."""
    modules = [import_module(f"{schemas.__name__}.{found.name}") for found in iter_modules(schemas.__path__)]
    named = Counter(
        name
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == module.__name__
    )
    assert [name for name, times in named.items() if times > 1] == []


@pytest.mark.django_db
def test_it_is_served_to_everybody(client: Client) -> None:
    served: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    assert served == json.loads(document.PATH.read_bytes())
    assert served["openapi"].startswith("3.1")
