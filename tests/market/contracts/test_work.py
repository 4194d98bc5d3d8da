"""Stories of work: begun, handed over, mended, accepted by word or by silence, overdue."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.core.errors import Refused
from mikiwame.core.tax import withholding
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Milestone
from mikiwame.market.contracts.operations import course, endings, work
from mikiwame.market.contracts.states import ContractState, Ending, MilestoneState
from mikiwame.market.escrow.models import FeeRate, Release
from mikiwame.market.history.queries import facts_about
from mikiwame.market.messaging.queries import attachments
from mikiwame.market.turns import queries as turns
from tests.cast import Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    clocks_of,
    delivered,
    inspecting,
    mended,
    mending,
    paid,
    part,
    running,
    started,
)

DUE = START + 29 * DAY
"""The end of 18 December in Japan."""


def test_the_lamp_turns_green_on_the_day_of_the_start_and_once(cast: Cast) -> None:
    contract = running(cast)
    assert work.begin_due(at=START - HOUR) == 0
    assert work.begin_due(at=START) == 1
    assert work.begin_due(at=START) == 0
    assert clocks_of(contract) == {0: set(), 1: {"delivery"}}
    assert turns.limit("delivery", part(contract).key) == DUE
    assert facts_about(contract.key).filter(kind="contracts.WorkMayBegin").count() == 1


def test_nothing_is_handed_over_before_the_lamp_is_green(cast: Cast) -> None:
    contract = agreed(cast)
    with pytest.raises(Refused, match="lamp_unfunded"):
        delivered(contract)
    paid(contract)
    with pytest.raises(Refused, match="lamp_before_start"):
        delivered(contract, at=START - HOUR)
    assert not part(contract).deliveries.exists()


def test_the_start_needs_no_sweep(cast: Cast) -> None:
    contract = running(cast)
    delivered(contract, at=START)
    assert again(contract).started_at == START
    assert clocks_of(contract) == {0: set(), 1: {"inspection"}}


def test_only_the_worker_hands_over_with_a_word_and_files(cast: Cast) -> None:
    contract = started(cast)
    for by in (cast.sakurai, cast.sora):
        with pytest.raises(Refused, match="not_the_worker"):
            work.deliver(part(contract), note="納品", by=by, at=START)
    with pytest.raises(Refused, match="text_missing"):
        work.deliver(part(contract), note=" ", by=cast.yuki, at=START)

    upload = SimpleUploadedFile("memo.txt", "色は茶です。".encode(), content_type="text/plain")
    delivery = work.deliver(part(contract), note="納品", files=[upload], by=cast.yuki, at=START)
    assert [file.name for file in attachments(delivery.key)] == ["memo.txt"]


def test_acceptance_releases_the_money_and_finishes_the_contract(cast: Cast) -> None:
    contract = inspecting(cast)
    with pytest.raises(Refused, match="not_the_client"):
        work.accept(part(contract), by=cast.yuki, at=START + 2 * HOUR)
    work.accept(part(contract), by=cast.sakurai, at=START + 2 * HOUR)

    release = Release.objects.get()
    assert (release.gross, release.withheld) == (30_000, 3_063)
    assert release.net + release.fee + release.withheld == release.gross
    contract = again(contract)
    assert (contract.state, contract.ending) == (ContractState.FINISHED, Ending.FINISHED)
    assert clocks_of(contract) == {0: set(), 1: set()}
    [fact] = facts_about(contract.key).filter(kind="contracts.DeliveryAccepted")
    assert fact.data["net"] == release.net


def test_silence_accepts(cast: Cast) -> None:
    contract = inspecting(cast)
    limit = START + HOUR + 7 * DAY
    with pytest.raises(Refused, match="not_yet"):
        work.accept_by_silence(part(contract), at=limit - timedelta(seconds=1))
    for late in (
        lambda: work.accept(part(contract), by=cast.sakurai, at=limit),
        lambda: mended(contract, at=limit),
    ):
        with pytest.raises(Refused, match="too_late"):
            late()
    work.accept_by_silence(part(contract), at=limit)

    assert part(contract).state == MilestoneState.ACCEPTED
    assert again(contract).state == ContractState.FINISHED
    with pytest.raises(Refused, match="wrong_state"):
        work.accept_by_silence(part(contract), at=limit)


def test_changes_twice_and_no_third_time(cast: Cast) -> None:
    contract = mending(cast)
    assert clocks_of(contract) == {0: set(), 1: {"changes"}}
    delivered(contract, at=START + DAY)
    mended(contract, at=START + 2 * DAY)
    delivered(contract, at=START + 3 * DAY)
    with pytest.raises(Refused, match="no_rounds_left"):
        mended(contract, at=START + 4 * DAY)

    deliveries = list(queries.deliveries(contract))
    assert [delivery.number for delivery in deliveries] == [3, 2, 1]
    work.accept(part(contract), by=cast.sakurai, at=START + 4 * DAY)
    assert again(contract).state == ContractState.FINISHED


def test_changes_name_a_term_and_give_as_many_days_as_the_inspection(cast: Cast) -> None:
    contract = inspecting(cast)
    with pytest.raises(Refused, match="choice_unknown"):
        work.request_changes(part(contract), term="taste", reason="好み", by=cast.sakurai, at=START + DAY)
    with pytest.raises(Refused, match="choice_unknown"):  # nobody agreed to a pace
        work.request_changes(part(contract), term="pace", reason="毎日", by=cast.sakurai, at=START + DAY)
    mended(contract, at=START + DAY)
    assert turns.limit("changes", part(contract).key) == START + 8 * DAY


def test_parts_follow_one_another(cast: Cast) -> None:
    contract = inspecting(cast, parts=HALVES)
    paid(contract, 2, at=START + HOUR)
    with pytest.raises(Refused, match="lamp_inspection"):
        delivered(contract, 2, at=START + 2 * HOUR)
    work.accept(part(contract), by=cast.sakurai, at=START + DAY)
    assert clocks_of(contract) == {0: set(), 1: set(), 2: {"delivery"}}
    with pytest.raises(Refused, match="wrong_state"):
        delivered(contract, 1, at=START + DAY)

    delivered(contract, 2, at=START + 2 * DAY)
    work.accept(part(contract, 2), by=cast.sakurai, at=START + 3 * DAY)
    assert again(contract).state == ContractState.FINISHED
    assert [release.gross for release in Release.objects.order_by("released_at")] == [10_000, 20_000]


def test_overdue_work_may_still_come(cast: Cast) -> None:
    contract = started(cast)
    with pytest.raises(Refused, match="not_overdue"):
        endings.end_overdue(part(contract), by=cast.sakurai, at=DUE - HOUR)
    work.fall_overdue(part(contract), at=DUE)
    assert clocks_of(contract) == {0: set(), 1: {"overdue"}}
    delivered(contract, at=DUE + 6 * DAY)
    assert clocks_of(contract) == {0: set(), 1: {"inspection"}}


def test_overdue_work_lets_the_client_part_with_all_her_money(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    paid(contract, 2, at=START)
    work.fall_overdue(part(contract), at=START + 15 * DAY)
    endings.end_overdue(part(contract), reason="連絡がありません。", by=cast.sakurai, at=START + 16 * DAY)

    contract = again(contract)
    assert (contract.state, contract.ending) == (ContractState.ENDED, Ending.DELIVERY_OVERDUE)
    assert {part.state for part in queries.milestones(contract)} == {MilestoneState.REFUNDED}
    [fact] = facts_about(contract.key).filter(kind="contracts.ContractEnded")
    assert fact.data["refunded"] == 30_000


def test_silence_about_overdue_work_ends_the_contract(cast: Cast) -> None:
    contract = started(cast)
    work.fall_overdue(part(contract), at=DUE)
    with pytest.raises(Refused, match="too_late"):
        delivered(contract, at=DUE + 7 * DAY)
    endings.end_by_silence(part(contract), at=DUE + 7 * DAY)
    assert again(contract).ending == Ending.WORKER_SILENT


def test_a_sweep_that_never_came_changes_nothing_about_lateness(cast: Cast) -> None:
    contract = started(cast)
    with pytest.raises(Refused, match="too_late"):
        delivered(contract, at=DUE + 7 * DAY)
    delivered(contract, at=DUE + DAY)
    assert facts_about(contract.key).filter(kind="contracts.DeliveryOverdue").count() == 1


def test_changes_that_are_not_made_fall_overdue_too(cast: Cast) -> None:
    contract = mending(cast)
    limit = START + 2 * HOUR + 7 * DAY
    work.fall_overdue(part(contract), at=limit)
    endings.end_by_silence(part(contract), at=limit + 7 * DAY)
    assert part(contract).state == MilestoneState.REFUNDED


def test_a_lamp_that_fails_to_light_keeps_no_other_dark(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = running(cast), running(cast, worker=cast.ken)
    light = course.begin

    def begin(milestone: Milestone, *, at: datetime) -> None:
        if milestone.contract == broken:
            raise ZeroDivisionError
        light(milestone, at=at)

    monkeypatch.setattr(course, "begin", begin)

    assert work.begin_due(at=START) == 1
    assert (again(broken).started_at, again(sound).started_at) == (None, START)
    assert broken.key in caplog.text


def test_a_contract_keeps_the_fee_of_the_day_on_which_it_was_agreed(cast: Cast) -> None:
    contract = inspecting(cast)
    FeeRate.objects.create(since=date(2026, 11, 3), basis_points=5_000, newcomers_free=0)
    accepted = work.accept(part(contract), by=cast.sakurai, at=START + 2 * HOUR)
    [fact] = facts_about(contract.key).filter(kind="contracts.DeliveryAccepted")
    # 10 % of what exceeds a newcomer's first ¥10,000, as agreed on 2 November, and the tax.
    assert accepted.amount - fact.data["net"] == 2_000 + withholding(30_000)
