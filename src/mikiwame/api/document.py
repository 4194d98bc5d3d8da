"""The OpenAPI document that lies in the tree; ``make openapi`` writes it anew."""

from pathlib import Path

import orjson

from .root import ROOT, api

PATH = Path(__file__).with_name("openapi.json")


def current() -> bytes:
    """The document of the endpoints as they are, stable and readable."""
    document = api.get_openapi_schema(path_prefix=ROOT)
    return orjson.dumps(
        document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    )
