"""The labelled texts: what may be read while building, and what stays sealed until a version is judged.

Of each development file a part was sealed before the first rule was written: the rows whose hashed ids come
first. Nobody reads them; only ``make evaluate SEALED=1`` counts on them, and prints no text.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("MIKIWAME_DATA", ROOT.parent / "shared" / "data"))
WRITTEN = ROOT / "training" / "data"

SEALED = {"postings-dev": 60, "review-histories-dev": 30, "comments-dev": 100}
"""How many rows of a file are sealed."""

Row = dict[str, Any]


def sources(chapter: str) -> dict[str, list[Row]]:
    """The rows that may be read for ``postings``, ``messages`` and so on, by who wrote them.

    Raises:
        FileNotFoundError: the development data are not beside the repository (``MIKIWAME_DATA``).
    """
    dev = f"{chapter}-dev"
    found = {"dev": opened(dev)} if dev in SEALED else {}
    found["sample"] = rows(SHARED / f"{chapter}-sample.jsonl")
    for path in sorted(WRITTEN.glob(f"{chapter}*.jsonl")):
        found[path.stem] = rows(path)
    return found


def held(chapter: str) -> dict[str, list[Row]]:
    """The rows that are kept to measure on, which no model learns from and no rule was written by."""
    return {path.stem: rows(path) for path in sorted(WRITTEN.glob(f"held-{chapter}*.jsonl"))}


def opened(name: str) -> list[Row]:
    """A development file without its sealed rows."""
    everything = rows(SHARED / f"{name}.jsonl")
    hidden = _sealed_ids(name, everything)
    return [row for row in everything if row["id"] not in hidden]


def sealed(name: str) -> list[Row]:
    """The sealed rows of a development file: to be counted on, never to be read."""
    everything = rows(SHARED / f"{name}.jsonl")
    hidden = _sealed_ids(name, everything)
    return [row for row in everything if row["id"] in hidden]


def rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _sealed_ids(name: str, everything: list[Row]) -> set[str]:
    ordered = sorted(
        (row["id"] for row in everything),
        key=lambda id_: hashlib.sha256(f"mikiwame-seal-1:{id_}".encode()).hexdigest(),
    )
    return set(ordered[: SEALED[name]])
