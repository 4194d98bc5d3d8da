"""Whatever goes wrong is a problem document with a sentence in the reader's language."""

import json
from typing import Any

import pytest
from django.test import Client

from mikiwame.api.problems import MEDIA_TYPE
from mikiwame.market.members.scopes import Scope
from tests.api.programs import Program, program_of
from tests.cast import Cast

MEMBERS = {"type", "title", "status", "code", "detail", "errors"}


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document of an answer."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == MEDIA_TYPE
    document: dict[str, Any] = json.loads(response.content)
    assert set(document) == MEMBERS
    assert (document["status"], document["code"]) == (status, code)
    assert document["type"].endswith(f"#{code}")
    return document


@pytest.fixture
def sakurai(cast: Cast) -> Program:
    return program_of(cast.sakurai)


@pytest.mark.django_db
def test_without_a_token_nothing_is_answered(client: Client) -> None:
    response = client.get("/api/v1/me")
    assert "トークン" in problem(response, 401, "token_needed")["detail"]
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["Bearer mk_nonsense", "Bearer \u00e9", "Bearer", "bearer x y"])
def test_a_token_that_is_none(client: Client, header: str) -> None:
    problem(client.get("/api/v1/me", headers={"Authorization": header}), 401, "token_unknown")


def test_a_session_is_no_token(client: Client, cast: Cast) -> None:
    client.force_login(cast.sakurai)
    problem(client.get("/api/v1/me"), 401, "token_needed")


def test_a_scope_that_the_token_lacks(cast: Cast) -> None:
    reader = program_of(cast.sakurai, Scope.READ)
    assert (
        "post"
        in problem(reader.send("POST", "/postings", {"title": "ロゴ"}), 403, "scope_not_granted")["detail"]
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v2/me", "/api/v1/me/"])
def test_an_unknown_address(client: Client, path: str) -> None:
    problem(client.get(path), 404, "not_found")
    problem(client.post(path), 404, "not_found")


@pytest.mark.django_db
def test_a_method_that_an_address_does_not_have(client: Client) -> None:
    response = client.delete("/api/v1/me")
    problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET"


@pytest.mark.django_db
def test_a_host_that_is_not_ours(client: Client) -> None:
    problem(client.get("/api/v1/me", headers={"host": "elsewhere.example"}), 400, "unreadable")


@pytest.mark.parametrize(
    "body", ["{", "{'title': 1}", '{"title": NaN}', '{"title": "\\ud800"}', "[" * 100_000, "\xff"]
)
def test_what_is_no_json(sakurai: Program, body: str) -> None:
    problem(sakurai.send("POST", "/postings", body), 400, "unreadable")


def test_another_media_type(sakurai: Program) -> None:
    response = sakurai.client.post(
        "/api/v1/postings",
        "title=ロゴ",
        content_type="application/x-www-form-urlencoded",
        headers=sakurai.headers(),
    )
    problem(response, 415, "media_type")


def test_a_body_that_is_too_large(sakurai: Program) -> None:
    problem(sakurai.send("POST", "/postings", {"title": "あ" * 3_000_000}), 413, "too_large")


@pytest.mark.parametrize("body", [None, "text", 7, [], True])
def test_a_body_that_is_no_object(sakurai: Program, body: Any) -> None:
    problem(sakurai.send("POST", "/postings", json.dumps(body)), 422, "invalid")


def test_fields_are_named_with_what_is_wrong(sakurai: Program) -> None:
    response = sakurai.send("POST", "/postings", {"title": "a\0b", "terms": {"reward": "1"}, "titel": ""})
    errors = {error["field"]: error["code"] for error in problem(response, 422, "invalid")["errors"]}
    assert errors == {
        "title": "string_pattern_mismatch",
        "terms.reward": "int_type",
        "titel": "extra_forbidden",
    }


def test_the_reader_chooses_the_language(client: Client, cast: Cast) -> None:
    answers = {
        language: client.get("/api/v1/", headers={"Accept-Language": language}).json()["detail"]
        for language in ("ja", "en", "fr")
    }
    assert answers["ja"] == answers["fr"] != answers["en"]


def test_a_fault_of_ours_shows_nothing_of_our_insides(
    sakurai: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(secret: str, *, at: object) -> None:
        raise RuntimeError("the insides")

    monkeypatch.setattr("mikiwame.market.members.operations.use_token", fail)
    response = sakurai.send("GET", "/me")
    assert "insides" not in json.dumps(problem(response, 500, "fault"))
    assert "the insides" in caplog.text
