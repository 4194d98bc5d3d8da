"""A reading as plain values for JSON, with the words of a language beside the kinds.

A quote is ``{"part", "quote", "start", "end"}``: the original words, and where they stand in that part of the
text (``title``, ``body`` or ``comment``), counted in characters from 0.
"""

from typing import Any

from .kinds import Verdict
from .reports import CommentReport, PostingReport
from .text import Quote
from .words import Words, words

Plain = dict[str, Any]


def of_posting(report: PostingReport, language: str = "ja") -> Plain:
    """A posting's reading: ``verdict``, ``stated``, ``flags``, ``missing``, and their quotes and words."""
    said = words(language)
    return {
        "verdict": report.verdict,
        "headline": headline(report, said),
        "stated": [one.term for one in report.stated],
        "flags": [
            {
                "kind": one.kind,
                **quoted(one.quote),
                "name": said.names[one.kind],
                "why": said.whys[one.kind],
                "ask": said.questions[one.kind],
            }
            for one in report.flags
        ],
        "missing": list(report.missing),
        "questions": [said.questions[term] for term in report.missing],
        "quotes": {one.term: quoted(one.quote) for one in report.stated if one.quote is not None},
    }


def headline(report: PostingReport, said: Words) -> str:
    """The verdict in words; a calm one never stands over a warning, whose name it has instead."""
    if report.verdict is Verdict.OK and report.flags:
        return said.names[report.flags[0].kind]
    return said.names[report.verdict]


def of_comment(report: CommentReport) -> Plain:
    """A comment's reading: ``sentiment``, ``reports``, and the quotes that say so."""
    return {
        "sentiment": report.sentiment,
        "reports": [one.report for one in report.reports],
        "quotes": {one.report: quoted(one.quote) for one in report.reports},
    }


def quoted(quote: Quote) -> Plain:
    """A quote and its place."""
    return {"part": quote.part, "quote": quote.text, "start": quote.start, "end": quote.end}
