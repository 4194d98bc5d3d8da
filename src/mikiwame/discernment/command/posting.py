"""Reads one posting for the command: the engine's reading, or word that it can't be read."""

from collections.abc import Mapping

from mikiwame.core.terms import Format
from mikiwame.discernment.legible import legible
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.rates.wages import UnknownPrefecture
from mikiwame.discernment.reports import PostingReport
from mikiwame.discernment.text import Unreadable


def read(
    title: str,
    body: str,
    *,
    terms: Mapping[str, object] | None,
    format: str | None,  # noqa: A002 — the field's word
    category: str | None,
    prefecture: str | None,
) -> PostingReport:
    """What ``read_posting`` says.

    Raises:
        Unreadable: a text is too long, there is nothing that can be read and no sheet either, or no
            prefecture or format has that name.
    """
    if format and format not in set(Format):
        raise Unreadable(f"no posting has the format {format}; the formats are {', '.join(Format)}")
    try:
        report = read_posting(
            title, body, terms=terms, format=format, category=category, prefecture=prefecture or ""
        )
    except UnknownPrefecture:
        raise Unreadable(f"no prefecture has the name {prefecture}") from None
    if body.strip() or not terms:
        legible(f"{title}\n{body}")
    return report
