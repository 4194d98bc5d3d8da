"""categories    two levels, edited by the operator
postings    what a client looks for; its terms are a sheet
places    one row per place, so that the last one can't be taken twice
questions, requirements    what applicants answer and tick
applications    one per worker and posting; with answers, met requirements
posting_index    what lists and search read
criteria    a member's own named filters over the list, as columns; at most ten, one for each number
drafts are postings in state draft

A place is taken only by an application to its own posting: (taken_by, posting) refers to an application's
(id, posting). Django has no such key, so a migration writes it.
"""

from .applications import Answer, Application, MetRequirement, Place
from .criteria import CRITERIA_MOST, Criteria
from .index import MARKED_BY, Judged, PostingIndex
from .postings import Category, Posting, Question, Requirement, TaskFigures

__all__ = [
    "CRITERIA_MOST",
    "MARKED_BY",
    "Answer",
    "Application",
    "Category",
    "Criteria",
    "Judged",
    "MetRequirement",
    "Place",
    "Posting",
    "PostingIndex",
    "Question",
    "Requirement",
    "TaskFigures",
]
