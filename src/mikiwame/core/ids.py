"""Identifiers made by the program, so that no table depends on a sequence."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562): unique, and later ones sort after earlier ones."""
    return uuid7()


def key(kind: str, identifier: UUID) -> str:
    """How history, turns and the ledger name a thing: ``contract:0192…``."""
    return f"{kind}:{identifier}"


def id_of(name: str) -> UUID:
    """The identifier inside a key; raises ValueError when there is none."""
    return UUID(name.partition(":")[2])
