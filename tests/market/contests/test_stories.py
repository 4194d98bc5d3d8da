"""A contest told whole: paid in before anybody begins, entered, decided or shared, to the yen."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mikiwame import payments
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contests import audit, queries
from mikiwame.market.contests.models import Award, Entrant, Entry, Exclusion
from mikiwame.market.contests.operations import (
    choosing,
    drafts,
    endings,
    entries,
    exclusions,
    moderation,
    opening,
)
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.contests.states import ContestState, EntryState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Release
from mikiwame.market.hiring.listing import Filters
from mikiwame.market.hiring.queries import listed, posting_for
from mikiwame.market.history import queries as history
from mikiwame.market.history.operations import consume
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.notifications.models import Notification
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.cast import joined as member
from tests.market.contests.stage import (
    CLOSED,
    DAY,
    UNDECIDED,
    again,
    begun,
    decided,
    deciding,
    drafted,
    entered,
    logo,
    of,
    opened,
    prepared,
    shared,
)
from tests.races import code_of


def kinds(key: str) -> list[str]:
    """What history says of a thing."""
    return [fact.kind.partition(".")[2] for fact in history.facts_about(key)]


def sound() -> bool:
    """Every yen and every entry agrees."""
    return escrow.audit() == [] and audit.discrepancies() == []


def test_a_contest_opens_when_the_whole_prize_is_in_escrow(cast: Cast) -> None:
    contest = prepared(cast, prizes=[50_000, 10_000], participation=500, participants_most=4)
    assert queries.price(contest) == 62_000
    assert code_of(lambda: entries.begin(contest, by=cast.yuki, at=MORNING)) == "contest_not_open"
    assert listed(Filters(format="contest"), at=MORNING).listings == []

    deposit = opening.begin_payment(contest, by=cast.sakurai, at=MORNING)
    assert deposit.amount == 62_000
    assert (
        code_of(lambda: drafts.save(contest, {"prizes": [1_000]}, by=cast.sakurai, at=MORNING))
        == "not_a_draft"
    )
    funded = opening.fund(deposit, receipt="1", at=MORNING)

    assert funded is not None
    assert (funded.state, queries.held(funded)) == (ContestState.OPEN, 62_000)
    (listing,) = listed(Filters(format="contest"), at=MORNING).listings
    assert (listing.reward, listing.places, listing.applicants) == (50_000, 2, 0)
    sheet = posting_for(None, contest.pk).sheet
    assert sheet.frozen_at == MORNING
    assert "最終候補" in sheet.selection
    assert "作者に残ります" in sheet.rights
    assert sound()


def test_the_winner_is_paid_at_once_and_the_others_keep_their_work(cast: Cast) -> None:
    contest = deciding(cast)
    yuki, ken = of(contest, cast.yuki), of(contest, cast.ken)
    assert [entry.number for entry in (yuki, ken)] == [1, 2]

    words = "由来がすてきでした。"
    contest = choosing.choose(contest, [Winner(yuki, words)], by=cast.sakurai, at=CLOSED + DAY)

    assert contest.state == ContestState.DECIDED
    release = Release.objects.get()
    assert release.worker == cast.yuki.party
    assert (release.gross, release.withheld) == (50_000, 5_105)  # a business keeps back tax from ideas
    assert release.net + release.fee + release.withheld == 50_000
    assert {of(contest, cast.yuki).state, of(contest, cast.ken).state} == {
        EntryState.WON,
        EntryState.PASSED_OVER,
    }
    award = Award.objects.get()
    assert (award.words, award.amount) == (words, 50_000)
    assert "クライアントに移りました" in award.html
    assert (kinds(yuki.key), kinds(ken.key)) == (
        ["EntrySubmitted", "PrizeWon"],
        ["EntrySubmitted", "EntryPassedOver"],
    )
    assert queries.held(contest) == 0
    assert sound()


def test_its_client_chooses_from_the_end_of_the_last_day_on_swept_or_not(cast: Cast) -> None:
    contest = opened(cast)
    winner = [Winner(entered(contest, cast.yuki))]
    just = again(contest).closes_at
    assert just is not None

    def choose(by: Member, at: datetime) -> str | None:
        return code_of(lambda: choosing.choose(again(contest), winner, by=by, at=at))

    assert choose(cast.sakurai, just - timedelta(seconds=1)) == "wrong_state"
    assert choose(cast.yuki, just) == "not_yours"
    assert choose(cast.sakurai, just + 7 * DAY) == "too_late"
    assert again(contest).state == ContestState.OPEN
    assert choose(cast.sakurai, just + DAY) is None
    assert again(contest).state == ContestState.DECIDED
    assert kinds(contest.key)[-2:] == ["EntriesClosed", "ContestDecided"]
    assert sound()


def test_silence_shares_the_prize_among_finalists(cast: Cast) -> None:
    contest = deciding(cast, cast.yuki, cast.ken, cast.sora, prizes=[50_001])
    for worker in (cast.ken, cast.sora):
        choosing.shortlist(of(contest, worker), by=cast.sakurai, at=CLOSED)

    sweep.perform_due(UNDECIDED)

    contest = again(contest)
    assert contest.state == ContestState.SHARED
    paid = {release.worker_id: release.gross for release in Release.objects.all()}
    assert paid == {cast.ken.party_id: 25_001, cast.sora.party_id: 25_000}  # the odd yen to who came first
    assert "作者に残ります" in Award.objects.first().html  # type: ignore[union-attr]
    assert of(contest, cast.yuki).state == EntryState.PASSED_OVER
    assert kinds(contest.key)[-1] == "ContestUndecided"
    winner = [Winner(of(contest, cast.yuki))]
    assert code_of(lambda: choosing.choose(contest, winner, by=cast.sakurai, at=UNDECIDED)) == "wrong_state"
    assert sound()


def test_without_finalists_all_makers_share_once_each(cast: Cast) -> None:
    contest = opened(cast, prizes=[10_000])
    for text in ("むぎのこ", "こむぎ", "ぱんや"):
        entered(contest, cast.yuki, text=text)
    entered(contest, cast.ken)
    sweep.perform_due(CLOSED)
    sweep.perform_due(UNDECIDED)

    assert {release.worker_id: release.gross for release in Release.objects.all()} == {
        cast.yuki.party_id: 5_000,
        cast.ken.party_id: 5_000,
    }
    assert sound()


def test_at_most_twenty_makers_share(cast: Cast) -> None:
    contest = opened(cast, prizes=[10_000])
    for number in range(22):
        entered(contest, member(f"maker{number}", f"作り手{number}", MORNING))
    sweep.perform_due(CLOSED)
    sweep.perform_due(UNDECIDED)

    assert sorted(Release.objects.values_list("gross", flat=True)) == [500] * 20
    assert sound()


def test_a_list_of_awards_reads_no_documents(cast: Cast) -> None:
    contest = shared(cast)
    with CaptureQueriesContext(connection) as asked:
        listed = queries.awards(contest)
        assert [one.entry.worker.display_name for one in listed] == ["ゆき", "ケンジ"]
    [query] = asked.captured_queries
    assert '"html"' not in query["sql"]


def test_without_entries_the_prize_returns(cast: Cast) -> None:
    contest = opened(cast)
    begun(contest, cast.yuki)  # and never handed in
    sweep.perform_due(CLOSED)

    contest = again(contest)
    assert contest.state == ContestState.RETURNED
    assert Entry.objects.get().state == EntryState.LAPSED
    assert escrow.balances(cast.sakurai.party).refundable == 50_000
    assert sound()


def test_the_client_gives_up_only_while_nobody_has_entered(cast: Cast) -> None:
    contest = opened(cast)
    entry = entered(contest, cast.yuki)
    assert code_of(lambda: endings.cancel(again(contest), by=cast.sakurai, at=MORNING)) == "entries_stand"
    entries.withdraw(of(contest, cast.yuki), by=cast.yuki, at=MORNING)
    contest = endings.cancel(again(contest), by=cast.sakurai, at=MORNING)

    assert contest.state == ContestState.CANCELLED
    assert escrow.balances(cast.sakurai.party).refundable == 50_000
    assert kinds(entry.key) == ["EntrySubmitted", "EntryWithdrawn"]
    assert sound()


def test_what_was_handed_in_changes_until_the_last_day_is_over(cast: Cast) -> None:
    contest = opened(cast)
    entered(contest, cast.yuki)
    minute_before = CLOSED - timedelta(hours=9, minutes=1)
    mine = entries.write(of(contest, cast.yuki), {"text": "こむぎ"}, by=cast.yuki, at=minute_before)
    assert mine.text == "こむぎ"

    over = minute_before + timedelta(minutes=1)  # not swept yet
    for act in (
        lambda: entries.write(of(contest, cast.yuki), {"text": "ぱん"}, by=cast.yuki, at=over),
        lambda: entries.begin(again(contest), by=cast.ken, at=over),
    ):
        assert code_of(act) == "entries_over"
    assert (
        code_of(lambda: entries.withdraw(of(contest, cast.yuki), by=cast.yuki, at=over)) == "entries_frozen"
    )


def test_entries_stay_hidden_and_nameless_until_the_end(cast: Cast) -> None:
    contest = opened(cast)
    entry = entered(contest, cast.yuki)
    entries.write(of(contest, cast.yuki), {"shown": True}, by=cast.yuki, at=MORNING)
    entered(contest, cast.ken)
    for other in (cast.ken, cast.sora, None):
        with pytest.raises(NotFound):
            queries.entry_to_see(other, entry.pk)
        assert [*queries.entries_to_see(other, again(contest))] == []
    assert queries.entry_to_see(cast.sakurai, entry.pk) == entry

    endings.close_by_itself(again(contest), at=CLOSED)
    choosing.choose(again(contest), [Winner(of(contest, cast.ken))], by=cast.sakurai, at=CLOSED)

    assert [*queries.entries_to_see(None, again(contest))] == [entry]  # the winner doesn't let hers be seen
    assert queries.entry_to_see(None, entry.pk) == entry


def test_unhidden_entries_are_seen_by_members_meanwhile(cast: Cast) -> None:
    contest = opened(cast, hidden=False)
    entry = entered(contest, cast.yuki)
    assert [*queries.entries_to_see(cast.ken, contest)] == [entry]
    assert [*queries.entries_to_see(None, contest)] == []


def test_entering_agrees_to_terms_that_are_on_paper(cast: Cast) -> None:
    contest = opened(cast)
    entered(contest, cast.yuki)
    agreed = Entrant.objects.get()
    assert (agreed.worker, agreed.agreed_at) == (cast.yuki.party, MORNING)
    for said in ("取引条件明示書", "50,000円", "定めていない事項", "最終候補", "60日以内"):
        assert said in agreed.notice.html
    assert queries.notice_for(cast.yuki, contest) == agreed.notice


def test_nobody_enters_her_own_and_nobody_more_than_she_may(cast: Cast) -> None:
    contest = opened(cast, entries_each=1)
    assert code_of(lambda: entries.begin(contest, by=cast.sakurai, at=MORNING)) == "own_posting"
    entered(contest, cast.yuki)
    assert code_of(lambda: entries.begin(contest, by=cast.yuki, at=MORNING)) == "too_many_entries"
    entries.withdraw(of(contest, cast.yuki), by=cast.yuki, at=MORNING)
    assert code_of(lambda: entries.begin(contest, by=cast.yuki, at=MORNING)) == "too_many_entries"
    contest = opened(cast, title="もうひとつの名前")
    entered(contest, cast.yuki)
    assert code_of(lambda: entries.withdraw(of(contest, cast.yuki), by=cast.ken, at=MORNING)) == "not_yours"


def test_an_entry_has_what_is_asked_and_leads_nobody_outside(cast: Cast) -> None:
    contest = opened(cast, asks="both")
    entry = begun(contest, cast.yuki, text="")
    assert code_of(lambda: entries.hand_in(entry, by=cast.yuki, at=MORNING)) == "text_missing"
    entries.write(entry, {"text": "くわしくはLINEで。IDは mugi_2026 です"}, by=cast.yuki, at=MORNING)
    assert code_of(lambda: entries.hand_in(entry, by=cast.yuki, at=MORNING)) == "file_missing"
    file = entries.add_file(entry, logo(), by=cast.yuki, at=MORNING)
    assert code_of(lambda: entries.hand_in(entry, by=cast.yuki, at=MORNING)) == "leads_outside"
    entries.write(entry, {"text": "むぎのこ"}, by=cast.yuki, at=MORNING)
    handed_in = entries.hand_in(entry, by=cast.yuki, at=MORNING)
    remove = entries.remove_file
    assert code_of(lambda: remove(handed_in, file, by=cast.yuki, at=MORNING)) == "file_missing"


def test_copied_files_are_hinted_at(cast: Cast) -> None:
    contest = opened(cast, asks="files")
    for worker, colour in ((cast.yuki, "navy"), (cast.kuroda, "navy"), (cast.ken, "teal")):
        entry = entries.begin(contest, by=worker, at=MORNING)
        entries.add_file(entry, logo(colour), by=worker, at=MORNING)
        entries.hand_in(entry, by=worker, at=MORNING)
    hints = queries.copies(queries.entries_for_client(contest))
    assert hints == {of(contest, cast.kuroda).pk: 1}
    assert queries.copies([of(contest, cast.kuroda)]) == hints, "also where the first one is on another page"
    assert queries.copies([of(contest, cast.yuki)]) == {}


def test_an_operator_alone_excludes_what_breaks_a_rule(cast: Cast) -> None:
    contest = deciding(cast, cast.kuroda, cast.yuki)
    entry = of(contest, cast.kuroda)
    asked = exclusions.ask(
        entry, breach="copied", evidence="既存のパン屋の名前です", by=cast.sakurai, at=CLOSED
    )
    assert (
        code_of(lambda: exclusions.exclude(asked, ruling="はい", by=cast.sakurai, at=CLOSED))
        == "operators_only"
    )
    exclusions.exclude(asked, ruling="登録された名前でした", by=cast.oda, at=CLOSED)
    while sweep.perform_due(UNDECIDED):
        pass

    assert (of(contest, cast.kuroda).state, of(contest, cast.kuroda).reason) == (
        "excluded",
        "登録された名前でした",
    )
    assert Release.objects.get().worker == cast.yuki.party
    assert sound()


def test_taking_part_is_paid_to_the_first_who_get_nothing_else(cast: Cast) -> None:
    contest = deciding(
        cast,
        cast.yuki,
        cast.ken,
        cast.sora,
        cast.kuroda,
        prizes=[5_000],
        participation=300,
        participants_most=2,
    )
    choosing.choose(contest, [Winner(of(contest, cast.ken))], by=cast.sakurai, at=CLOSED)

    paid = {release.worker_id: release.gross for release in Release.objects.all()}
    assert paid == {cast.ken.party_id: 5_000, cast.yuki.party_id: 300, cast.sora.party_id: 300}
    assert sound()


def test_prizes_that_nobody_is_there_to_win_return(cast: Cast) -> None:
    contest = deciding(cast, cast.yuki, prizes=[5_000, 3_000])
    none: list[Winner] = []
    assert code_of(lambda: choosing.choose(contest, none, by=cast.sakurai, at=CLOSED)) == "winners_missing"
    choosing.choose(contest, [Winner(of(contest, cast.yuki))], by=cast.sakurai, at=CLOSED)
    assert escrow.balances(cast.sakurai.party).refundable == 3_000 + 510  # and the tax that she remits
    assert sound()


def test_two_prizes_of_one_maker_are_taxed_as_one_payment(cast: Cast) -> None:
    contest = deciding(cast, cast.yuki, cast.yuki, prizes=[900_000, 600_000])
    first, second = contest.entered.order_by("number")
    choosing.choose(contest, [Winner(first), Winner(second)], by=cast.sakurai, at=CLOSED)

    taxes = sorted(Release.objects.values_list("gross", "withheld"))
    assert taxes == [(600_000, 10_210 + 102_100), (900_000, 91_890)]  # 20.42 % of what exceeds a million
    assert sound()


def test_one_entry_wins_one_prize(cast: Cast) -> None:
    contest = deciding(cast, cast.yuki, cast.ken, prizes=[5_000, 3_000, 1_000])
    yuki, ken = Winner(of(contest, cast.yuki)), Winner(of(contest, cast.ken))
    for named in ([yuki, yuki], [yuki, yuki, ken], [yuki, ken, yuki], [yuki]):
        with pytest.raises(Refused, match="winners_missing"):
            choosing.choose(contest, named, by=cast.sakurai, at=CLOSED)


def test_twenty_are_finalists_and_one_of_them_may_be_named_again(cast: Cast) -> None:
    contest = opened(cast)
    makers = [member(f"maker{number}", f"作り手{number}", MORNING) for number in range(21)]
    made = [entered(contest, maker) for maker in makers]
    for entry in made[:20]:
        choosing.shortlist(entry, by=cast.sakurai, at=MORNING)
    choosing.shortlist(made[0], by=cast.sakurai, at=MORNING)
    assert code_of(lambda: choosing.shortlist(made[20], by=cast.sakurai, at=MORNING)) == "too_many_finalists"


def test_a_stopped_contest_gets_back_its_days(cast: Cast) -> None:
    contest = opened(cast)
    contest = moderation.suspend(contest, reason="確認", by=cast.oda, at=MORNING)
    with pytest.raises(NotFound):
        queries.public_contest(cast.yuki, contest.pk)
    contest = moderation.reinstate(contest, reason="問題なし", by=cast.oda, at=MORNING + 2 * DAY)
    assert contest.closes_at == CLOSED - timedelta(hours=9) + 2 * DAY
    assert posting_for(None, contest.pk).apply_until == contest.closes_on
    entered(again(contest), cast.yuki, at=CLOSED + DAY)


def test_who_has_an_entry_hears_once_that_it_is_stopped_that_her_money_stays_and_that_it_goes_on(
    cast: Cast,
) -> None:
    contest = opened(cast, participation=1_000, participants_most=2)
    for worker in (cast.yuki, cast.yuki, cast.ken):
        entered(again(contest), worker)
    entries.withdraw(entered(again(contest), cast.kuroda), by=cast.kuroda, at=MORNING)
    begun(again(contest), cast.sora)

    moderation.suspend(again(contest), reason="確認", by=cast.oda, at=MORNING)
    told = dict.fromkeys([cast.yuki.party.key, cast.ken.party.key], 52_000)
    held_up = history.facts_about(contest.key).filter(kind="contests.EntrantHeldUp")
    assert {fact.data["worker"]: fact.data["amount"] for fact in held_up} == told
    assert held_up.count() == len(told)

    moderation.reinstate(again(contest), reason="問題なし", by=cast.oda, at=MORNING + 2 * DAY)
    readmitted = history.facts_about(contest.key).filter(kind="contests.EntrantReadmitted")
    assert {fact.data["worker"] for fact in readmitted} == told.keys()
    closes_at = again(contest).closes_at
    assert closes_at is not None
    assert {fact.data["closes_at"] for fact in readmitted} == {closes_at.isoformat()}
    assert [notice.kind for notice in told_to(cast.ken)] == [readmitted[0].kind, held_up[0].kind]


def told_to(worker: Member) -> list[Notification]:
    """Her notices, the latest first."""
    consume("notifications", notifications.take_in, at=MORNING + 2 * DAY)
    return list(Notification.objects.filter(member=worker).order_by("-pk"))


def test_a_long_stop_leaves_the_day_of_payment_that_was_promised(cast: Cast) -> None:
    today = day_in_tokyo(MORNING)
    contest = opened(cast, decide_days=14, closes_on=today + 43 * DAY)
    entered(contest, cast.yuki)
    moderation.suspend(again(contest), reason="確認", by=cast.oda, at=MORNING)
    contest = moderation.reinstate(again(contest), reason="済み", by=cast.oda, at=MORNING + 9 * DAY)

    assert contest.closes_on == today + 44 * DAY
    assert posting_for(None, contest.pk).apply_until == contest.closes_on
    assert contest.closes_at is not None
    sweep.perform_due(contest.closes_at)
    sweep.perform_due(contest.closes_at + 14 * DAY)
    paid_on = day_in_tokyo(Award.objects.get().awarded_at)
    assert paid_on - today == 59 * DAY, "the 60th day, that of receipt counted"


def test_nothing_happens_after_its_time_swept_or_not(cast: Cast) -> None:
    contest = opened(cast)
    entry = entered(contest, cast.yuki)
    suspend = moderation.suspend
    assert code_of(lambda: suspend(again(contest), reason="確認", by=cast.oda, at=CLOSED)) == "too_late"
    sweep.perform_due(CLOSED)
    said: dict[str, Any] = {"breach": "copied", "evidence": "写しです", "by": cast.sakurai}
    asked = exclusions.ask(entry, at=CLOSED, **said)
    for act in (exclusions.exclude, exclusions.keep):
        late = {"ruling": "判断", "by": cast.oda, "at": UNDECIDED}
        assert code_of(lambda act=act, late=late: act(asked, **late)) == "too_late"  # type: ignore[misc]
    assert code_of(lambda: exclusions.ask(entry, at=UNDECIDED, **said)) == "too_late"


def test_operators_are_not_asked_the_same_twice(cast: Cast) -> None:
    contest = opened(cast)
    entry = entered(contest, cast.yuki)

    def ask(breach: str) -> Exclusion:
        said = {"breach": breach, "evidence": "写しです"}
        return exclusions.ask(entry, by=cast.sakurai, at=MORNING, **said)

    exclusions.keep(ask("copied"), ruling="写しではありません", by=cast.oda, at=MORNING)
    assert code_of(lambda: ask("copied")) == "exclusion_refused"
    exclusions.keep(ask("off_topic"), ruling="求める作品です", by=cast.oda, at=MORNING)
    later = MORNING + DAY
    entries.write(of(contest, cast.yuki), {"text": "だれかの名前"}, by=cast.yuki, at=later)
    assert ask("copied").state == "asked", "it is another text now"


def test_a_file_says_nothing_of_its_maker_by_its_name(cast: Cast) -> None:
    contest = opened(cast, asks="files")
    entry = entries.begin(contest, by=cast.yuki, at=MORNING)
    files = [entries.add_file(entry, logo(), by=cast.yuki, at=MORNING) for _ in range(2)]
    assert [file.name for file in files] == ["1.png", "2.png"]
    assert all("logo" not in str(file.file.name) for file in files)
    entries.remove_file(entry, files[0], by=cast.yuki, at=MORNING)
    assert entries.add_file(entry, logo("teal"), by=cast.yuki, at=MORNING).name == "1.png"


def test_what_operators_stopped_stays_hidden_after_its_last_day(cast: Cast) -> None:
    contest = opened(cast, hidden=False)
    entry = entered(contest, cast.yuki)
    entries.write(of(contest, cast.yuki), {"shown": True}, by=cast.yuki, at=MORNING)
    moderation.suspend(again(contest), reason="確認", by=cast.oda, at=MORNING)
    for at in (CLOSED, UNDECIDED):
        sweep.perform_due(at)
        for stranger in (cast.sora, None):
            with pytest.raises(NotFound):
                queries.public_contest(stranger, contest.pk)
            with pytest.raises(NotFound):
                queries.entry_to_see(stranger, entry.pk)
        assert queries.public_contest(cast.yuki, contest.pk) == contest

    assert again(contest).state == ContestState.SHARED
    assert Release.objects.get().gross == 50_000, "who entered is paid all the same"


def test_money_that_comes_too_late_goes_back(cast: Cast) -> None:
    contest = prepared(cast)
    deposit = opening.begin_payment(contest, by=cast.sakurai, at=MORNING)
    assert opening.fund(deposit, receipt="late", at=CLOSED) is None
    assert again(contest).state == ContestState.PREPARED
    assert escrow.balances(cast.sakurai.party).refundable == 50_000
    assert sound()


def test_money_for_what_was_written_before_goes_back(cast: Cast) -> None:
    contest = prepared(cast)
    old = opening.begin_payment(contest, by=cast.sakurai, at=MORNING)
    contest = opening.redraft(contest, by=cast.sakurai, at=MORNING)
    contest = drafts.save(contest, {"prizes": [80_000]}, by=cast.sakurai, at=MORNING)
    contest = opening.prepare(contest, by=cast.sakurai, at=MORNING)
    new = opening.begin_payment(contest, by=cast.sakurai, at=MORNING)

    old.refresh_from_db()
    assert opening.fund(old, receipt="old", at=MORNING) is None
    assert escrow.balances(cast.sakurai.party).refundable == 50_000
    assert payments.settle(new, receipt="new", at=MORNING) == payments.Settled(True, contest.key)
    assert payments.settle(old, receipt="old", at=MORNING) == payments.Settled(False, contest.key)
    assert queries.held(again(contest)) == 80_000
    assert sound()


def test_a_draft_says_what_is_missing_and_goes_without_trace(cast: Cast) -> None:
    contest = drafts.draft(cast.sakurai.party, by=cast.sakurai, at=MORNING)
    missing = [ruling.code for ruling in queries.missing(contest, MORNING)]
    assert missing == [
        *("title_missing", "body_missing", "category_missing"),
        *("prizes_missing", "wanted_missing", "last_day_missing"),
    ]
    save = drafts.save
    for values, code in (
        ({"prizes": [1_000, 2_000]}, "prizes_upward"),
        ({"prizes": [1_000] * 6}, "too_many_prizes"),
        ({"decide_days": 15}, "number_out_of_range"),
        ({"closes_on": MORNING.date() + 45 * DAY}, "last_day_far"),
    ):
        assert code_of(lambda v=values: save(contest, v, by=cast.sakurai, at=MORNING)) == code  # type: ignore[misc]
    drafts.discard(contest, by=cast.sakurai)
    assert not queries.contests_of(cast.sakurai.party).exists()


def test_the_audit_sees_a_yen_that_went_astray(cast: Cast) -> None:
    decided(cast)
    assert sound()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE contests_award DISABLE TRIGGER contests_award_immutable")
    Award.objects.update(amount=49_999)
    assert [str(one) for one in audit.discrepancies()] != []


def test_what_was_given_in_writing_never_changes(cast: Cast) -> None:
    decided(cast)
    for table in ("contests_notice", "contests_award"):
        for change in (f"UPDATE {table} SET html = '別の条件'", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
                connection.cursor().execute(change)


def test_shared_and_drafted_are_told(cast: Cast) -> None:
    assert kinds(shared(cast).key) == ["ContestOpened", "EntriesClosed", "ContestUndecided"]
    copied = drafts.copy(drafted(cast, title="別の名前"), by=cast.sakurai, at=MORNING)
    assert (copied.title, copied.closes_on, queries.prizes(copied)) == ("別の名前", None, [50_000])
