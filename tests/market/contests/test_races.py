"""Two at once: who enters and who closes, who chooses and the clock, who withdraws and who is chosen."""

import pytest

from mikiwame.market.contests import audit, queries
from mikiwame.market.contests.models import Award, Entry
from mikiwame.market.contests.operations import choosing, endings, entries, exclusions, opening
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Release
from mikiwame.market.members.operations import delete_account
from tests.cast import MORNING, Cast
from tests.market.contests.stage import (
    CLOSED,
    NOT_APPEALED,
    UNDECIDED,
    again,
    appealed,
    begun,
    deciding,
    entered,
    found,
    of,
    opened,
    prepared,
    second_operator,
)
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def sound() -> bool:
    return audit.discrepancies() == [] and escrow.audit() == []


def test_entering_while_it_is_closed_counts_or_is_refused(cast: Cast) -> None:
    contest = opened(cast)
    entered(contest, cast.ken)
    entry = begun(contest, cast.yuki)
    refused = at_once(
        lambda: entries.hand_in(entry, by=cast.yuki, at=MORNING),
        lambda: endings.close_by_itself(contest, at=CLOSED),
    )
    state = Entry.objects.get(pk=entry.pk).state
    assert (refused, state) in [
        ([], "submitted"),
        (["wrong_state"], "lapsed"),
        (["contest_not_open"], "lapsed"),
    ]
    assert sound()


def test_entering_while_it_is_given_up_keeps_the_prize_or_is_refused(cast: Cast) -> None:
    contest = opened(cast)
    entry = begun(contest, cast.yuki)
    refused = at_once(
        lambda: entries.hand_in(entry, by=cast.yuki, at=MORNING),
        lambda: endings.cancel(contest, by=cast.sakurai, at=MORNING),
    )
    ends = (Entry.objects.get(pk=entry.pk).state, again(contest).state)
    assert ends in [("submitted", "open"), ("lapsed", "cancelled")]
    assert len(refused) == 1
    assert sound()


def test_choosing_while_the_clock_ends_pays_once(cast: Cast) -> None:
    contest = deciding(cast)
    winner = [Winner(of(contest, cast.yuki))]
    refused = at_once(
        lambda: choosing.choose(contest, winner, by=cast.sakurai, at=CLOSED),
        lambda: endings.share_by_itself(contest, at=UNDECIDED),
    )
    assert len(refused) == 1
    assert sum(Release.objects.values_list("gross", flat=True)) == 50_000
    assert again(contest).state in {"decided", "shared"}
    assert sound()


def test_a_double_click_chooses_and_pays_once(cast: Cast) -> None:
    contest = deciding(cast)
    winner = [Winner(of(contest, cast.yuki))]
    refused = at_once(*[lambda: choosing.choose(contest, winner, by=cast.sakurai, at=CLOSED)] * 4)
    assert refused == ["wrong_state"] * 3
    assert (Award.objects.count(), Release.objects.count()) == (1, 1)
    assert sound()


def test_withdrawing_while_it_is_shortlisted_leaves_no_finalist_behind(cast: Cast) -> None:
    contest = opened(cast)
    entry = entered(contest, cast.yuki)
    at_once(
        lambda: entries.withdraw(entry, by=cast.yuki, at=MORNING),
        lambda: choosing.shortlist(entry, by=cast.sakurai, at=MORNING),
    )
    found = Entry.objects.get(pk=entry.pk)
    assert (found.state, found.finalist_since) == ("withdrawn", None)
    assert sound()


def test_handing_in_at_once_gives_each_a_number_and_keeps_the_limit(cast: Cast) -> None:
    contest = opened(cast, entries_each=1)
    drafts = [begun(contest, worker) for worker in (cast.yuki, cast.ken, cast.sora)]
    makers = (cast.yuki, cast.ken, cast.sora)
    jobs = [
        lambda entry=entry, by=by: entries.hand_in(entry, by=by, at=MORNING)
        for entry, by in zip(drafts, makers, strict=True)
    ]
    assert at_once(*jobs) == []
    assert set(Entry.objects.values_list("number", flat=True)) == {1, 2, 3}
    assert sound()


def test_who_leaves_while_she_hands_in_has_left_or_stays(cast: Cast) -> None:
    entry = begun(opened(cast), cast.yuki)
    refused = at_once(
        lambda: entries.hand_in(entry, by=cast.yuki, at=MORNING),
        lambda: delete_account(cast.yuki, obligations=queries.waiting_entries, by=cast.yuki, at=MORNING),
    )
    state = Entry.objects.get(pk=entry.pk).state
    assert (refused, state) in [(["has_obligations"], "submitted"), (["not_yours"], "draft")]


def test_an_entry_that_is_excluded_while_it_is_chosen_wins_or_is_excluded(cast: Cast) -> None:
    contest = deciding(cast)
    exclusion = appealed(cast, of(contest, cast.yuki), at=CLOSED)
    mori, winner = second_operator(), [Winner(of(contest, cast.yuki))]
    refused = at_once(
        lambda: exclusions.exclude(exclusion, ruling="写し", by=mori, at=CLOSED),
        lambda: choosing.choose(contest, winner, by=cast.sakurai, at=CLOSED),
    )
    ends = (refused, Entry.objects.get(pk=exclusion.entry_id).state)
    assert ends in [(["choice_unknown"], "excluded"), (["wrong_state"], "won")]
    assert sound()


def test_appealing_while_the_time_for_it_ends_is_heard_or_too_late(cast: Cast) -> None:
    exclusion = found(cast)
    refused = at_once(
        lambda: exclusions.appeal(exclusion, text="自分の案です", by=cast.yuki, at=MORNING),
        lambda: exclusions.let_stand(exclusion, at=NOT_APPEALED),
    )
    ends = (refused, Entry.objects.get(pk=exclusion.entry_id).state)
    assert ends in [(["wrong_state"], "submitted"), (["wrong_state"], "excluded")]


def test_one_payment_told_many_times_opens_once(cast: Cast) -> None:
    contest = prepared(cast)
    deposit = opening.begin_payment(contest, by=cast.sakurai, at=MORNING)
    at_once(*[lambda: opening.fund(deposit, receipt="one", at=MORNING)] * 4)
    assert again(contest).state == "open"
    assert contest.terms_notices.count() == 1
    assert sound()
