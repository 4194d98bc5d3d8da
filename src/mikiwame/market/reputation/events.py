"""What the two sides of a contract said of each other. The words themselves stay in the review."""

from dataclasses import dataclass

from mikiwame.market.contracts.events import Between
from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class ReviewWritten(Between, Event):
    """One side wrote its review; ``author`` is a party's key. It is sealed until the other is in."""

    author: str


@dataclass(frozen=True, kw_only=True)
class TasksReviewed(Between, Event):
    """A worker said how a batch was; ``author`` is her party's key. It is sealed for some days."""

    author: str


@dataclass(frozen=True, kw_only=True)
class ReviewsOpened(Between, Event):
    """The reviews of a contract can be read, ``reviews`` of them, one or two."""

    reviews: int


@dataclass(frozen=True, kw_only=True)
class ReviewAnswered(Between, Event):
    """The side that a review is about replied to it, once; ``author`` is the review's."""

    author: str
