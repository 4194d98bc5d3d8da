"""The catalogues' sentences: gathered from code and templates, checked, compiled, without gettext's tools.

Sentences are written in Japanese where they are used; ``locale/en`` holds their English.
``python -m mikiwame.ops.catalogue update | check | compile``.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
HEADER = r"""# English sentences of Mikiwame.
msgid ""
msgstr ""
"Language: en\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""  # ours, without the dates that Babel puts into each update
PO = PACKAGE / "locale/en/LC_MESSAGES/django.po"
KEYWORDS: dict[str, object] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sentences() -> Catalog:
    """Every translatable sentence of the package."""
    catalog = Catalog(domain="django")
    for place, message, context in found():
        catalog.add(message, locations=[(place, 0)], context=context, flags=[])
    return catalog


def found() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """Where each sentence stands, the sentence (or its plural forms), and its context."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from read(path, path.read_bytes(), "python")
    for path in sorted((*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt"))):
        # What templatize leaves between sentences is noise that only a tolerant reader passes over.
        yield from read(path, templatize(path.read_text(encoding="utf-8")).encode(), "javascript")


def read(path: Path, text: bytes, method: str) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """The sentences of one file."""
    place = str(path.relative_to(PACKAGE))
    for _line, message, _comments, context in extract(method, BytesIO(text), keywords=KEYWORDS):  # type: ignore[arg-type]
        if message:
            yield place, message, context


def written() -> Catalog:
    """The English catalogue as it is in the tree."""
    if not PO.exists():
        return Catalog(locale="en", domain="django")
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def update() -> int:
    """Bring the catalogue up to date: new sentences in, vanished ones out."""
    catalog = written()
    catalog.update(sentences(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)
    print(f"{len(missing(catalog))} sentences lack their English")
    return 0


def check() -> int:
    """Fail, naming them, while sentences lack their English, or are counted here and not there."""
    catalog = written()
    lacking = [message.id for message in sentences() if message.id and not has_english(catalog, message)]
    for sentence in lacking:
        print(f"no English: {sentence!r}")
    halves = half_counted()
    for sentence in halves:
        print(f"counted in one place and not in another, where it would stay Japanese: {sentence!r}")
    return 1 if lacking or halves else 0


def half_counted() -> list[str]:
    """Sentences that stand both with a plural and without: a catalogue answers only one of the two."""
    every = {(message, context) for _place, message, context in found()}
    counted = {(message[0], context) for message, context in every if isinstance(message, tuple)}
    return sorted(message for message, context in counted & every if isinstance(message, str))


def has_english(catalog: Catalog, message: object) -> bool:
    """Whether the catalogue answers that sentence; doubtful (fuzzy) English is never compiled."""
    entry = catalog.get(message.id, message.context)  # type: ignore[attr-defined]
    return entry is not None and not entry.fuzzy and filled(entry.string)


def missing(catalog: Catalog) -> list[object]:
    """The sentences without their English."""
    return [message.id for message in catalog if message.id and not has_english(catalog, message)]


def filled(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether every form has words."""
    return bool(string) and all(string or ())


def compile_stale() -> int:
    """Write the compiled catalogue where it is missing or older than its source."""
    target = PO.with_suffix(".mo")
    if PO.exists() and (not target.exists() or target.stat().st_mtime < PO.stat().st_mtime):
        with target.open("wb") as file:
            write_mo(file, written())
    return 0


def main() -> int:
    """Perform the named command."""
    settings.configure(USE_I18N=True)
    return {"update": update, "check": check, "compile": compile_stale}[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
