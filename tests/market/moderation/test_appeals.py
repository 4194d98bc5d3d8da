"""Whom an operator's decision concerns appeals once: another operator decides, late or not, and undoes."""

from functools import partial
from typing import Any

import pytest

from mikiwame.core.errors import NotFound
from mikiwame.market.contests.models import Contest
from mikiwame.market.hiring.models import Posting
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.moderation import queries
from mikiwame.market.moderation.models import WORDS_MOST, Report, Sanction
from mikiwame.market.moderation.operations import appeals, reports, stops
from mikiwame.market.moderation.states import Decision, SanctionState
from mikiwame.market.notifications import queries as notices
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.models import Turn
from mikiwame.ops import consumers, sweep
from tests.cast import MORNING, Cast
from tests.market.contests.stage import CLOSED
from tests.market.contests.stage import opened as contest_opened
from tests.market.contracts.stage import agreed
from tests.market.hiring.stage import PROMISED, published
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
from tests.market.taskwork.stage import opened as batch_opened
from tests.races import code_of


def told(member: Member) -> list[str]:
    """The kinds of facts that somebody was told of, the latest first."""
    while consumers.take_in(NOT_APPEALED):
        pass
    return [notice.kind.partition(".")[2] for notice in notices.newest(member)]


def state_of(posting: Posting) -> str:
    return Posting.objects.get(pk=posting.pk).state


def test_a_warned_member_is_told_until_when_she_may_appeal(cast: Cast) -> None:
    sanction = warned(cast)
    (turn,) = turns.current(sanction.key)
    assert (turn.whose, turn.until, turn.page) == (cast.kuroda.party, NOT_APPEALED, sanction.key)
    assert told(cast.kuroda)[0] == "MemberWarned"
    (notice,) = notices.newest(cast.kuroda)
    assert notice.page == sanction.key

    appealed(sanction, cast, at=NOT_APPEALED - DAY)
    assert again(sanction).state == SanctionState.APPEALED
    assert [*queries.appeals(cast.oda)] == [sanction]
    (turn,) = turns.current(sanction.key)
    assert (turn.whose, turn.waiting) == (None, cast.kuroda.party)


def test_one_appeals_once_in_time_and_says_why(cast: Cast) -> None:
    sanction = warned(cast)
    said: dict[str, Any] = {"text": "違います", "by": cast.kuroda, "at": MORNING}
    for changes, code in (
        ({"text": " "}, "text_missing"),
        ({"text": "あ" * (WORDS_MOST + 1)}, "text_too_long"),
        ({"by": cast.yuki}, "not_yours"),
        ({"by": cast.oda}, "not_yours"),
        ({"at": NOT_APPEALED}, "too_late"),
    ):
        assert code_of(partial(appeals.appeal, sanction, **{**said, **changes})) == code
    appeals.appeal(sanction, **said)
    assert code_of(partial(appeals.appeal, sanction, **said)) == "wrong_state"
    appeals.uphold(sanction, ruling="同じです。", by=other_operator(), at=MORNING)
    assert code_of(partial(appeals.appeal, sanction, **said)) == "wrong_state"


def test_words_to_operators_pass_no_contact_guard(cast: Cast) -> None:
    sanction = appeals.appeal(warned(cast), text="LINEのIDは載せていません。", by=cast.kuroda, at=MORNING)
    assert sanction.appeal == "LINEのIDは載せていません。"


def test_without_an_appeal_it_is_final(cast: Cast) -> None:
    sanction = warned(cast)
    assert code_of(lambda: appeals.let_stand(sanction, at=NOT_APPEALED - DAY)) == "not_yet"
    sweep.perform_due(NOT_APPEALED)
    assert again(sanction).state == SanctionState.FINAL


def test_an_upheld_warning_tells_both_and_the_reporter_stays_hidden(cast: Cast) -> None:
    sanction = judged(warned(cast), cast, SanctionState.UPHELD)
    assert told(cast.kuroda)[0] == "SanctionUpheld"
    assert told(cast.yuki)[:2] == ["ReportReviewed", "ReportDecided"]
    report = Report.objects.get()
    hidden = (cast.yuki.key, cast.yuki.party.key, str(report.pk), cast.yuki.party.display_name)
    shown = Fact.objects.filter(kind__in=["moderation.SanctionUpheld", "moderation.MemberWarned"])
    for fact in shown:
        assert not any(name in f"{fact.data} {fact.subject} {fact.by}" for name in hidden)
    for notice in notices.newest(cast.yuki):
        assert sanction.ruling not in str(notice.data)


def test_a_lifted_stop_opens_the_posting_again(cast: Cast) -> None:
    sanction = stopped(cast)
    posting = Posting.objects.get()
    assert posting.state == "suspended"
    judged(sanction, cast, SanctionState.LIFTED)
    assert state_of(posting) == "open"
    assert told(cast.kuroda)[:2] == ["SanctionLifted", "PostingReinstated"]
    assert Fact.objects.get(kind="moderation.SanctionLifted").data["undone"] is True
    assert not turns.current(sanction.key)


def test_a_lifted_stop_opens_batches_and_contests_by_their_own_operations(cast: Cast) -> None:
    batch, contest = batch_opened(cast), contest_opened(cast)
    for posting in (batch.posting, contest.posting):
        sanction = stops.suspend(posting, reason="確かめます", by=cast.oda, at=MORNING)
        assert state_of(posting) == "suspended"
        appeals.appeal(sanction, text="問題ありません", by=cast.sakurai, at=MORNING)
        appeals.lift(sanction, ruling="問題はありません", by=other_operator(), at=MORNING)
        assert state_of(posting) == "open"
    assert Batch.objects.get().state == Contest.objects.get().state == "open"


@pytest.mark.parametrize("swept", [True, False])
def test_what_is_over_by_then_stays_over_but_the_stop_is_lifted(cast: Cast, swept: bool) -> None:
    sanction = stopped(cast)
    contest = contest_opened(cast)
    other = stops.suspend(contest.posting, reason="確かめます", by=cast.oda, at=MORNING)
    appealed(sanction, cast)
    appeals.appeal(other, text="問題ありません", by=cast.sakurai, at=MORNING)
    late = max(PROMISED, CLOSED) + 60 * DAY
    while swept and sweep.perform_due(late):
        pass
    for one in (sanction, other):
        appeals.lift(one, ruling="問題はありません", by=other_operator(), at=late)
        assert again(one).state == SanctionState.LIFTED
    facts = Fact.objects.filter(kind="moderation.SanctionLifted")
    assert [fact.data["undone"] for fact in facts] == [False, False]
    assert not Posting.objects.filter(state="open").exists()


def test_late_operators_uphold_nothing(cast: Cast) -> None:
    sanction, mori = appealed(stopped(cast), cast), other_operator()
    for days in range(1, 40):
        sweep.perform_due(MORNING + days * DAY)
    sanction = again(sanction)
    assert (sanction.state, sanction.late_since) == (SanctionState.APPEALED, MORNING + 3 * DAY)
    assert Turn.objects.get(subject=sanction.key, state="open").whose is None
    assert [*queries.appeals(cast.oda)] == [sanction]
    assert told(cast.kuroda).count("SanctionLate") == 1, "in forty days"
    appeals.uphold(sanction, ruling="同じです。", by=mori, at=MORNING + 40 * DAY)
    assert again(sanction).state == SanctionState.UPHELD


def swept_for(days: range) -> None:
    for day in days:
        sweep.perform_due(MORNING + day * DAY)


def test_a_warning_that_nobody_else_can_look_at_falls_away(cast: Cast) -> None:
    sanction = appealed(warned(cast), cast)
    swept_for(range(1, 6))
    assert again(sanction).state == SanctionState.APPEALED, "asked again once, so that somebody is appointed"
    swept_for(range(6, 40))
    assert again(sanction).state == SanctionState.UNREVIEWED
    assert not turns.current(sanction.key)
    assert told(cast.kuroda)[:2] == ["SanctionUnreviewed", "SanctionLate"]
    assert "ReportReviewed" not in told(cast.yuki)
    uphold = partial(appeals.uphold, sanction, ruling="同じです。", by=other_operator())
    assert code_of(partial(uphold, at=MORNING + 40 * DAY)) == "wrong_state"


def test_a_stop_that_nobody_else_can_look_at_stays_until_operators_end_it(cast: Cast) -> None:
    sanction = appealed(stopped(cast), cast)
    swept_for(range(1, 7))
    posting = Posting.objects.get()
    assert (again(sanction).state, posting.state) == (SanctionState.UNREVIEWED, "suspended")
    stops.reinstate(posting, reason="確かめました", by=cast.oda, at=MORNING + 7 * DAY)
    assert state_of(posting) == "open"


def test_who_is_appointed_in_time_decides(cast: Cast) -> None:
    sanction = appealed(warned(cast), cast)
    swept_for(range(1, 6))
    assert queries.unheard_appeals() == [sanction]
    mori = other_operator()
    assert queries.unheard_appeals() == []
    swept_for(range(6, 40))
    assert again(sanction).state == SanctionState.APPEALED
    appeals.lift(sanction, ruling="違いました。", by=mori, at=MORNING + 40 * DAY)


def test_an_operator_who_deals_with_a_side_is_nobody_else(cast: Cast) -> None:
    agreed(cast)  # between Sakurai and Yuki, who reported
    sanction = appealed(warned(cast), cast)
    cast.sakurai.party.is_operator = True
    cast.sakurai.party.save()
    assert queries.unheard_appeals() == [sanction]
    swept_for(range(1, 7))
    assert again(sanction).state == SanctionState.UNREVIEWED


def test_after_a_long_outage_operators_are_asked_once(cast: Cast) -> None:
    sanction = appealed(stopped(cast), cast)
    while sweep.perform_due(MORNING + 400 * DAY):
        pass
    assert Turn.objects.filter(subject=sanction.key, kind="sanction").count() == 2


def test_who_decided_reported_deals_or_is_concerned_does_not_review(cast: Cast) -> None:
    sanction, mori = appealed(warned(cast), cast), other_operator()
    said: dict[str, Any] = {"ruling": "同じです。", "at": MORNING}

    def refused(by: Member) -> set[str | None]:
        acts = (appeals.uphold, appeals.lift)
        return {code_of(partial(act, sanction, by=by, **said)) for act in acts}

    assert refused(cast.oda) == {"decided_before"}
    assert refused(cast.ken) == {"operators_only"}
    for operator in (cast.yuki, cast.kuroda):
        operator.party.is_operator = True
        operator.party.save()
        assert refused(operator) == {"moderates_own"}
    Report.objects.update(reporter=mori)
    assert refused(mori) == {"moderates_own"}


def test_who_deals_with_one_of_the_sides_does_not_review(cast: Cast) -> None:
    agreed(cast)  # between Sakurai and Yuki, who reported
    sanction = appealed(warned(cast), cast)
    cast.sakurai.party.is_operator = True
    cast.sakurai.party.save()
    uphold = partial(appeals.uphold, sanction, ruling="同じです。", at=MORNING)
    assert code_of(partial(uphold, by=cast.sakurai)) == "dispute_of_partner"
    assert code_of(partial(uphold, by=other_operator())) is None


def test_who_may_not_lift_a_stop_does_not_by_letting_the_posting_go_on(cast: Cast) -> None:
    agreed(cast)  # between Sakurai and Yuki, who reported
    posting = published(cast.kuroda)
    filed = reports.report(posting.key, reason="fraud", words="", by=cast.yuki, at=MORNING)
    reports.decide(filed, decision=Decision.SUSPENDED, ruling="停止", by=cast.oda, at=MORNING)
    appealed(Sanction.objects.get(), cast)
    for operator, code in ((cast.sakurai, "dispute_of_partner"), (cast.yuki, "moderates_own")):
        operator.party.is_operator = True
        operator.party.save()
        reinstate = partial(stops.reinstate, posting, reason="問題ない", by=operator, at=MORNING)
        assert code_of(reinstate) == code
    assert state_of(posting) == "suspended"


def test_operators_who_let_a_posting_go_on_leave_nothing_to_appeal(cast: Cast) -> None:
    sanction = appealed(stopped(cast), cast)
    posting = Posting.objects.get()
    stops.reinstate(posting, reason="確かめました", by=cast.oda, at=MORNING)
    assert (again(sanction).state, state_of(posting)) == (SanctionState.MOOT, "open")
    assert not turns.current(sanction.key)
    stops.suspend(Posting.objects.get(), reason="また集めています", by=cast.oda, at=MORNING)
    assert queries.last_stop(cast.kuroda, posting.pk) != sanction


def test_what_was_reported_by_many_is_one_sanction(cast: Cast) -> None:
    posting = published(cast.kuroda)
    filed = [
        reports.report(posting.key, reason="fraud", words="", by=by, at=MORNING)
        for by in (cast.yuki, cast.ken)
    ]
    reports.decide(filed[0], decision=Decision.SUSPENDED, ruling="停止", by=cast.oda, at=MORNING)
    sanction = Sanction.objects.get()
    assert set(queries.reports_behind(sanction)) == set(filed)
    judged(sanction, cast, SanctionState.LIFTED)
    assert told(cast.yuki)[0] == told(cast.ken)[0] == "ReportReviewed"


def test_a_sanction_is_for_whom_it_concerns_and_operators(cast: Cast) -> None:
    sanction = warned(cast)
    assert [*queries.sanctions_of(cast.kuroda)] == [sanction]
    assert queries.sanction_for(cast.oda, sanction.pk) == sanction
    with pytest.raises(NotFound):
        queries.sanction_for(cast.yuki, sanction.pk)
    cast.kuroda.party.is_operator = True
    with pytest.raises(NotFound):
        queries.sanction_to_review(cast.kuroda, sanction.pk)
    assert not queries.appeals(cast.kuroda).exists()
