"""The OpenAPI document in the tree is that of the endpoints."""

import json
from typing import Any

import pytest
from django.test import Client

from mikiwame.api import document

WHAT_TO_DO = "run `python -m django openapi` and look at what changed"


def test_the_document_in_the_tree_is_current() -> None:
    assert document.PATH.read_bytes() == document.current(), WHAT_TO_DO


@pytest.mark.django_db
def test_it_is_served_to_everybody(client: Client) -> None:
    served: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    assert served == json.loads(document.PATH.read_bytes())
    assert served["openapi"].startswith("3.1")
