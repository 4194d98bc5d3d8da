"""Every operation in every state by everybody: allowed where the lifecycle has an arrow, else refused."""

from collections.abc import Callable
from functools import partial

import pytest

from mikiwame.core.lifecycle import CLOCK
from mikiwame.market.contests.models import Contest, Entry, Exclusion
from mikiwame.market.contests.operations import choosing, endings, entries, exclusions, moderation, opening
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.contests.states import (
    CONTEST,
    ENTRY,
    EXCLUSION,
    WITH_OPERATORS,
    ContestState,
    EntryState,
    ExclusionState,
)
from mikiwame.market.members.models import Member
from tests.cast import MORNING, Cast
from tests.lifecycles import allowed, happens, movers, wanted
from tests.market.contests.stage import (
    CLOSED,
    NOT_APPEALED,
    UNDECIDED,
    again,
    appealed,
    asked,
    begun,
    decided,
    deciding,
    drafted,
    entered,
    found,
    of,
    opened,
    prepared,
    second_operator,
    shared,
    suspended,
)

CONTESTS: dict[ContestState, Callable[[Cast], Contest]] = {
    ContestState.DRAFT: drafted,
    ContestState.PREPARED: prepared,
    ContestState.OPEN: opened,
    ContestState.SUSPENDED: suspended,
    ContestState.DECIDING: deciding,
    ContestState.DECIDED: decided,
    ContestState.SHARED: shared,
    ContestState.RETURNED: lambda cast: endings.close_by_itself(opened(cast), at=CLOSED),
    ContestState.CANCELLED: lambda cast: endings.cancel(opened(cast), by=cast.sakurai, at=MORNING),
}


def chosen(contest: Contest, by: Member) -> object:
    """The first entries get the prizes."""
    standing = Entry.objects.filter(contest=contest, state=EntryState.SUBMITTED).order_by("number")
    at = contest.closed_at or MORNING
    return choosing.choose(contest, [Winner(entry) for entry in standing[:1]], by=by, at=at)


ON_CONTESTS: dict[str, Callable[[Contest, Member], object]] = {
    "prepare": lambda contest, by: opening.prepare(contest, by=by, at=MORNING),
    "redraft": lambda contest, by: opening.redraft(contest, by=by, at=MORNING),
    "suspend": lambda contest, by: moderation.suspend(contest, reason="確認", by=by, at=MORNING),
    "reinstate": lambda contest, by: moderation.reinstate(contest, reason="済み", by=by, at=MORNING),
    "cancel": lambda contest, by: endings.cancel(contest, by=by, at=MORNING),
    "choose": chosen,
}


def paid_in(contest: Contest, cast: Cast) -> object:
    """The client pays, as far as she may; what isn't held was refused."""
    deposit = opening.begin_payment(contest, by=cast.sakurai, at=MORNING)
    return opening.fund(deposit, receipt="paid", at=MORNING)


BY_ITSELF: dict[str, Callable[[Contest, Cast], object]] = {
    "fund": paid_in,
    "close": lambda contest, _: endings.close_by_itself(contest, at=CLOSED),
    "share": lambda contest, _: endings.share_by_itself(contest, at=UNDECIDED),
}


def lapsed(cast: Cast) -> Entry:
    entry = begun(opened(cast), cast.yuki)
    endings.close_by_itself(again(entry.contest), at=CLOSED)
    return entry


def withdrawn(cast: Cast) -> Entry:
    return entries.withdraw(entered(opened(cast), cast.yuki), by=cast.yuki, at=MORNING)


def stood(cast: Cast) -> Exclusion:
    """Nobody appealed against the finding."""
    return exclusions.let_stand(found(cast), at=NOT_APPEALED)


def kept(cast: Cast) -> Exclusion:
    return exclusions.keep(asked(cast), ruling="判断", by=cast.oda, at=MORNING)


def mooted(cast: Cast) -> Exclusion:
    exclusion = asked(cast)
    entries.withdraw(exclusion.entry, by=cast.yuki, at=MORNING)
    return exclusion


ENTRIES: dict[EntryState, Callable[[Cast], Entry]] = {
    EntryState.DRAFT: lambda cast: begun(opened(cast), cast.yuki),
    EntryState.SUBMITTED: lambda cast: entered(opened(cast), cast.yuki),
    EntryState.WITHDRAWN: withdrawn,
    EntryState.EXCLUDED: lambda cast: stood(cast).entry,
    EntryState.WON: lambda cast: of(decided(cast), cast.yuki),
    EntryState.SHARED: lambda cast: of(shared(cast), cast.yuki),
    EntryState.PASSED_OVER: lambda cast: of(decided(cast), cast.ken),
    EntryState.LAPSED: lapsed,
}

ON_ENTRIES: dict[str, Callable[[Entry, Member], object]] = {
    "hand_in": lambda entry, by: entries.hand_in(entry, by=by, at=MORNING),
    "withdraw": lambda entry, by: entries.withdraw(entry, by=by, at=MORNING),
}
WITH_OTHERS = {"choose", "share", "close", "cancel", "exclude", "let_stand"}
"""What happens to entries because it happens to their contest, or to what was asked about them."""

EXCLUSIONS: dict[ExclusionState, Callable[[Cast], Exclusion]] = {
    ExclusionState.ASKED: asked,
    ExclusionState.FOUND: found,
    ExclusionState.APPEALED: appealed,
    ExclusionState.EXCLUDED: stood,
    ExclusionState.KEPT: kept,
    ExclusionState.MOOT: mooted,
}

ON_EXCLUSIONS: dict[str, Callable[[Exclusion, Member], object]] = {
    "exclude": lambda one, by: exclusions.exclude(one, ruling="判断", by=by, at=MORNING),
    "keep": lambda one, by: exclusions.keep(one, ruling="判断", by=by, at=MORNING),
    "appeal": lambda one, by: exclusions.appeal(one, text="写していません", by=by, at=MORNING),
}


def people(cast: Cast) -> dict[str, Member]:
    return {"client": cast.sakurai, "worker": cast.yuki, "operator": cast.oda, "nobody": cast.sora}


def test_the_tables_have_no_operation_that_is_not_tried() -> None:
    assert CONTEST.operations() == set(ON_CONTESTS) | set(BY_ITSELF)
    assert ENTRY.operations() == set(ON_ENTRIES) | WITH_OTHERS
    assert EXCLUSION.operations() == set(ON_EXCLUSIONS) | {"let_stand", "choose", "share", "withdraw"}
    assert set(CONTESTS) == set(ContestState)
    assert set(ENTRIES) == set(EntryState)
    assert set(EXCLUSIONS) == set(ExclusionState)


@pytest.mark.parametrize("state", ContestState)
def test_contests(state: ContestState, cast: Cast) -> None:
    contest = again(CONTESTS[state](cast))
    assert contest.state == state

    acts = set(allowed(people(cast), lambda name, by: ON_CONTESTS[name](contest, by), ON_CONTESTS))
    assert acts == wanted(CONTEST, state, ON_CONTESTS, people(cast))
    for name, act in BY_ITSELF.items():
        possible = state in CONTEST.sources(name)
        assert happens(partial(act, contest, cast)) == possible, name
    assert movers(CONTEST, "close") == movers(CONTEST, "share") == {CLOCK}


@pytest.mark.parametrize("state", EntryState)
def test_entries(state: EntryState, cast: Cast) -> None:
    entry = Entry.objects.select_related("contest__posting", "contest__client", "worker").get(
        pk=ENTRIES[state](cast).pk
    )
    assert entry.state == state

    acts = set(allowed(people(cast), lambda name, by: ON_ENTRIES[name](entry, by), ON_ENTRIES))
    assert acts == wanted(ENTRY, state, ON_ENTRIES, people(cast))


@pytest.mark.parametrize("state", ExclusionState)
def test_exclusions(state: ExclusionState, cast: Cast) -> None:
    exclusion = Exclusion.objects.get(pk=EXCLUSIONS[state](cast).pk)
    assert exclusion.state == state

    who = people(cast) | {"operator": second_operator()}
    act = lambda name, by: ON_EXCLUSIONS[name](exclusion, by)  # noqa: E731
    assert set(allowed(who, act, ON_EXCLUSIONS)) == wanted(EXCLUSION, state, ON_EXCLUSIONS, who)
    stands = state in EXCLUSION.sources("let_stand")
    assert happens(partial(exclusions.let_stand, exclusion, at=NOT_APPEALED)) == stands
    late = state in WITH_OPERATORS
    assert happens(partial(exclusions.prolong, exclusion, at=UNDECIDED)) == late
