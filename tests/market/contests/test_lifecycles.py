"""Every operation in every state by everybody: allowed where the lifecycle has an arrow, else refused."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pytest
from django.db import transaction

from mikiwame.core.errors import Refused
from mikiwame.core.lifecycle import CLOCK, Lifecycle
from mikiwame.market.contests.models import Contest, Entry, Exclusion
from mikiwame.market.contests.operations import choosing, endings, entries, exclusions, moderation, opening
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.contests.states import (
    CONTEST,
    ENTRY,
    EXCLUSION,
    ContestState,
    EntryState,
    ExclusionState,
)
from mikiwame.market.members.models import Member
from tests.cast import MORNING, Cast
from tests.market.contests.stage import (
    CLOSED,
    UNDECIDED,
    again,
    begun,
    decided,
    deciding,
    drafted,
    entered,
    of,
    opened,
    prepared,
    shared,
    suspended,
)


class Undone(Exception):
    """It was allowed; everything goes back to how it was."""


def happens(act: Callable[[], object]) -> bool:
    """Whether it is allowed; nothing is changed."""
    try:
        with transaction.atomic():
            act()
            raise Undone
    except Undone:
        return True
    except Refused:
        return False


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
    return choosing.choose(contest, [Winner(entry) for entry in standing[:1]], by=by, at=CLOSED)


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


def asked(cast: Cast, entry: Entry | None = None) -> Exclusion:
    entry = entry or entered(opened(cast), cast.yuki)
    ask = exclusions.ask
    return ask(entry, breach="copied", evidence="写しです", by=cast.sakurai, at=MORNING)


ENTRIES: dict[EntryState, Callable[[Cast], Entry]] = {
    EntryState.DRAFT: lambda cast: begun(opened(cast), cast.yuki),
    EntryState.SUBMITTED: lambda cast: entered(opened(cast), cast.yuki),
    EntryState.WITHDRAWN: withdrawn,
    EntryState.EXCLUDED: lambda cast: exclusions.exclude(asked(cast), ruling="写し", by=cast.oda, at=MORNING),
    EntryState.WON: lambda cast: of(decided(cast), cast.yuki),
    EntryState.SHARED: lambda cast: of(shared(cast), cast.yuki),
    EntryState.PASSED_OVER: lambda cast: of(decided(cast), cast.ken),
    EntryState.LAPSED: lapsed,
}

ON_ENTRIES: dict[str, Callable[[Entry, Member], object]] = {
    "hand_in": lambda entry, by: entries.hand_in(entry, by=by, at=MORNING),
    "withdraw": lambda entry, by: entries.withdraw(entry, by=by, at=MORNING),
}
WITH_THEIR_CONTEST = {"choose", "share", "close", "cancel"}
"""What happens to entries because it happens to their contest: stories tell it."""

EXCLUSIONS: dict[ExclusionState, Callable[[Cast], Exclusion]] = {
    ExclusionState.ASKED: asked,
    ExclusionState.EXCLUDED: lambda cast: decide(asked(cast), exclusions.exclude, cast.oda),
    ExclusionState.KEPT: lambda cast: decide(asked(cast), exclusions.keep, cast.oda),
}


def decide(exclusion: Exclusion, act: Callable[..., object], by: Member) -> Exclusion:
    act(exclusion, ruling="判断", by=by, at=MORNING)
    return exclusion


def mooted(cast: Cast) -> Exclusion:
    exclusion = asked(cast)
    entries.withdraw(exclusion.entry, by=cast.yuki, at=MORNING)
    return exclusion


EXCLUSIONS[ExclusionState.MOOT] = mooted

ON_EXCLUSIONS: dict[str, Callable[[Exclusion, Member], object]] = {
    "exclude": lambda one, by: exclusions.exclude(one, ruling="判断", by=by, at=MORNING),
    "keep": lambda one, by: exclusions.keep(one, ruling="判断", by=by, at=MORNING),
}


def people(cast: Cast) -> dict[str, Member]:
    return {"client": cast.sakurai, "worker": cast.yuki, "operator": cast.oda, "nobody": cast.sora}


def movers(lifecycle: Lifecycle, operation: str) -> set[str]:
    return {move.by for move in lifecycle.moves if move.operation == operation}


def allowed(
    who: dict[str, Member], act: Callable[[str, Member], object], names: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Who may do what: each tried, each undone."""
    for name in names:
        for title, by in who.items():
            if happens(partial(act, name, by)):
                yield name, title


def wanted(
    lifecycle: Lifecycle, state: str, names: Iterable[str], who: Iterable[str]
) -> set[tuple[str, str]]:
    """What the lifecycle says."""
    return {
        (name, title)
        for name in names
        for title in who
        if state in lifecycle.sources(name) and title in movers(lifecycle, name)
    }


def test_the_tables_have_no_operation_that_is_not_tried() -> None:
    assert CONTEST.operations() == set(ON_CONTESTS) | set(BY_ITSELF)
    assert ENTRY.operations() == set(ON_ENTRIES) | WITH_THEIR_CONTEST | {"exclude"}
    assert EXCLUSION.operations() == set(ON_EXCLUSIONS) | {"choose", "share", "withdraw"}
    assert set(CONTESTS) == set(ContestState)
    assert set(ENTRIES) == set(EntryState)
    assert set(EXCLUSIONS) == set(ExclusionState)


@pytest.mark.parametrize("state", ContestState)
def test_contests(state: ContestState, cast: Cast) -> None:
    contest = again(CONTESTS[state](cast))
    assert contest.state == state

    found = set(allowed(people(cast), lambda name, by: ON_CONTESTS[name](contest, by), ON_CONTESTS))
    assert found == wanted(CONTEST, state, ON_CONTESTS, people(cast))
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

    found = set(allowed(people(cast), lambda name, by: ON_ENTRIES[name](entry, by), ON_ENTRIES))
    assert found == wanted(ENTRY, state, ON_ENTRIES, people(cast))


@pytest.mark.parametrize("state", ExclusionState)
def test_exclusions(state: ExclusionState, cast: Cast) -> None:
    exclusion = Exclusion.objects.get(pk=EXCLUSIONS[state](cast).pk)
    assert exclusion.state == state

    act = lambda name, by: ON_EXCLUSIONS[name](exclusion, by)  # noqa: E731
    assert set(allowed(people(cast), act, ON_EXCLUSIONS)) == wanted(
        EXCLUSION, state, ON_EXCLUSIONS, people(cast)
    )
    assert happens(partial(exclusions.prolong, exclusion, at=UNDECIDED)) == (state == "asked")
