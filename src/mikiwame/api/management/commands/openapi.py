"""Writes the OpenAPI document into the tree, after a change of endpoints."""

from typing import Any

from django.core.management.base import BaseCommand

from mikiwame.api import document


class Command(BaseCommand):
    """``python -m django openapi``."""

    help = "Write src/mikiwame/api/openapi.json anew."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Write the document of the endpoints as they are."""
        document.PATH.write_bytes(document.current())
