"""The engine's own words in Japanese and English: names, why a finding matters, what to ask the client.

They lie in one TOML file a language, beside this module, so that a translator needs no Python.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """What one language says of each kind: ``names`` of everything, ``whys`` of findings, ``questions``.

    ``shows`` are sentences of what was counted, with places in braces for a finding's figures.
    Keys are the kinds' own values (``Flag``, ``Term``, ``Report``, ``Sentiment``, ``Verdict``, ``Anomaly``,
    ``Contact``).

    >>> words("en").names["upfront_fee"]
    'Asks you for money first'
    """

    names: Mapping[str, str]
    whys: Mapping[str, str]
    questions: Mapping[str, str]
    shows: Mapping[str, str]


@cache
def words(language: str) -> Words:
    """The words of a language, ``ja`` or ``en``; English for every other."""
    name = language if language in LANGUAGES else "en"
    read = tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    entries = {
        kind: {"name": entry} if isinstance(entry, str) else entry
        for chapter in read.values()
        for kind, entry in chapter.items()
    }
    return Words(
        names={kind: entry["name"] for kind, entry in entries.items()},
        whys={kind: entry["why"] for kind, entry in entries.items() if "why" in entry},
        questions={kind: entry["ask"] for kind, entry in entries.items() if "ask" in entry},
        shows={kind: entry["shows"] for kind, entry in entries.items() if "shows" in entry},
    )
