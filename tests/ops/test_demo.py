"""The demo market: contracts in every state, made by the rooms' own operations, and every yen adds up."""

from datetime import UTC, datetime

import pytest

from mikiwame.discernment.kinds import Verdict
from mikiwame.market.contests import audit as contests
from mikiwame.market.contests.models import Contest, Entry, Exclusion
from mikiwame.market.contests.states import ContestState, EntryState
from mikiwame.market.contracts.models import Contract, Milestone, Offer
from mikiwame.market.contracts.states import ContractState, MilestoneState, OfferState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.hiring.states import ApplicationState, PostingState
from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member, Party
from mikiwame.market.reputation import audit as records
from mikiwame.market.reputation import queries, reading
from mikiwame.market.reputation.models import Review
from mikiwame.market.reputation.states import Side
from mikiwame.market.taskwork.models import Answer, Batch, Unit
from mikiwame.market.taskwork.states import AnswerState, BatchState
from mikiwame.market.turns import queries as turns
from mikiwame.ops.demo import build
from mikiwame.ops.demo.people import PASSWORD, PEOPLE

CONSUMERS = ("reputation", "records", "reports", "notifications")
NOW = datetime(2026, 11, 25, 3, 30, tzinfo=UTC)


def verdicts(name: str, side: Side = Side.CLIENT) -> tuple[Verdict, Verdict]:
    """What a party's record and reviews come to."""
    party = Party.objects.get(display_name=name)
    record = queries.SideRecord(side, queries.records_of(party, at=NOW)[side])
    return record.verdict, queries.esteem_of(party).verdict


@pytest.mark.django_db
def test_it_has_something_true_to_show_on_every_page() -> None:
    build.market(NOW)

    assert set(Contract.objects.values_list("state", flat=True)) == set(ContractState)
    assert set(Offer.objects.values_list("state", flat=True)) == set(OfferState)
    assert set(Milestone.objects.values_list("state", flat=True)) == set(MilestoneState)
    assert set(Posting.objects.values_list("state", flat=True)) == set(PostingState)
    assert set(Application.objects.values_list("state", flat=True)) == set(ApplicationState)
    assert Member.objects.count() == len(PEOPLE)
    assert Member.objects.get(email="natsu@example.jp").check_password(PASSWORD)

    natsu = Party.objects.get(display_name="なつめ")
    assert natsu.standing.contracts_finished == 2
    assert Review.objects.filter(about=natsu, opened_at__isnull=False).count() == 2

    assert verdicts("川辺印刷所") == (Verdict.OK, Verdict.OK)  # proven, by its record and by what is said
    assert verdicts("あさひ電子サービス") == (Verdict.INCOMPLETE, Verdict.INCOMPLETE)  # unproven
    assert verdicts("クイックリンク合同会社")[1] == Verdict.CAUTION
    assert verdicts("ひびき", Side.WORKER)[1] == Verdict.INCOMPLETE  # whom that client rated low

    assert set(Batch.objects.values_list("state", flat=True)) == {BatchState.DRAFT, BatchState.OPEN}
    states = {AnswerState.APPROVED, AnswerState.SUBMITTED, AnswerState.RETURNED}
    assert set(Answer.objects.values_list("state", flat=True)) == states
    back = Answer.objects.get(state=AnswerState.RETURNED)
    assert back.worker == natsu
    assert "変わりましたね" in Unit.objects.get(batch=back.batch, number=back.unit).columns["text"]

    assert set(Contest.objects.values_list("state", flat=True)) == {ContestState.OPEN, ContestState.DECIDED}
    assert set(Entry.objects.values_list("state", flat=True)) == {
        EntryState.SUBMITTED,
        EntryState.WON,
        EntryState.PASSED_OVER,
    }
    assert set(Exclusion.objects.values_list("state", flat=True)) == {"asked", "found"}

    assert not Contract.objects.filter(agreed_at__gt=NOW).exists()
    assert escrow.audit() == contests.discrepancies() == []
    assert turns.due(NOW, limit=10) == []
    assert {name: history.waiting(name) for name in CONSUMERS} == dict.fromkeys(CONSUMERS, 0)
    assert records.discrepancies() == []
    assert [one.title for one in Posting.objects.all() if reading.describe(one).contradictions] == []


@pytest.mark.django_db
def test_it_can_be_played_just_after_midnight_in_another_year() -> None:
    build.market(datetime(2028, 2, 28, 15, 1, tzinfo=UTC))

    assert escrow.audit() == []
