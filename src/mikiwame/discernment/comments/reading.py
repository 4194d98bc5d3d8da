"""Reads one comment: its sentiment, and its reports, each with the words that say so."""

from mikiwame.discernment.reports import CommentReport, Told
from mikiwame.discernment.text import Span, Text, Unreadable

from .features import features
from .model import REPORTS, Model, shipped


def read_comment(text: str, rating: int | None = None) -> CommentReport:
    """How a comment feels, and what it says happened to its writer.

    ``rating`` is the stars given with it, 1 to 5, a hint for the sentiment where the words leave it open.

    Raises:
        Unreadable: there is nothing to read, or more than ``text.LONGEST`` characters.
    """
    return read_by(shipped(), text, rating)


def read_by(model: Model, text: str, rating: int | None = None) -> CommentReport:
    """The same by a given model."""
    comment = Text(text, part="comment")
    sentences = list(comment.sentences())
    if not sentences:
        raise Unreadable("there is nothing to read")
    weighed = model.weigh([features(_words(comment, one)) for one in sentences])
    reports = []
    for place in weighed.reported():
        heaviest = sentences[int(weighed.sentences[:, place].argmax())]
        clause = _heaviest_clause(model, comment, heaviest, place)
        reports.append(Told(REPORTS[place], comment.quote(clause.start, clause.end)))
    return CommentReport(model.sentiment(weighed, rating), tuple(reports))


def _heaviest_clause(model: Model, comment: Text, sentence: Span, place: int) -> Span:
    """The clause of a sentence that says most of a report."""
    clauses = [one for one in comment.clauses() if one.overlaps(sentence)]
    if len(clauses) < 2:
        return sentence
    scores = model.score([features(_words(comment, one)) for one in clauses])
    return clauses[int(scores[:, place].argmax())]


def _words(comment: Text, span: Span) -> str:
    return comment.folded[span.start : span.end].strip()
