"""Reads one posting for the command: the engine's reading, or word that there is nothing to read."""

from collections.abc import Mapping

from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.reports import PostingReport
from mikiwame.discernment.text import Text, Unreadable


def read(
    title: str,
    body: str,
    *,
    terms: Mapping[str, object] | None,
    format: str | None,  # noqa: A002 — the field's word
    category: str | None,
) -> PostingReport:
    """What ``read_posting`` says.

    Raises:
        Unreadable: a text is too long, or title, body and sheet hold nothing that can be seen.
    """
    report = read_posting(title, body, terms=terms, format=format, category=category)
    if not (report.stated or report.flags or any(Text(one).folded.strip() for one in (title, body))):
        raise Unreadable("there is nothing to read")
    return report
