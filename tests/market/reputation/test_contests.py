"""What a contest shows: of its client whether she decided in time, of who entered what became of the work."""

from mikiwame.market.contests.operations import exclusions
from mikiwame.market.reputation import audit, observed
from mikiwame.market.reputation.models import Observation
from mikiwame.market.reputation.queries import records_of
from mikiwame.market.reputation.states import Side
from tests.cast import Cast
from tests.market.contests.stage import CLOSED, NOT_APPEALED, decided, found, of, shared
from tests.market.reputation.stage import settle


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


def test_a_prize_is_work_seen_through_and_nobody_is_worse_without_one(cast: Cast) -> None:
    contest = decided(cast)
    won, lost = of(contest, cast.yuki).key, of(contest, cast.ken).key
    assert shown(won) == [("contest", "completed", 1, 1), ("contest", "disputed", 0, 1)]
    assert shown(lost) == [("contest", "disputed", 0, 1)]
    assert shown(of(shared(cast), cast.yuki).key) == [("contest", "disputed", 0, 1)]


def test_what_breaks_a_rule_counts_when_nobody_can_appeal_any_more(cast: Cast) -> None:
    exclusion = found(cast)
    assert shown(exclusion.entry.key) == []
    exclusions.let_stand(exclusion, at=NOT_APPEALED)
    assert shown(exclusion.entry.key) == [("contest", "disputed", 1, 1)]


def test_three_prizes_prove_somebody_and_all_of_it_agrees_with_history(cast: Cast) -> None:
    for _ in range(3):
        decided(cast)
    settle(CLOSED)
    record = records_of(cast.yuki.party, at=CLOSED)[Side.WORKER]
    assert not record.unproven
    assert {(one.measure, one.format, one.of) for one in record.estimates if one.is_proven} == {
        ("completed", "contest", 3),
        ("disputed", "contest", 3),
    }
    assert records_of(cast.sakurai.party, at=CLOSED)[Side.CLIENT].verdict == "ok"
    assert audit.discrepancies() == []
