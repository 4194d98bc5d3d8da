"""Setting documents in type: a template of ours, texts of other people's, one PDF.

The same texts give the same bytes, wherever and whenever: the fonts come with the package, the system's are
not looked at, nothing is dated. What people wrote arrives as data and is never read as markup.
"""

import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from noto_cjk_sans_jp_bold import FONT_PATH as BOLD
from noto_cjk_sans_jp_regular import FONT_PATH as REGULAR

from .coverage import covered

TEMPLATES = Path(__file__).parent / "typst"
FAMILY = "Noto Sans CJK JP"
STANDARD: Final = "ua-1"
"""Readable by screen readers: tagged, titled, in a named language."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_UNBROKEN = re.compile(r"[!-~]{65,10000}")
_PIECE = 24
"""Words longer than a SHA-256 may be broken after so many letters."""

_REMEMBERED_MOST = 50_000
"""Letters of a document of which the compiler may remember parts; of 300,000 they weigh 200 MB."""

_REMEMBERED_FOR = 10  # more documents, so typst forgets what none of them used

_turn = threading.Lock()


def typeset(template: str, document: Mapping[str, Any]) -> bytes:
    """The PDF of a document: ``template`` names a file of this room, ``document`` is what it shows."""
    shown = json.dumps(_legible(document), ensure_ascii=False)
    with _turn:  # one compiler serves all threads of a process
        made = _set(template, shown)
        if len(shown) > _REMEMBERED_MOST:
            for _ in range(_REMEMBERED_FOR + 1):
                _set("blank.typ", "")
    return made


def _set(template: str, shown: str) -> bytes:
    made = _compiler().compile(
        input=TEMPLATES / template,
        format="pdf",
        sys_inputs={"document": shown},
        pdf_standards=STANDARD,
    )
    assert isinstance(made, bytes)
    return made


def legible(text: str) -> str:
    """The text as the fonts can show it: what they lack is called by its name, what can't be seen is gone.

    >>> legible("完成\\u200b 🎉")
    '完成 ［PARTY POPPER］'
    """
    shown = "".join(letter if covered(letter) else _named(letter) for letter in text)
    return _UNBROKEN.sub(_breakable, shown)


def _breakable(word: re.Match[str]) -> str:
    return "\u200b".join(word[0][nth : nth + _PIECE] for nth in range(0, len(word[0]), _PIECE))


def _legible(value: Any) -> Any:
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, Mapping):
        return {name: _legible(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_legible(part) for part in value]
    return value


def _named(letter: str) -> str:
    if letter in "\n\t":
        return "\n" if letter == "\n" else " "
    category = unicodedata.category(letter)
    if category in _INVISIBLE or "VARIATION SELECTOR" in (name := unicodedata.name(letter, "")):
        return ""
    return f"［{name or f'U+{ord(letter):04X}'}］"


@cache
def _compiler() -> typst.Compiler:
    folders = [str(Path(str(path)).parent) for path in (REGULAR, BOLD)]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    assert FAMILY in fonts.families(), "a document without letters is worse than none"
    return typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)
