"""A record is what the facts show: counted by format and size, whole after kills and races."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from mikiwame.core.clock import day_in_tokyo
from mikiwame.discernment.kinds import Verdict
from mikiwame.discernment.record import Measure, Size
from mikiwame.market.contracts.operations import amendments, disputes, endings, funding, offers, rulings, work
from mikiwame.market.contracts.states import MilestoneState
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import applications, owned, postings, tasks
from mikiwame.market.history import operations as history
from mikiwame.market.history import queries as facts
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.operations import questions
from mikiwame.market.messaging.rules import answer_until
from mikiwame.market.reputation import audit, queries
from mikiwame.market.reputation.models import Observation, Tally
from mikiwame.market.reputation.operations import records
from mikiwame.market.reputation.states import Side
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import StopKind
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    COLUMNS,
    DAY,
    DAYS,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    delivered,
    going_on,
    inspecting,
    mending,
    offered,
    paid,
    part,
    proposed,
    ruled,
    running,
    started,
    week_paid,
)
from tests.market.hiring.stage import PROMISED, applied, published, task_published
from tests.market.reputation.stage import settle, tallied
from tests.races import at_once

END = START + 2 * HOUR


def seen(member: Member, measure: Measure, side: Side = Side.CLIENT) -> tuple[float, int] | None:
    """What a record counts of a measure: how often or how long, and of how many; None for nothing."""
    report = queries.records_of(member.party, at=END)[side]
    found = [one for one in report.estimates if one.measure == measure]
    return (sum(one.amount for one in found), sum(one.of for one in found)) if found else None


def test_a_contract_that_went_well_stands_in_both_records(cast: Cast) -> None:
    contract = agreed(cast)
    paid(contract, at=MORNING + DAY)
    work.begin_due(at=START)
    delivered(contract)
    work.accept(part(contract), by=cast.sakurai, at=END)
    settle(END)

    client = partial(seen, cast.sakurai)
    assert client(Measure.FUNDED) == (1, 1)
    assert client(Measure.DAYS_TO_FUND) == (1.0, 1)
    assert client(Measure.INSPECTED) == (1, 1)
    assert client(Measure.DAYS_TO_INSPECT) == (60 / 1440, 1)
    assert client(Measure.CANCELLED_AFTER_HIRE) == (0, 1)
    assert client(Measure.HIRED) == (1, 1)
    assert client(Measure.DECIDED) == (1, 1)
    assert client(Measure.DISPUTED) == (0, 1)
    assert client(Measure.REHIRED) == (0, 1)

    worker = partial(seen, cast.yuki, side=Side.WORKER)
    assert worker(Measure.COMPLETED) == (1, 1)
    assert worker(Measure.PUNCTUAL) == (1, 1)
    assert worker(Measure.REWORKED) == (0, 1)
    assert seen(cast.yuki, Measure.FUNDED) is None
    assert audit.discrepancies() == []


def test_one_good_contract_proves_nothing_and_is_held_against_nobody(cast: Cast) -> None:
    work.accept(part(inspecting(cast)), by=cast.sakurai, at=END)
    settle(END)
    for member in (cast.sakurai, cast.yuki, cast.sora):
        for report in queries.records_of(member.party, at=END).values():
            assert report.unproven
            assert report.verdict == Verdict.INCOMPLETE


def test_what_is_never_funded_counts_once_and_only_against_its_client(cast: Cast) -> None:
    contract = agreed(cast)
    funding.lapse_funding(part(contract), at=MORNING + 4 * DAY)
    settle(MORNING + 4 * DAY)
    assert seen(cast.sakurai, Measure.FUNDED) == (0, 1)
    assert seen(cast.sakurai, Measure.CANCELLED_AFTER_HIRE) is None
    assert seen(cast.yuki, Measure.COMPLETED, Side.WORKER) is None


def test_a_later_part_that_is_never_funded_takes_the_praise_for_the_first_back(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    settle(START)
    assert seen(cast.sakurai, Measure.FUNDED) == (1, 1)
    delivered(contract)
    work.accept(part(contract), by=cast.sakurai, at=END)
    funding.lapse_funding(part(contract, 2), at=END + 4 * DAY)
    settle(END + 4 * DAY)
    assert seen(cast.sakurai, Measure.FUNDED) == (0, 1)


def test_weeks_that_are_paid_and_deliveries_that_are_missed_stand_in_the_record(cast: Cast) -> None:
    contract = agreed(cast, **COLUMNS)
    week_paid(contract, at=MORNING + DAY)
    work.begin_due(at=START)
    settle(START)
    assert seen(cast.sakurai, Measure.FUNDED) == (1, 1)
    assert seen(cast.sakurai, Measure.DAYS_TO_FUND) == (1.0, 1)
    sweep.perform_due(at=START + DAY)
    assert part(contract).state == MilestoneState.MISSED
    settle(START + DAY)
    assert seen(cast.yuki, Measure.PUNCTUAL, Side.WORKER) == (0, 1)
    assert audit.discrepancies() == []


def test_keeping_to_the_terms_counts_in_work_that_goes_on_too(cast: Cast) -> None:
    posting = published(cast.sakurai, **(DAYS | COLUMNS))
    contract = going_on(cast, application=applied(cast.yuki, posting, price=2_000))
    proposal = endings.propose_cancellation(contract, reason="一区切り", by=cast.sakurai, at=START)
    endings.answer_cancellation(proposal, agree=True, by=cast.yuki, at=START + HOUR)
    settle(START + HOUR)
    assert seen(cast.sakurai, Measure.WORSENED_AFTER_HIRE) == (0, 1)


def test_cancelling_after_hiring_counts_against_who_did_it(cast: Cast) -> None:
    endings.cancel(agreed(cast), reason="予定が変わりました。", by=cast.sakurai, at=MORNING + DAY)
    endings.cancel(agreed(cast), reason="体調を崩しました。", by=cast.yuki, at=MORNING + DAY)
    settle(MORNING + DAY)
    assert seen(cast.sakurai, Measure.CANCELLED_AFTER_HIRE) == (1, 1)
    assert seen(cast.yuki, Measure.COMPLETED, Side.WORKER) == (0, 1)


def test_a_start_that_never_came_is_no_fault_of_the_worker(cast: Cast) -> None:
    condition: dict[str, Any] = {
        "start_date": None,
        "start_condition": "打ち合わせのあと",
        "start_latest": date(2026, 11, 20),
    }
    contract = running(cast, **condition)
    endings.leave(contract, by=cast.yuki, at=START + 2 * DAY)
    settle(START + 2 * DAY)
    assert seen(cast.sakurai, Measure.CANCELLED_AFTER_HIRE) == (1, 1)
    assert seen(cast.yuki, Measure.COMPLETED, Side.WORKER) is None


def test_silence_is_no_inspection_and_changes_are_rework(cast: Cast) -> None:
    contract = mending(cast)
    delivered(contract, at=END + DAY)
    work.accept_by_silence(part(contract), at=END + 9 * DAY)
    settle(END + 9 * DAY)
    assert seen(cast.sakurai, Measure.INSPECTED) == (1, 2)
    assert seen(cast.yuki, Measure.REWORKED, Side.WORKER) == (1, 1)


def test_work_that_is_late_is_not_punctual_and_silence_breaks_it_off(cast: Cast) -> None:
    contract = started(cast)
    late = datetime.fromisoformat("2026-12-19T00:00:00+09:00")
    work.fall_overdue(part(contract), at=late)
    endings.end_by_silence(part(contract), at=late + 30 * DAY)
    settle(late + 30 * DAY)
    assert seen(cast.yuki, Measure.PUNCTUAL, Side.WORKER) == (0, 1)
    assert seen(cast.yuki, Measure.COMPLETED, Side.WORKER) == (0, 1)
    assert seen(cast.sakurai, Measure.CANCELLED_AFTER_HIRE) == (0, 1)


@pytest.mark.parametrize(
    ("to_worker", "client_lost", "worker_lost"), [(30_000, 1, 0), (0, 0, 1), (15_000, 1, 1)]
)
def test_a_dispute_counts_as_operators_decided_it_and_not_before(
    cast: Cast, to_worker: int, client_lost: int, worker_lost: int
) -> None:
    contract = inspecting(cast)
    dispute = disputes.open_dispute(part(contract), statement="話が違います。", by=cast.yuki, at=END)
    settle(END)
    assert seen(cast.sakurai, Measure.DISPUTED) is None

    ruled(dispute, to_worker=to_worker, by=cast.oda, at=END + DAY)
    settle(END + DAY)
    assert seen(cast.sakurai, Measure.DISPUTED) == (client_lost, 1)
    assert seen(cast.yuki, Measure.DISPUTED, Side.WORKER) == (worker_lost, 1)


@pytest.mark.parametrize("to_worker", [30_000, 0, 15_000])
def test_a_decision_that_nobody_else_could_look_at_counts_in_nobodys_record(
    cast: Cast, to_worker: int
) -> None:
    contract = inspecting(cast)
    dispute = disputes.open_dispute(part(contract), statement="話が違います。", by=cast.yuki, at=END)
    dispute = disputes.answer_dispute(dispute, text="違いません。", by=cast.sakurai, at=END)
    dispute = rulings.decide(dispute, to_worker=to_worker, ruling="こうです。", by=cast.oda, at=END)
    dispute = rulings.appeal_ruling(dispute, text="足りません。", by=cast.yuki, at=END)
    for weeks in (1, 2):
        dispute = rulings.prolong_dispute(dispute, at=END + 7 * weeks * DAY)
    settle(END + 14 * DAY)
    assert seen(cast.sakurai, Measure.DISPUTED) is None
    assert seen(cast.yuki, Measure.DISPUTED, Side.WORKER) is None


def test_who_is_left_without_an_answer_counts_by_posting(cast: Cast) -> None:
    posting = published(cast.sakurai)
    for worker in (cast.yuki, cast.ken, cast.sora):
        applied(worker, posting)
    postings.expire(posting, at=PROMISED)
    settle(PROMISED)
    assert seen(cast.sakurai, Measure.DECIDED) == (0, 1)
    assert seen(cast.sakurai, Measure.HIRED) == (0, 1)


def test_a_posting_that_operators_stopped_shows_nothing(cast: Cast) -> None:
    posting = published(cast.sakurai)
    applied(cast.yuki, posting)
    postings.suspend(posting, reason="確認のため", by=cast.oda, at=MORNING)
    postings.expire(Posting.objects.get(pk=posting.pk), at=PROMISED)
    settle(PROMISED)
    assert seen(cast.sakurai, Measure.DECIDED) is None


@pytest.mark.parametrize("end", ["close", "fill", "expire"])
def test_a_posting_of_tasks_says_nothing_of_hiring(cast: Cast, end: str) -> None:
    posting = task_published(cast.sakurai)
    match end:
        case "close":
            owned.close(posting, by=cast.sakurai, at=MORNING)
        case "fill":
            tasks.fill(posting, at=MORNING)
        case "expire":
            owned.expire(posting, at=MORNING + 20 * DAY)
    settle(MORNING + 20 * DAY)
    assert seen(cast.sakurai, Measure.HIRED) is None
    assert seen(cast.sakurai, Measure.DECIDED) is None


def test_how_long_applicants_waited_for_their_first_answer(cast: Cast) -> None:
    posting = published(cast.sakurai)
    yuki, ken = applied(cast.yuki, posting), applied(cast.ken, posting)
    applications.decline(yuki, reason="schedule", note="", by=cast.sakurai, at=MORNING + 2 * DAY)
    applications.take_place(ken, by=cast.sakurai, at=MORNING + 4 * DAY)
    settle(MORNING + 4 * DAY)
    assert seen(cast.sakurai, Measure.DAYS_TO_DECIDE) == (6.0, 2)


def test_hiring_the_same_worker_again_counts_from_the_second_time(cast: Cast) -> None:
    work.accept(part(inspecting(cast)), by=cast.sakurai, at=END)
    posting = published(
        cast.sakurai, at=END + DAY, start_date=day_in_tokyo(END + 9 * DAY), deadline=DAYS["deadline"]
    )
    application = applied(cast.yuki, posting, at=END + DAY)
    offer = offers.offer(application, changes={}, parts=None, message="", by=cast.sakurai, at=END + DAY)
    offers.accept_offer(offer, by=cast.yuki, at=END + 2 * DAY)
    settle(END + 2 * DAY)
    assert seen(cast.sakurai, Measure.REHIRED) == (1, 2)


def test_only_a_reply_is_timed_and_only_for_who_gave_it(cast: Cast) -> None:
    conversation = agreed(cast).conversation
    writes: Callable[..., object] = partial(messaging.send, conversation, text="よろしくお願いします。")
    writes(by=cast.sakurai, at=MORNING + HOUR)
    writes(by=cast.sakurai, at=MORNING + 2 * HOUR)  # nobody is faster by being asked twice
    writes(by=cast.yuki, at=MORNING + 4 * HOUR)
    writes(by=cast.yuki, at=MORNING + 5 * HOUR)
    writes(by=cast.sakurai, at=MORNING + 5 * HOUR)
    settle(MORNING + DAY)
    assert seen(cast.yuki, Measure.HOURS_TO_REPLY, Side.WORKER) == (3.0, 1)
    assert seen(cast.sakurai, Measure.HOURS_TO_REPLY) == (1.0, 1)
    assert audit.discrepancies() == []


@pytest.mark.parametrize("swept", [True, False], ids=["after the sweep", "before the sweep"])
def test_an_answer_missed_counts_its_own_time_once_however_late_all_else_is(
    cast: Cast, *, swept: bool
) -> None:
    conversation = agreed(cast).conversation
    turns.stop(StopKind.OUTAGE, since=MORNING, until=MORNING + DAY, reason="停電", by=None, at=MORNING + DAY)
    question = questions.ask(conversation, text="いつですか。", by=cast.sakurai, at=MORNING + HOUR)
    late = answer_until(MORNING + HOUR) + 3 * DAY
    reply = partial(messaging.send, conversation, text="遅くなりました。", by=cast.yuki, at=late)
    for act in (partial(questions.miss, question, at=late), reply)[:: 1 if swept else -1]:
        act()
    settle(late)
    hours = (answer_until(MORNING + HOUR) - MORNING - HOUR) / HOUR
    assert seen(cast.yuki, Measure.HOURS_TO_REPLY, Side.WORKER) == (hours, 1)
    assert audit.discrepancies() == []


def test_a_contract_counts_in_its_own_size_and_format(cast: Cast) -> None:
    paid(agreed(cast, reward=3_000), at=MORNING)
    paid(agreed(cast, reward=80_000), at=MORNING)
    settle(MORNING)
    report = queries.records_of(cast.sakurai.party, at=MORNING)[Side.CLIENT]
    sizes = {one.size for one in report.estimates if one.measure == Measure.FUNDED}
    assert sizes == {Size.SMALL, Size.LARGE}


def test_two_hundred_cheap_surveys_do_not_whitewash_projects(cast: Cast) -> None:
    tallied(cast.kuroda, Measure.FUNDED, 200, 200, at=MORNING, format="task", reward=50)
    tallied(cast.kuroda, Measure.FUNDED, 1, 8, at=MORNING, reward=60_000)
    report = queries.records_of(cast.kuroda.party, at=MORNING)[Side.CLIENT]
    assert report.verdict in {Verdict.CAUTION, Verdict.DANGER}
    assert report.foremost[0].format == "project"


def test_taking_a_fact_in_twice_or_late_or_out_of_order_changes_nothing(cast: Cast) -> None:
    contract = inspecting(cast)
    work.accept(part(contract), by=cast.sakurai, at=END)
    settle(END)
    before = set(Tally.objects.values_list("party", "measure", "month", "amount", "of"))
    for fact in reversed(facts.facts_about(contract.key)):
        records.take_in(fact, at=END)
    assert set(Tally.objects.values_list("party", "measure", "month", "amount", "of")) == before
    assert audit.discrepancies() == []


@pytest.mark.django_db(transaction=True)
def test_a_consumer_that_is_killed_midway_loses_and_doubles_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.accept(part(inspecting(cast)), by=cast.sakurai, at=END)

    def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(records, "_tally", dies)
        with pytest.raises(SystemExit):
            history.consume("records", partial(records.take_in, at=END), at=END)
    assert not Observation.objects.exists()
    settle(END)
    assert seen(cast.sakurai, Measure.FUNDED) == (1, 1)
    assert audit.discrepancies() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_count_the_same_client_at_once_count_right(cast: Cast) -> None:
    for worker in (cast.yuki, cast.ken, cast.sora):
        paid(agreed(cast, worker=worker), at=MORNING)
    at_once(*[partial(history.consume, "records", partial(records.take_in, at=MORNING), at=MORNING)] * 4)
    assert facts.waiting("records") == 0
    assert seen(cast.sakurai, Measure.FUNDED) == (3, 3)
    assert audit.discrepancies() == []


def test_the_check_names_what_was_tampered_with(cast: Cast) -> None:
    contract = again(running(cast))
    settle(MORNING)
    assert audit.discrepancies() == []
    Observation.objects.filter(subject=contract.key, measure=Measure.FUNDED).update(amount=0)
    wrong = audit.discrepancies()
    assert contract.key in wrong
    assert f"{cast.sakurai.party.key} 2026-11-01" in wrong


def test_what_waits_to_be_taken_in_is_no_discrepancy(cast: Cast) -> None:
    running(cast)
    assert audit.discrepancies() == []


def test_a_page_reads_a_record_in_one_statement_however_long_it_is(cast: Cast) -> None:
    for month in range(1, 13):
        tallied(cast.sakurai, Measure.FUNDED, 90, 100, at=datetime(2025, month, 5, tzinfo=UTC))
    asked: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        queries.records_of(cast.sakurai.party, at=MORNING)
    assert len(asked) == 1
    assert "history" not in asked[0]


def test_old_facts_weigh_less(cast: Cast) -> None:
    tallied(cast.sakurai, Measure.FUNDED, 0, 6, at=MORNING - timedelta(days=3 * 365))
    tallied(cast.sakurai, Measure.FUNDED, 6, 6, at=MORNING)
    (one,) = queries.records_of(cast.sakurai.party, at=MORNING)[Side.CLIENT].estimates
    assert one.value > 0.8
    assert (one.amount, one.of) == (6, 12)


def test_every_fact_that_a_record_reads_is_one_that_can_happen(cast: Cast) -> None:
    paid(agreed(cast), at=MORNING)
    published_facts = Fact.objects.get(kind="hiring.PostingPublished")
    assert (published_facts.data["format"], published_facts.data["reward"]) == ("project", 30_000)
    assert Fact.objects.get(kind="contracts.ContractAgreed").data["format"] == "project"


def test_many_messages_of_one_moment_are_no_replies_to_one_another(cast: Cast) -> None:
    conversation = agreed(cast).conversation
    messaging.send(conversation, text="どうですか。", by=cast.sakurai, at=MORNING)
    for _ in range(60):
        messaging.send(conversation, text="できました。", by=cast.yuki, at=MORNING + HOUR)
    settle(MORNING + HOUR)
    assert facts.waiting("records") == 0
    assert seen(cast.yuki, Measure.HOURS_TO_REPLY, Side.WORKER) == (1.0, 1)
    assert audit.discrepancies() == []


def test_facts_from_before_there_were_records_are_handed_on_by_the_migration(cast: Cast) -> None:
    contract = inspecting(cast)
    messaging.send(contract.conversation, text="お送りしました。", by=cast.yuki, at=END)
    work.accept(part(contract), by=cast.sakurai, at=END)
    settle(END)
    before = set(Tally.objects.values_list("party", "measure", "month", "amount", "of"))
    Observation.objects.all().delete()
    Tally.objects.all().delete()

    migration = import_module("mikiwame.market.reputation.migrations.0002_records")
    with connection.cursor() as cursor:
        cursor.execute(migration.HAND_ON)
    settle(END)
    assert set(Tally.objects.values_list("party", "measure", "month", "amount", "of")) == before
    assert audit.discrepancies() == []


def test_worse_terms_after_hiring_count_against_the_client_and_leave_the_worker_clean(cast: Cast) -> None:
    contract = running(cast)
    proposed(contract, by=cast.sakurai, pace="毎日1案")
    endings.leave(again(contract), by=cast.yuki, at=MORNING)
    settle(MORNING)
    assert seen(cast.sakurai, Measure.WORSENED_AFTER_HIRE) == (1, 1)
    assert seen(cast.sakurai, Measure.CANCELLED_AFTER_HIRE) is None
    for measure in (Measure.COMPLETED, Measure.PUNCTUAL, Measure.REWORKED):
        assert seen(cast.yuki, measure, Side.WORKER) is None
    assert audit.discrepancies() == []


def test_a_proposal_counts_though_it_came_to_nothing_and_once_a_contract(cast: Cast) -> None:
    contract = running(cast)
    for pace in ("毎日1案", "毎日2案"):
        proposal = proposed(contract, by=cast.sakurai, pace=pace)
        amendments.withdraw_amendment(proposal, by=cast.sakurai, at=MORNING)
    settle(MORNING)
    assert seen(cast.sakurai, Measure.WORSENED_AFTER_HIRE) == (1, 1)


def test_what_the_worker_calls_worse_counts_when_she_says_so(cast: Cast) -> None:
    contract = running(cast)
    proposal = proposed(contract, by=cast.sakurai, scope="ロゴと名刺とチラシ")
    settle(MORNING)
    assert seen(cast.sakurai, Measure.WORSENED_AFTER_HIRE) is None
    amendments.refuse_amendment(proposal, worse=["scope"], by=cast.yuki, at=MORNING)
    settle(MORNING)
    assert seen(cast.sakurai, Measure.WORSENED_AFTER_HIRE) == (1, 1)


def test_what_she_proposes_herself_is_nobodys_fault(cast: Cast) -> None:
    contract = inspecting(cast)
    proposed(contract, by=cast.yuki, payment_days=40, at=START)
    work.accept(part(contract), by=cast.sakurai, at=END)
    settle(END)
    assert seen(cast.sakurai, Measure.WORSENED_AFTER_HIRE) == (0, 1)


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"start_date": date(2026, 12, 4)}, (1, 1)),
        ({"pace": "毎日1案"}, (1, 1)),
        ({"reward": 25_000}, (1, 1)),
        ({"reward": 28_000}, None),
        ({"inspection_days": 3}, None),
    ],
)
def test_an_offer_below_what_was_posted_and_asked_for_counts_too(
    changes: dict[str, Any], shown: tuple[float, int] | None, cast: Cast
) -> None:
    posting = published(cast.sakurai, at=MORNING, **DAYS)
    application = applied(cast.yuki, posting, price=28_000)
    offered(cast, application=application, **changes)
    settle(MORNING)
    assert seen(cast.sakurai, Measure.WORSENED_AFTER_HIRE) == shown
    assert audit.discrepancies() == []
