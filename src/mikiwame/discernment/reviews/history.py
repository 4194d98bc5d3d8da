"""A review history as the engine takes it, and as it is made from plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mikiwame.discernment.text import LONGEST, Unreadable

MOST_REVIEWS = 10_000
MOST_LETTERS = 2_000_000
"""What a history may hold at most: reviews, and letters of all comments together."""
BEST = 5
"""The most stars; the fewest are 1."""
MOST_COUNTED = 10**12


@dataclass(frozen=True, slots=True)
class Review:
    """What one worker said of the client; None where it isn't known.

    ``rating`` and ``client_rated_reviewer`` are stars, 1 to 5; ``job_reward`` is in yen; ``at`` without a
    zone counts as UTC; ``reviewer_total_jobs`` are the jobs that the reviewer has done for anybody.
    """

    rating: int
    comment: str
    reviewer: str | None = None
    at: datetime | None = None
    job_reward: int | None = None
    reviewer_total_jobs: int | None = None
    client_rated_reviewer: int | None = None

    @property
    def seconds(self) -> float | None:
        """When it was written, in seconds since 1970."""
        if self.at is None:
            return None
        return (self.at if self.at.tzinfo else self.at.replace(tzinfo=UTC)).timestamp()


@dataclass(frozen=True, slots=True)
class History:
    """All reviews of a client, and its name where that is known."""

    reviews: tuple[Review, ...]
    client: str = ""


def from_plain(plain: object) -> History:
    """The history in plain values: ``{"client": …, "reviews": [{"rating": …, "comment": …}, …]}``.

    ``rating`` and ``comment`` must be there; the other keys are those of `Review` and may be left out or
    null. Dates are written as ISO 8601. Other keys are passed over.

    Raises:
        Unreadable: a value is missing or isn't what it must be; the message says which, and in which review.
    """
    if not isinstance(plain, Mapping):
        raise Unreadable("a history must be an object with a list of reviews")
    reviews = plain.get("reviews")
    if not isinstance(reviews, Sequence) or isinstance(reviews, str | bytes):
        raise Unreadable("reviews must be a list")
    client = plain.get("client")
    if client is not None and not isinstance(client, str):
        raise Unreadable("client must be a text")
    if len(reviews) > MOST_REVIEWS:
        raise Unreadable(f"the history has {len(reviews):,} reviews; at most {MOST_REVIEWS:,} can be read")
    return History(tuple(_review(one, place) for place, one in enumerate(reviews)), client or "")


def require_readable(reviews: Sequence[Review]) -> None:
    """Refuse what is too long or impossible.

    Raises:
        Unreadable: too many reviews, too long comments, or stars that aren't 1 to 5.
    """
    if len(reviews) > MOST_REVIEWS:
        raise Unreadable(f"the history has {len(reviews):,} reviews; at most {MOST_REVIEWS:,} can be read")
    letters = 0
    for place, review in enumerate(reviews):
        letters += len(review.comment)
        if len(review.comment) > LONGEST:
            raise Unreadable(f"review {place}: the comment has more than {LONGEST:,} characters")
        if not 1 <= review.rating <= BEST:
            raise Unreadable(f"review {place}: rating must be 1 to {BEST}, not {review.rating}")
    if letters > MOST_LETTERS:
        raise Unreadable(f"the comments have {letters:,} characters; at most {MOST_LETTERS:,} can be read")


def _review(plain: object, place: int) -> Review:
    if not isinstance(plain, Mapping):
        raise Unreadable(f"review {place} must be an object")
    for key in ("rating", "comment"):
        if plain.get(key) is None:
            raise Unreadable(f"review {place}: {key} is missing")
    rating = _whole(plain, "rating", place, 1, BEST)
    assert rating is not None
    return Review(
        rating=rating,
        comment=_text(plain, "comment", place) or "",
        reviewer=_text(plain, "reviewer", place),
        at=_moment(plain, place),
        job_reward=_whole(plain, "job_reward", place, 0, MOST_COUNTED),
        reviewer_total_jobs=_whole(plain, "reviewer_total_jobs", place, 0, MOST_COUNTED),
        client_rated_reviewer=_whole(plain, "client_rated_reviewer", place, 1, BEST),
    )


def _text(plain: Mapping[str, object], key: str, place: int) -> str | None:
    value = plain.get(key)
    if value is not None and not isinstance(value, str):
        raise Unreadable(f"review {place}: {key} must be a text")
    return value


def _whole(plain: Mapping[str, object], key: str, place: int, least: int, most: int) -> int | None:
    value = plain.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise Unreadable(f"review {place}: {key} must be a whole number")
    if not least <= value <= most:
        raise Unreadable(f"review {place}: {key} must be {least:,} to {most:,}")
    return int(value)


def _moment(plain: Mapping[str, object], place: int) -> datetime | None:
    written = _text(plain, "at", place)
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise Unreadable(f"review {place}: at must be a date as in 2026-04-01 or 2026-04-01T09:30") from None
