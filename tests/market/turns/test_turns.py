"""Whose turn it is, until when, and what a limit does."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from mikiwame.core.errors import Refused
from mikiwame.core.ids import key, new_id
from mikiwame.market.members.models import Party
from mikiwame.market.turns import operations, queries, rules
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.states import TURN, TurnKind, TurnState
from tests.cast import MORNING, Cast, assemble

LIMIT = MORNING + timedelta(days=5)
OFFER = key("offer", new_id())


def opened(
    whose: Party | None,
    *,
    kind: str = TurnKind.OFFER,
    subject: str = OFFER,
    waiting: Party | None = None,
    until: datetime = LIMIT,
) -> Turn:
    return operations.open_turn(
        kind,
        subject,
        whose=whose,
        waiting=waiting,
        title="商品説明文の作成",
        page=subject,
        since=MORNING,
        until=until,
    )


def state(turn: Turn) -> str:
    turn.refresh_from_db()
    return turn.state


def test_both_sides_see_what_waits_on_whom(cast: Cast) -> None:
    turn = opened(cast.yuki.party, waiting=cast.sakurai.party)
    later = opened(cast.yuki.party, subject="offer:b", until=LIMIT + timedelta(days=1))

    assert list(queries.mine(cast.yuki.party)) == [turn, later], "most urgent first"
    assert list(queries.theirs(cast.sakurai.party)) == [turn]
    assert not queries.mine(cast.sakurai.party)
    assert not queries.theirs(cast.yuki.party)
    assert queries.current(OFFER) == [turn]
    assert queries.limit(TurnKind.OFFER, OFFER) == LIMIT


def test_what_is_nobodys_is_the_operators(cast: Cast) -> None:
    dispute = opened(None, kind=TurnKind.DISPUTE, waiting=cast.ken.party)

    assert list(queries.of_operators()) == [dispute]
    assert list(queries.theirs(cast.ken.party)) == [dispute]


def test_a_turn_is_taken_in_time(cast: Cast) -> None:
    turn = opened(cast.yuki.party)
    at = LIMIT - timedelta(seconds=1)

    assert rules.in_time(TurnKind.OFFER, OFFER, at)
    assert operations.take(TurnKind.OFFER, OFFER, at=at) == turn
    assert state(turn) == TurnState.TAKEN
    assert turn.ended_at == at
    assert queries.limit(TurnKind.OFFER, OFFER) is None


def test_at_its_limit_it_is_too_late_swept_or_not(cast: Cast) -> None:
    turn = opened(cast.yuki.party)

    ruling = rules.in_time(TurnKind.OFFER, OFFER, LIMIT)
    assert (ruling.code, ruling.context) == ("too_late", {"until": LIMIT})
    with pytest.raises(Refused) as refused:
        operations.take(TurnKind.OFFER, OFFER, at=LIMIT)
    assert (refused.value.code, refused.value.context) == ("too_late", {"until": LIMIT})
    assert state(turn) == TurnState.OPEN


def test_where_no_clock_runs_nothing_is_too_late(db: None) -> None:
    assert rules.in_time(TurnKind.OFFER, OFFER, LIMIT)
    assert operations.take(TurnKind.OFFER, OFFER, at=LIMIT) is None
    assert operations.drop(TurnKind.OFFER, OFFER, at=LIMIT) is None


def test_the_limit_passes_only_when_it_has_come(cast: Cast) -> None:
    turn = opened(cast.yuki.party)

    with pytest.raises(Refused, match="not_yet"):
        operations.pass_by(TurnKind.OFFER, OFFER, at=LIMIT - timedelta(seconds=1))
    operations.pass_by(TurnKind.OFFER, OFFER, at=LIMIT)

    assert state(turn) == TurnState.PASSED


def test_what_happens_by_itself_happens_only_at_the_end_of_a_turn(db: None) -> None:
    with pytest.raises(Refused, match="wrong_state"):
        operations.pass_by(TurnKind.OFFER, OFFER, at=LIMIT)


def test_when_the_thing_goes_away_nobody_needs_to_act(cast: Cast) -> None:
    opened(cast.yuki.party)
    opened(cast.sakurai.party, kind=TurnKind.CANCELLATION)
    elsewhere = opened(cast.yuki.party, subject="offer:b")

    assert operations.drop_all(OFFER, at=MORNING) == 2
    assert queries.current(OFFER) == []
    assert state(elsewhere) == TurnState.OPEN


def test_a_limit_moves_while_there_is_time(cast: Cast) -> None:
    opened(cast.yuki.party)
    later = LIMIT + timedelta(days=3)

    operations.move_limit(TurnKind.OFFER, OFFER, until=later, at=MORNING)
    assert queries.limit(TurnKind.OFFER, OFFER) == later

    with pytest.raises(Refused, match="too_late"):
        operations.move_limit(TurnKind.OFFER, OFFER, until=later + timedelta(days=1), at=later)
    with pytest.raises(Refused, match="wrong_state"):
        operations.move_limit(TurnKind.OFFER, "offer:b", until=later, at=MORNING)


@pytest.mark.parametrize("ended", sorted(TURN.final))
@pytest.mark.parametrize("verb", sorted(TURN.operations()))
def test_an_ended_turn_stays_as_it_ended(cast: Cast, ended: TurnState, verb: str) -> None:
    assert TURN.sources(verb) == {TurnState.OPEN}
    endings = {
        TurnState.TAKEN: operations.take,
        TurnState.DROPPED: operations.drop,
        TurnState.PASSED: operations.pass_by,
    }
    turn = opened(cast.yuki.party)
    endings[ended](TurnKind.OFFER, OFFER, at=LIMIT if ended == TurnState.PASSED else MORNING)

    if verb == "pass_by":
        with pytest.raises(Refused, match="wrong_state"):
            operations.pass_by(TurnKind.OFFER, OFFER, at=LIMIT)
    else:
        assert getattr(operations, verb)(TurnKind.OFFER, OFFER, at=LIMIT) is None
    assert state(turn) == ended


def test_one_turn_of_a_kind_is_open_for_a_thing(cast: Cast) -> None:
    turn = opened(cast.yuki.party)
    with pytest.raises(Refused, match="wrong_state"):
        opened(cast.ken.party)

    operations.take(TurnKind.OFFER, OFFER, at=MORNING)
    again = opened(cast.yuki.party)
    assert again != turn


def test_the_database_knows_no_turn_without_a_future_or_of_an_unknown_kind(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="turns_turn_forward"), transaction.atomic():
        opened(cast.yuki.party, until=MORNING)
    with pytest.raises(IntegrityError, match="turns_turn_kind_known"), transaction.atomic():
        opened(cast.yuki.party, kind="nap")
    turn = opened(cast.yuki.party)
    with pytest.raises(IntegrityError, match="turns_turn_ended"), transaction.atomic():
        Turn.objects.filter(pk=turn.pk).update(state=TurnState.TAKEN)


def test_the_sweep_takes_what_is_due_oldest_first(cast: Cast) -> None:
    late = opened(cast.yuki.party, subject="offer:b", until=LIMIT + timedelta(hours=1))
    early = opened(cast.yuki.party)
    opened(cast.yuki.party, subject="offer:c", until=LIMIT + timedelta(days=9))
    at = LIMIT + timedelta(hours=1)

    assert queries.due(at, limit=10) == [early, late]
    assert operations.claim_due(at=at, limit=1) == [early]
    assert operations.claim_due(at=at) == [late]
    assert operations.claim_due(at=at) == []


def test_what_failed_is_due_again_ever_more_rarely_and_stops_nobody(cast: Cast) -> None:
    failing = opened(cast.yuki.party)
    attempts, at = [], LIMIT
    while at < LIMIT + timedelta(hours=5):
        if failing in operations.claim_due(at=at):
            attempts.append((at - LIMIT) // timedelta(minutes=1))
        at += timedelta(minutes=1)

    assert attempts == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]
    behind = opened(cast.yuki.party, subject="offer:b", until=LIMIT + timedelta(minutes=1))
    assert operations.claim_due(at=LIMIT + timedelta(minutes=250)) == [behind]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_share_the_work() -> None:
    cast = assemble()
    for number in range(20):
        opened(cast.yuki.party, subject=f"offer:{number}")
    together, taken = Barrier(2), list[Turn]()

    def sweep() -> None:
        together.wait()
        for _ in range(10):
            taken.extend(operations.claim_due(at=LIMIT, limit=1))
        connection.close()

    sweeps = [Thread(target=sweep) for _ in range(2)]
    for each in sweeps:
        each.start()
    for each in sweeps:
        each.join()

    assert len(taken) == len({turn.pk for turn in taken}) == 20
