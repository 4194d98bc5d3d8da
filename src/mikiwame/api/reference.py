"""The reference: the OpenAPI document as a page of ours, without scripts or others' servers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from mikiwame.refusals import SENTENCES

Node = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One value of a request or an answer: its type in words, and the schema that the type leads to."""

    name: str
    type: str
    schema: str
    required: bool
    description: str
    place: str = "body"


@dataclass(frozen=True)
class Endpoint:
    """One address and method."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    inputs: list[Field]
    body: Field | None
    status: str
    answer: Field | None


@dataclass(frozen=True)
class Chapter:
    """The endpoints of one room."""

    name: str
    endpoints: list[Endpoint]


@dataclass(frozen=True)
class Shape:
    """A schema: its fields, or the values that it takes."""

    name: str
    description: str
    values: str
    fields: list[Field]


class Reference(DocsBase):
    """Renders the document in the frame of all other pages."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        document = api.get_openapi_schema()
        context = {
            "introduction": MarkdownIt().render(api.description),
            "chapters": list(chapters(document)),
            "shapes": list(shapes(document)),
            "codes": [(code, _(SENTENCES[code])) for code in sorted(SENTENCES)],
            "document": self.get_openapi_url(api, kwargs),
        }
        return render(request, "api/reference.html", context)


def chapters(document: Node) -> Iterator[Chapter]:
    """The endpoints, room by room."""
    rooms: dict[str, list[Endpoint]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            rooms.setdefault(operation["tags"][0], []).append(endpoint(path, method, operation))
    for name, endpoints in rooms.items():
        yield Chapter(name, endpoints)


def endpoint(path: str, method: str, operation: Node) -> Endpoint:
    """One operation of the document."""
    status = min(operation["responses"])
    parameters = [found for found in operation["parameters"] if "$ref" not in found]
    return Endpoint(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        scope=next(iter(operation["security"][0]), "").lower(),
        inputs=[
            field(found["name"], found["schema"], found["required"], found["in"]) for found in parameters
        ],
        body=content(operation.get("requestBody")),
        status=status,
        answer=content(operation["responses"][status]),
    )


def content(part: Node | None) -> Field | None:
    """What a request or an answer carries, whatever its media type; None for nothing."""
    if not part or "content" not in part:
        return None
    media, found = next(iter(part["content"].items()))
    return field(media, found["schema"], True)


def shapes(document: Node) -> Iterator[Shape]:
    """The schemas by name."""
    for name, schema in sorted(document["components"]["schemas"].items()):
        required = set(schema.get("required", ()))
        fields = [field(key, value, key in required) for key, value in schema.get("properties", {}).items()]
        yield Shape(name, schema.get("description", ""), "" if fields else words(schema), fields)


def field(name: str, schema: Node, required: bool, place: str = "body") -> Field:
    """A named value of the document in words."""
    leads_to = next(references(schema), "")
    return Field(name, words(schema), leads_to, required, schema.get("description", ""), place)


def references(schema: Node) -> Iterator[str]:
    """The schemas that a type names, the first first."""
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from references(part)
    if "items" in schema:
        yield from references(schema["items"])


def words(schema: Node) -> str:
    """A type as a reader names it: ``integer 1–100 or null``."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]  # type: ignore[no-any-return]
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    for kind, joint in (("anyOf", " or "), ("oneOf", " or "), ("allOf", " and ")):
        if kind in schema:
            return joint.join(words(part) for part in schema[kind])
    if schema.get("type") == "array":
        return f"list of {words(schema.get('items', {}))}"
    return " ".join(filter(None, (schema.get("format") or schema.get("type", "object"), bounds(schema))))


def bounds(schema: Node) -> str:
    """The least and the most of a number or a text, where there are such."""
    least = schema.get("minimum", schema.get("minLength"))
    most = schema.get("maximum", schema.get("maxLength"))
    if most is None and least is None:
        return ""
    return f"≤ {most}" if least is None else f"≥ {least}" if most is None else f"{least}–{most}"
