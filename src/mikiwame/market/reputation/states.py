"""How long reviews stay sealed."""

from datetime import timedelta

SEALED_FOR = timedelta(days=14)
"""After the contract's end; then the one that is in opens alone, and none is taken any more."""
