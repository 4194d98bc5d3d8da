"""Reads a text, a record, reviews; says what is missing, odd or dangerous. No Django here.

What programs need is here by name, and is loaded when it is first asked for: a start stays quick.

>>> from mikiwame.discernment import read_comment
>>> read_comment("検収が一か月も止まったままです。").reports[0].report
<Report.LATE_PAYMENT: 'late_payment'>
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .comments.reading import read_comment
    from .graph import rate_raters
    from .messages.reading import read_message
    from .postings.reading import read_posting
    from .record import Measure, Observed, Size, read_record
    from .reviews.history import Review
    from .reviews.reading import read_reviews
    from .text import Unreadable

__all__ = [
    "Measure",
    "Observed",
    "Review",
    "Size",
    "Unreadable",
    "rate_raters",
    "read_comment",
    "read_message",
    "read_posting",
    "read_record",
    "read_reviews",
]

_HOMES = {
    "read_posting": "postings.reading",
    "read_comment": "comments.reading",
    "read_message": "messages.reading",
    "read_reviews": "reviews.reading",
    "Review": "reviews.history",
    "read_record": "record",
    "Observed": "record",
    "Measure": "record",
    "Size": "record",
    "rate_raters": "graph",
    "Unreadable": "text",
}


def __getattr__(name: str) -> object:
    """What stands in a module of its own."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
