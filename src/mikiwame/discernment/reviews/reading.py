"""Reads a review history: what is odd in it, where, and whether that gives reason for doubt."""

from collections.abc import Sequence

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import ReviewsReport

from .copies import copies
from .harm import suspicious
from .heard import hear
from .history import Review, require_readable
from .jobs import tiny_jobs
from .model import Model, shipped
from .raters import reciprocal, retaliation, single_use
from .times import bursts
from .words import odd_words

_LOOKS = (copies, bursts, reciprocal, odd_words, tiny_jobs, retaliation)
_ORDER = {kind: place for place, kind in enumerate(Anomaly)}


def read_reviews(history: Sequence[Review], *, client: str = "") -> ReviewsReport:
    """What is odd in a client's reviews, in any order, and whether it gives reason for doubt.

    ``client`` is the client's name, which says what its jobs are about. What isn't known of a review is never
    held against the client. `history.from_plain` makes the reviews of plain values.

    Raises:
        Unreadable: more than `history.MOST_REVIEWS` reviews or `history.MOST_LETTERS` letters, or no stars.
    """
    return read_by(shipped(), history, client=client)


def read_by(model: Model, history: Sequence[Review], *, client: str = "") -> ReviewsReport:
    """The same by a given model."""
    require_readable(history)
    heard = hear(history, client, model)
    odd = [one for look in _LOOKS for one in look(heard)]
    odd = sorted([*odd, *single_use(heard, odd)], key=lambda one: _ORDER[one.kind])
    return ReviewsReport(suspicious(odd, heard), tuple(odd))
