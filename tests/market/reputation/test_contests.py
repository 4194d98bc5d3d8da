"""What a contest shows of its client: whether she decided in time, and nothing of places or hiring."""

from mikiwame.market.reputation import observed
from mikiwame.market.reputation.models import Observation
from tests.cast import Cast
from tests.market.contests.stage import decided, shared


def shown(key: str) -> list[tuple[str, str, int, int]]:
    """Format, measure, how often of how often."""
    rows: list[Observation] = observed.rows(key)
    return [(row.format, row.measure, row.amount, row.of) for row in rows]


def test_who_names_the_winner_has_decided_in_time(cast: Cast) -> None:
    contest = decided(cast)
    assert shown(contest.key) == [("contest", "decided", 1, 1)]
    assert shown(contest.posting.key) == []


def test_who_names_nobody_has_not(cast: Cast) -> None:
    assert shown(shared(cast).key) == [("contest", "decided", 0, 1)]
