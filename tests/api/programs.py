"""Programs that act for the cast: a client of the API with a token of its member."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mikiwame.core import clock
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.market.members.scopes import Scope

ROOT = "/api/v1"


@dataclass
class Program:
    """Sends JSON with a token, and expects to succeed unless told otherwise."""

    token: str
    client: Client = field(default_factory=Client)
    language: str = "ja"

    def get(self, path: str, *, expect: int = HTTPStatus.OK, **query: Any) -> Any:
        """What lies there."""
        return self.body_of(self.client.get(ROOT + path, query, headers=self.headers()), expect)

    def post(
        self, path: str, body: Any = None, *, expect: int = HTTPStatus.CREATED, key: str | None = None
    ) -> Any:
        """Change something; with a fresh idempotency key unless one is given."""
        return self.body_of(self.send("POST", path, body, key=key or str(uuid4())), expect)

    def upload(
        self, path: str, *files: SimpleUploadedFile, expect: int = HTTPStatus.CREATED, **fields: str
    ) -> Any:
        """Send a form with files."""
        form = {**fields, "files": list(files)}
        return self.body_of(self.client.post(ROOT + path, form, headers=self.headers()), expect)

    def patch(self, path: str, body: Any, *, expect: int = HTTPStatus.OK) -> Any:
        """Change some fields."""
        return self.body_of(self.send("PATCH", path, body), expect)

    def send(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """The answer as it came; a text or bytes are sent as they are."""
        headers = self.headers() | ({"Idempotency-Key": key} if key else {})
        if body is None:
            return self.client.generic(method, ROOT + path, headers=headers)
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.generic(method, ROOT + path, raw, "application/json", headers=headers)

    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}

    @staticmethod
    def body_of(response: Any, expect: int) -> Any:
        """The JSON of an answer that has the expected status."""
        assert response.status_code == expect, response.content.decode()
        return response.json() if response.content else None


def program_of(member: Member, *scopes: Scope) -> Program:
    """A program of that member, with all scopes unless some are named."""
    _, secret = members.issue_token(member, name="テスト", scopes=scopes or tuple(Scope), at=clock.now())
    return Program(secret)
