"""Every operation on a sanction in every state by everybody: allowed where its lifecycle has an arrow."""

from collections.abc import Callable

import pytest

from mikiwame.core.ids import id_of
from mikiwame.core.lifecycle import CLOCK
from mikiwame.market.hiring.models import Posting
from mikiwame.market.members.models import Member
from mikiwame.market.moderation.models import Sanction
from mikiwame.market.moderation.operations import appeals, stops
from mikiwame.market.moderation.states import SANCTION, UNSETTLED, SanctionState
from tests.cast import MORNING, Cast
from tests.lifecycles import allowed, happens, movers, wanted
from tests.market.moderation.stage import (
    DAY,
    NOT_APPEALED,
    again,
    appealed,
    judged,
    other_operator,
    stopped,
    warned,
)


def reinstated(sanction: Sanction, by: Member) -> object:
    posting = Posting.objects.get(pk=id_of(sanction.about))
    return stops.reinstate(posting, reason="済み", by=by, at=MORNING)


def left_unreviewed(sanction: Sanction, cast: Cast) -> Sanction:
    """There was nobody but Oda, who had decided."""
    sanction = appeals.prolong(appealed(sanction, cast), at=MORNING + 3 * DAY)
    return appeals.prolong(sanction, at=MORNING + 6 * DAY)


def mooted(sanction: Sanction, cast: Cast) -> Sanction:
    reinstated(sanction, cast.oda)
    return sanction


STATES: dict[SanctionState, Callable[[Sanction, Cast], Sanction]] = {
    SanctionState.IMPOSED: lambda sanction, _: sanction,
    SanctionState.APPEALED: appealed,
    SanctionState.FINAL: lambda sanction, _: appeals.let_stand(sanction, at=NOT_APPEALED),
    SanctionState.UPHELD: lambda sanction, cast: judged(sanction, cast, SanctionState.UPHELD),
    SanctionState.LIFTED: lambda sanction, cast: judged(sanction, cast, SanctionState.LIFTED),
    SanctionState.MOOT: mooted,
    SanctionState.UNREVIEWED: left_unreviewed,
}

ACTS: dict[str, Callable[[Sanction, Member], object]] = {
    "appeal": lambda sanction, by: appeals.appeal(sanction, text="違います", by=by, at=MORNING),
    "uphold": lambda sanction, by: appeals.uphold(sanction, ruling="同じ", by=by, at=MORNING),
    "lift": lambda sanction, by: appeals.lift(sanction, ruling="違う", by=by, at=MORNING),
}


def people(cast: Cast) -> dict[str, Member]:
    return {
        "party": cast.kuroda,
        "operator": cast.oda,
        "another operator": other_operator(),
        "reporter": cast.yuki,
        "outsider": cast.sora,
    }


@pytest.mark.parametrize("begun", [warned, stopped])
@pytest.mark.parametrize("state", SanctionState)
def test_what_may_be_done_to_a_sanction(
    cast: Cast, state: SanctionState, begun: Callable[[Cast], Sanction]
) -> None:
    if (state, begun) == (SanctionState.MOOT, warned):
        return  # nothing but a posting is let go on
    sanction = again(STATES[state](begun(cast), cast))
    assert sanction.state == state
    everybody = people(cast)
    may = set(allowed(everybody, lambda name, by: ACTS[name](sanction, by), ACTS))
    assert may == wanted(SANCTION, state, ACTS, everybody)
    stands = happens(lambda: appeals.let_stand(sanction, at=NOT_APPEALED))
    assert stands == (CLOCK in movers(SANCTION, "let_stand", state))
    assert happens(lambda: appeals.prolong(sanction, at=NOT_APPEALED)) == (state == SanctionState.APPEALED)


@pytest.mark.parametrize("state", [*UNSETTLED, SanctionState.UPHELD, SanctionState.FINAL])
def test_operators_alone_let_a_posting_go_on_and_only_what_is_unsettled_becomes_moot(
    cast: Cast, state: SanctionState
) -> None:
    sanction = STATES[state](stopped(cast), cast)
    everybody = people(cast)
    may = {name for name, by in everybody.items() if happens(lambda by=by: reinstated(sanction, by))}  # type: ignore[misc]
    assert may == {"operator", "another operator"}
    reinstated(sanction, cast.oda)
    moot = bool(movers(SANCTION, "reinstate", state))
    assert again(sanction).state == (SanctionState.MOOT if moot else state)


def test_every_operation_and_state_is_tried() -> None:
    assert {*ACTS, "let_stand", "prolong", "reinstate"} == set(SANCTION.operations())
    assert STATES.keys() == set(SanctionState)
