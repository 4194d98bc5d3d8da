"""The OpenAPI document: what the endpoints say of themselves, completed by what holds for all of them."""

from typing import Any, TypeVar

from mikiwame.discernment.kinds import Contact

from .idempotency import HEADER, LONGEST
from .problems import MEDIA_TYPE

DESCRIPTION = """\
The market for programs: whatever the pages do, by the same rules.

- **Tokens.** `Authorization: Bearer …`. A member makes them in her settings, and
  chooses what each may do: its scopes.
- **Repetition.** A POST may carry an `Idempotency-Key`. The same key with the same request changes
  something once and is answered alike, for seven days; with another request it is refused.
- **Refusals** are `application/problem+json` (RFC 9457): `code` for the program, `detail` for people,
  in the language of `Accept-Language`, Japanese or English.
- **Lists** go on at `cursor`: pass the `next` of the page before. `next` is null at the end.
- **Values.** Money is whole yen, moments are RFC 3339 in UTC, days are Japan's.
- **Without a token** texts can be read: `POST /readings`.
- What its member may not see answers 404, as what does not exist.
"""

Document = TypeVar("Document", bound=dict[str, Any])

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "code", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "For programs; the reference lists them all."},
        "detail": {"type": "string", "description": "For people, in the language of `Accept-Language`."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "field", "code", "detail"],
                "properties": {
                    "in": {"enum": ["body", "query", "form", "file", "header"]},
                    "field": {"type": "string", "description": "Dotted where the input is nested."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "findings": {
            "type": "array",
            "description": "With `leads_outside` and `tool_unagreed`: the words that lead around the "
            "marketplace, for their writer. They are kept nowhere.",
            "items": {
                "type": "object",
                "required": ["kind", "part", "quote", "start", "end", "name", "why"],
                "properties": {
                    "kind": {"enum": [str(kind) for kind in Contact]},
                    "part": {"type": "string"},
                    "quote": {"type": "string"},
                    "start": {"type": "integer", "description": "In characters of the text, from 0."},
                    "end": {"type": "integer"},
                    "name": {"type": "string"},
                    "why": {"type": "string"},
                },
            },
        },
    },
}

KEY_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "Makes the request safe to repeat: performed once, answered alike for seven days.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[\\x21-\\x7e]+$"},
}

KEYLESS = {"readings"}
"""The rooms that write nothing, so that their answers are kept nowhere."""


def complete(document: Document) -> Document:
    """Add to every operation its problems, and to every POST its idempotency key."""
    components = document["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["responses"] = {
        "Problem": {
            "description": "What is wrong, for the program and for its reader.",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    }
    components["parameters"] = {"IdempotencyKey": KEY_PARAMETER}
    for methods in document["paths"].values():
        for method, operation in methods.items():
            answers = {str(status): answer for status, answer in operation["responses"].items()}
            operation["responses"] = answers | {"4XX": {"$ref": "#/components/responses/Problem"}}
            operation["summary"] = operation["operationId"].replace("_", " ").capitalize()
            if method == "post" and not KEYLESS & set(operation["tags"]):
                operation["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})
    return document
