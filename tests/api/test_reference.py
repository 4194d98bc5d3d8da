"""The reference page: whole, ours, and where each problem's type leads."""

import re

import pytest
from django.test import Client

from mikiwame.api.problems import REFERENCE, STATUSES
from mikiwame.refusals import SENTENCES
from tests.api.samples import DOCUMENT, routes


@pytest.fixture
def page(client: Client, db: None) -> str:
    response = client.get(REFERENCE)
    assert response.status_code == 200
    return response.content.decode()


def test_every_endpoint_schema_and_code_has_its_place(page: str) -> None:
    found = re.findall(r' id="([^"]+)"', page)
    places = set(found)
    assert len(found) == len(places)
    assert {route.operation["operationId"] for route in routes()} <= places
    assert {f"schema-{name}" for name in DOCUMENT["components"]["schemas"]} <= places
    assert set(SENTENCES) <= places


def test_every_link_within_leads_somewhere(page: str) -> None:
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


def test_nothing_comes_from_elsewhere(page: str) -> None:
    loaded = re.findall(r'(?:src|href)="(https?:[^"]+)"', page)
    assert [address for address in loaded if not address.startswith("http://testserver")] == []
    assert "<style" not in page


def test_every_code_of_ours_has_a_sentence() -> None:
    assert STATUSES.keys() <= SENTENCES.keys()
