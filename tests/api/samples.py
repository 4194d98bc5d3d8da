"""Requests that fit the OpenAPI document: for each of its addresses, one that gets past validation."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.api import document
from tests.api.programs import Program

DOCUMENT: dict[str, Any] = json.loads(document.PATH.read_bytes())
UNIQUE = "0192f5e0-0000-7000-8000-000000000000"
FORMATS = {
    "clock-time": "09:00",
    "uuid": UNIQUE,
    "date": "2027-01-31",
    "date-time": "2027-01-31T09:00:00Z",
    "binary": None,
}


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    path: str
    operation: Any

    @property
    def parameters(self) -> list[str]:
        """The identifiers in the address."""
        return [found["name"] for found in self.operation["parameters"] if found.get("in") == "path"]

    def call(self, program: Program, ids: dict[str, str]) -> Any:
        """Ask for it with these identifiers and a body that fits."""
        address = self.path.format(**{name: ids[name] for name in self.parameters})
        content = self.operation.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            files = {"files": [SimpleUploadedFile("a.txt", b"a")], "file": SimpleUploadedFile("a.txt", b"a")}
            form = {"note": "できました。", "text": "どうぞ。", "question": "feeling", **files}
            return program.client.post(address, form, headers=program.headers())
        schema = content.get("application/json", {}).get("schema")
        body = json.dumps(sample(schema)) if schema else ""
        return program.client.generic(
            self.method, address, body, "application/json", headers=program.headers()
        )


def routes() -> list[Route]:
    """Every method of every address."""
    return [
        Route(method.upper(), path, operation)
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
    ]


def sample(schema: Any) -> Any:
    """The smallest value that fits a schema of ours."""
    if "$ref" in schema:
        return sample(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "enum" in schema:
        return schema["enum"][-1]
    if "oneOf" in schema:
        return sample(schema["oneOf"][0])
    match schema.get("type"):
        case "object":
            wanted = schema.get("required", ())
            return {name: sample(schema["properties"][name]) for name in wanted}
        case "string":
            return FORMATS.get(schema.get("format", ""), "ゆき")
        case "integer":
            return schema.get("minimum", 1)
        case "array":
            return [sample(schema["items"])] if schema.get("minItems") else []
        case "boolean":
            return True
    raise AssertionError(f"no sample for {schema}")
