"""An operator finds that an entry breaks a rule: its maker appeals to another one, meanwhile it can win."""

from datetime import date
from functools import partial
from typing import Any

from mikiwame.market.contests import audit, queries
from mikiwame.market.contests.models import Contest, Entry, Exclusion
from mikiwame.market.contests.operations import choosing, endings, exclusions
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Release
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import queries as notices
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.models import Turn
from mikiwame.ops import consumers, sweep
from tests.cast import MORNING, Cast
from tests.market.contests.stage import (
    CLOSED,
    DAY,
    NOT_APPEALED,
    UNDECIDED,
    again,
    appealed,
    asked,
    deciding,
    entered,
    found,
    of,
    opened,
    second_operator,
)
from tests.races import code_of


def state_of(exclusion: Exclusion) -> tuple[str, str]:
    """Of what was asked, and of the entry."""
    exclusion = Exclusion.objects.select_related("entry").get(pk=exclusion.pk)
    return exclusion.state, exclusion.entry.state


def told(member: Member) -> list[str]:
    """The kinds of facts that somebody was told of, the latest first."""
    while consumers.take_in(UNDECIDED):
        pass
    return [notice.kind.partition(".")[2] for notice in notices.newest(member)]


def copied(cast: Cast) -> tuple[Contest, Exclusion]:
    """Yuki's entry was found to be a copy on the morning after the last day; Ken's stands too."""
    contest = deciding(cast)
    return contest, found(cast, of(contest, cast.yuki), at=CLOSED)


def test_a_finding_counts_when_nobody_appeals(cast: Cast) -> None:
    contest = opened(cast)
    exclusion = found(cast, entered(contest, cast.yuki))
    assert state_of(exclusion) == ("found", "submitted")
    assert code_of(lambda: endings.cancel(again(contest), by=cast.sakurai, at=MORNING)) == "entries_stand"
    assert told(cast.yuki)[0] == told(cast.sakurai)[0] == "BreachConfirmed"

    sweep.perform_due(NOT_APPEALED)
    assert state_of(exclusion) == ("excluded", "excluded")
    assert of(contest, cast.yuki).reason == "登録された名前です"
    assert told(cast.yuki)[0] == told(cast.sakurai)[0] == "EntryExcluded"
    assert queries.entrants(contest) == 0


def test_it_counts_swept_or_not(cast: Cast) -> None:
    contest, exclusion = copied(cast)
    late = CLOSED + exclusions.APPEAL_DAYS * DAY
    appeal = lambda: exclusions.appeal(exclusion, text="自分の案です", by=cast.yuki, at=late)  # noqa: E731
    assert code_of(appeal) == "too_late"
    yuki = [Winner(of(contest, cast.yuki))]
    assert code_of(lambda: choosing.choose(contest, yuki, by=cast.sakurai, at=late)) == "choice_unknown"
    choosing.choose(contest, [Winner(of(contest, cast.ken))], by=cast.sakurai, at=late)
    assert state_of(exclusion) == ("excluded", "excluded")


def test_another_operator_decides_for_good(cast: Cast) -> None:
    exclusion, mori = appealed(cast), second_operator()
    assert state_of(exclusion) == ("appealed", "submitted")
    assert told(cast.sakurai)[0] == "ExclusionAppealed"
    said: dict[str, Any] = {"ruling": "同じ", "by": cast.oda, "at": MORNING}
    assert code_of(lambda: exclusions.exclude(exclusion, **said)) == "decided_before"
    assert code_of(lambda: exclusions.keep(exclusion, **said)) == "decided_before"

    exclusions.exclude(exclusion, ruling="登録簿にあります", by=mori, at=MORNING)
    assert state_of(exclusion) == ("excluded", "excluded")
    assert Entry.objects.get().reason == "登録簿にあります"
    assert told(cast.yuki)[0] == told(cast.sakurai)[0] == "EntryExcluded"
    once_more = lambda: exclusions.appeal(exclusion, text="いいえ", by=cast.yuki, at=MORNING)  # noqa: E731
    assert code_of(once_more) == "wrong_state"


def test_who_is_right_stands_and_may_win(cast: Cast) -> None:
    contest, exclusion = copied(cast)
    exclusions.appeal(exclusion, text="自分で考えました", by=cast.yuki, at=CLOSED)
    exclusions.keep(exclusion, ruling="登録されていません", by=second_operator(), at=CLOSED)
    assert state_of(exclusion) == ("kept", "submitted")
    assert told(cast.yuki)[0] == told(cast.sakurai)[0] == "ExclusionReversed"

    ask = lambda: found(cast, of(contest, cast.yuki), at=CLOSED)  # noqa: E731
    assert code_of(ask) == "exclusion_refused"
    choosing.choose(contest, [Winner(of(contest, cast.yuki))], by=cast.sakurai, at=CLOSED)
    assert Release.objects.get().worker == cast.yuki.party


def test_operators_who_are_late_exclude_nobody(cast: Cast) -> None:
    contest, exclusion = copied(cast)
    exclusions.appeal(exclusion, text="自分で考えました", by=cast.yuki, at=CLOSED)
    for days in range(8):
        sweep.perform_due(CLOSED + days * DAY)

    assert state_of(exclusion) == ("moot", "shared")
    assert sorted(Release.objects.values_list("gross", flat=True)) == [25_000, 25_000]
    assert not Turn.objects.filter(subject=exclusion.key, state="open").exists()
    assert again(contest).state == "shared"
    assert escrow.audit() == audit.discrepancies() == []


def test_a_finding_that_could_still_be_appealed_excludes_nobody(cast: Cast) -> None:
    contest = deciding(cast)
    exclusion = found(cast, of(contest, cast.yuki), at=UNDECIDED - DAY)
    after = UNDECIDED + DAY
    assert code_of(lambda: exclusions.let_stand(exclusion, at=after)) == "too_late"
    while sweep.perform_due(after):
        pass
    assert state_of(exclusion) == ("moot", "shared")


def test_neither_side_learns_the_others_name(cast: Cast) -> None:
    exclusion = found(cast)
    turn = Turn.objects.get(subject=exclusion.key, state="open")
    assert (turn.whose, turn.waiting, turn.page) == (cast.yuki.party, None, exclusion.entry.key)
    exclusions.appeal(exclusion, text="自分で考えました", by=cast.yuki, at=MORNING)
    turn = Turn.objects.get(subject=exclusion.key, state="open")
    assert (turn.whose, turn.waiting, turn.page) == (None, None, exclusion.key)


def test_who_has_entered_herself_decides_about_no_others(cast: Cast) -> None:
    contest, mori = opened(cast), second_operator()
    exclusion = asked(cast, entered(contest, cast.yuki))
    entered(again(contest), mori)
    for act in (exclusions.exclude, exclusions.keep):
        said: dict[str, Any] = {"ruling": "写しです", "by": mori, "at": MORNING}
        assert code_of(partial(act, exclusion, **said)) == "own_contest"


def test_only_its_maker_appeals_and_says_why(cast: Cast) -> None:
    exclusion = found(cast)
    assert code_of(lambda: exclusions.appeal(exclusion, text="", by=cast.yuki, at=MORNING)) == "text_missing"
    assert (
        code_of(lambda: exclusions.appeal(exclusion, text="違います", by=cast.sakurai, at=MORNING))
        == "not_yours"
    )
    contest = again(exclusion.entry.contest)
    choosing.shortlist(of(contest, cast.yuki), by=cast.sakurai, at=MORNING)
    sweep.perform_due(NOT_APPEALED)
    assert of(contest, cast.yuki).finalist_since is None


def test_no_absence_keeps_a_copied_entry_in_the_share(cast: Cast) -> None:
    turns.announce_absence(first=date(2026, 11, 17), last=date(2026, 11, 24), by=cast.yuki, at=MORNING)
    contest, exclusion = copied(cast)
    limit = Turn.objects.get(subject=exclusion.key, kind="exclusion_appeal").until
    assert limit == again(contest).decide_until, "it waits for her, as long as it can"
    endings.share_by_itself(again(contest), at=UNDECIDED)
    assert state_of(exclusion) == ("excluded", "excluded")
