"""Which engine it is, so that a reading that was kept knows its maker."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def version() -> str:
    """A fingerprint of its code, words and models: twelve hexadecimal digits."""
    digest = hashlib.sha256()
    for name, content in sorted(_contents(files(__package__))):
        digest.update(f"{name}:{len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def _contents(folder: Traversable, path: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file of the engine by its path; what Python keeps of compiled code is not one."""
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _contents(entry, name)
        elif entry.is_file():
            yield name, entry.read_bytes()
