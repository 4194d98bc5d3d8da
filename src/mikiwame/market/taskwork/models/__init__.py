"""batches    what a client asks of many workers; each owns one posting
forms, fields, choices    what is asked, in versions; a frozen version never changes
units    what it is asked about, numbered in each batch
imports    files from which they come
approval rules    by which answers are approved by themselves, as long as the client likes
fundings    money paid in for so many places
places    one row for each answer that was asked for: who has it leased, or answered it
notices    取引条件明示書 of a batch, the same for all who join while it is in force; immutable
exams    known-answer units that a worker is asked before a batch; attempts    how she answered them
admissions    what a batch asks of workers beyond their record
participants    workers who accepted a batch's terms, and how far each has come
answers    what a worker gave for one place; revisions    what she had given before she mended it
judgements    how workers of neither side found who looked at a refused answer, without names

More than was asked for can't be answered, because there is no place for it. Keys of units and places are
compound, with the batch first; a migration ties places and answers to them, for Django has no such key, and
through them to their batch.
Claiming and submitting are one function of the database each (migration 0002).
"""

from .admissions import Admission, Attempt, Exam, ExamUnit
from .answers import Answer, Judgement, Participant, Place, Revision
from .batches import APPROVE_DAYS, TIME_LIMIT, ApprovalRule, Batch, Funding, Import, Notice, Unit, stored_at
from .forms import Choice, Field, Form

__all__ = [
    "APPROVE_DAYS",
    "TIME_LIMIT",
    "Admission",
    "Answer",
    "ApprovalRule",
    "Attempt",
    "Batch",
    "Choice",
    "Exam",
    "ExamUnit",
    "Field",
    "Form",
    "Funding",
    "Import",
    "Judgement",
    "Notice",
    "Participant",
    "Place",
    "Revision",
    "Unit",
    "stored_at",
]
