"""What a worker brings to a batch, as far as a batch may ask for it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Qualities:
    """Her answers approved, rejected, and approved in this category; the exams that she has passed;
    whether an operator has confirmed who she is; where she lives and when she was born, as codes."""

    approved: int
    rejected: int
    in_category: int
    passed: AbstractSet[UUID] = frozenset()
    confirmed: bool = False
    prefecture: str = ""
    birth_years: str = ""
