"""A reading as plain values for JSON, with the words of a language beside the kinds.

A quote is ``{"part", "quote", "start", "end"}``: the original words, and where they stand in that part of the
text (``title``, ``body``, ``comment``, or ``text`` of a message), counted in characters from 0.
"""

from typing import Any

from .amounts import Basis
from .kinds import Verdict
from .legible import seen
from .rates.market import Rate
from .rates.wages import MinimumWage
from .reports import CommentReport, Compared, MessageReport, Odd, PostingReport, ReviewsReport
from .text import Quote
from .words import Words, words

Plain = dict[str, Any]


def of_posting(report: PostingReport, language: str = "ja") -> Plain:
    """A posting's reading: ``verdict``, ``stated``, ``flags``, ``missing``, ``pay``, ``contradictions``."""
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
        "pay": [compared(one, said) for one in report.pay],
        "contradictions": [
            {"term": one.term, "name": said.names[one.term], **quoted(one.quote), "sheet": one.sheet}
            for one in report.contradictions
        ],
    }


def noticed(text: str, language: str = "ja") -> Plain:
    """What to know of a reading of this text, as ``notice``: that it is English, of which little is read."""
    return {"notice": words(language).names["little_english"] if seen(text).is_english else None}


def compared(one: Compared, said: Words) -> Plain:
    """What is paid for one, in yen, beside the row of a table; the quote is null where the sheet says it."""
    return {
        "quote": quoted(one.quote) if one.quote else None,
        "least": round(one.least, 2),
        "most": round(one.most, 2),
        "relation": one.relation,
        "name": said.names[one.relation],
        "row": of_wage(one.row, said) if isinstance(one.row, MinimumWage) else of_rate(one.row, said),
    }


def of_rate(row: Rate, said: Words) -> Plain:
    """A row of what work is usually paid."""
    return {
        "work": row.work,
        "name": said.names[row.work],
        "basis": row.basis,
        "per": said.names[row.basis],
        "far_below": row.far_below,
        "low": row.low,
        "high": row.high,
        "far_above": row.far_above,
        "since": row.since.isoformat(),
        "source": said.names[row.source],
    }


def of_wage(row: MinimumWage, said: Words) -> Plain:
    """A row of the minimum wages."""
    return {
        "work": "minimum_wage",
        "name": said.names["minimum_wage"],
        "basis": Basis.HOUR,
        "per": said.names[Basis.HOUR],
        "place": row.place,
        "yen": row.yen,
        "since": row.since.isoformat(),
        "source": said.names[row.source],
    }


def headline(report: PostingReport, said: Words) -> str:
    """The verdict in words; a calm one never stands over a warning, whose name it has instead."""
    if report.verdict is Verdict.OK and report.flags:
        return said.names[report.flags[0].kind]
    return said.names[report.verdict]


def of_reviews(report: ReviewsReport, language: str = "ja") -> Plain:
    """A history's reading: ``suspicious``, and the ``anomalies`` with the reviews concerned and why.

    ``reviews`` are places in the history, from 0. ``quotes`` are the telling words, one for each of those
    reviews where a kind is read from words; ``figures`` are what else shows it.
    """
    said = words(language)
    return {
        "suspicious": report.suspicious,
        "anomalies": [
            {
                "kind": one.kind,
                "name": said.names[one.kind],
                "reviews": list(one.reviews),
                "why": why(one, language),
                "figures": dict(one.figures),
                "quotes": [quoted(quote) for quote in one.quotes],
            }
            for one in report.anomalies
        ],
    }


def why(odd: Odd, language: str = "ja") -> str:
    """Why something odd matters, and what was counted."""
    said = words(language)
    between = "" if language == "ja" else " "
    return said.whys[odd.kind] + between + said.shows[odd.kind].format(**odd.figures)


def of_comment(report: CommentReport) -> Plain:
    """A comment's reading: ``sentiment``, ``reports``, and the quotes that say so."""
    return {
        "sentiment": report.sentiment,
        "reports": [one.report for one in report.reports],
        "quotes": {one.report: quoted(one.quote) for one in report.reports},
    }


def of_message(report: MessageReport, language: str = "ja") -> Plain:
    """A message's reading: ``stopped``, and the ``findings`` with their quotes, and why they are stopped."""
    said = words(language)
    return {
        "stopped": report.stopped,
        "findings": [
            {
                "kind": one.kind,
                **quoted(one.quote),
                "name": said.names[one.kind],
                "why": said.whys[one.kind],
            }
            for one in report.findings
        ],
    }


def quoted(quote: Quote) -> Plain:
    """A quote and its place."""
    return {"part": quote.part, "quote": quote.text, "start": quote.start, "end": quote.end}
