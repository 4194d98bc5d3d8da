"""Stories of direct offers: a client asks somebody whom she has paid before, without a posting."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contracts import audit, queries
from mikiwame.market.contracts.models import Contract, Offer
from mikiwame.market.contracts.operations import amendments, direct, disputes, letters, offers, work
from mikiwame.market.contracts.states import ContractState, OfferState
from mikiwame.market.hiring.models import Application
from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging.models import Question
from mikiwame.market.messaging.states import ContactPolicy, QuestionState
from mikiwame.market.reputation import observed
from mikiwame.market.terms import queries as terms
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    AGAIN,
    COLUMNS,
    DAY,
    HALVES,
    HOUR,
    NEXT_DAYS,
    again,
    agreed,
    clocks,
    finished,
    inspecting,
    offered_directly,
    paid,
    part,
    proposed,
    ruled,
    running,
)


def accepted(cast: Cast, **values: Any) -> Contract:
    return offers.accept_offer(offered_directly(cast, **values), by=cast.yuki, at=AGAIN)


def test_it_is_the_last_contracts_terms_without_its_days(cast: Cast) -> None:
    before = finished(cast, headcount=1, communication="このサイトのメッセージ")
    offer = offered_directly(cast, after=before)

    assert offer.is_direct
    assert (offer.client, offer.worker, offer.title) == (before.client, before.worker, before.title)
    assert offer.sheet.reward == before.sheet.reward
    assert offer.sheet.start_date == NEXT_DAYS["start_date"]
    assert {change.term for change in terms.difference(offer.base, offer.sheet)} == {"start", "deadline"}
    assert offer.until == AGAIN + 5 * DAY
    assert clocks(offer.key) == {"offer"}
    assert Application.objects.get() == before.offer.application


def test_its_days_are_said_anew(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        offered_directly(cast, deadline=None)
    assert (refusal.value.code, refusal.value.field) == ("deadline_missing", "deadline")
    with pytest.raises(Refused) as refusal:
        offered_directly(cast, after=Contract.objects.get(), start_date=date(2026, 11, 1))
    assert (refusal.value.code, refusal.value.field) == ("date_past", "start_date")


def test_it_may_be_about_something_else(cast: Cast) -> None:
    before = finished(cast)
    offer = offered_directly(
        cast, after=before, about={"title": "名刺1点の制作", "category": "office-secretary"}
    )
    assert (offer.title, offer.category_id) == ("名刺1点の制作", "office-secretary")
    contract = offers.accept_offer(offer, by=cast.yuki, at=AGAIN)
    assert before.withholds_tax
    assert not contract.withholds_tax
    assert contract.title == "名刺1点の制作"


@pytest.mark.parametrize(
    ("about", "code", "field"),
    [
        ({"title": " "}, "title_missing", "title"),
        ({"title": "続きはLINEで ID: sakurai_logo"}, "leads_outside", "title"),
        ({"category": ""}, "category_missing", "category"),
        ({"category": "nothing"}, "choice_unknown", "category"),
    ],
)
def test_it_says_what_it_is_about(cast: Cast, about: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        offered_directly(cast, about=about)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not Offer.objects.filter(application=None).exists()


def test_only_who_was_paid_is_a_past_worker(cast: Cast) -> None:
    for stage in (agreed, running, inspecting):
        with pytest.raises(Refused, match="not_a_past_worker"):
            offered_directly(cast, after=stage(cast))
    assert list(queries.past_workers(cast.sakurai.party)) == []


def test_a_part_that_was_paid_is_enough(cast: Cast) -> None:
    contract = finished(cast, parts=HALVES)
    assert contract.state == ContractState.RUNNING
    assert offered_directly(cast, after=contract).state == OfferState.MADE


@pytest.mark.parametrize(("to_worker", "refused"), [(0, True), (1, False)])
def test_a_dispute_that_paid_something_is_enough(cast: Cast, to_worker: int, refused: bool) -> None:
    contract = inspecting(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=AGAIN)
    ruled(dispute, to_worker=to_worker, by=cast.oda, at=AGAIN)
    assert bool(queries.has_paid(contract)) is not refused


def test_only_the_client_of_that_contract_asks(cast: Cast) -> None:
    before = finished(cast)
    for by in (cast.yuki, cast.ken, cast.sora, cast.oda, cast.kuroda):
        with pytest.raises(Refused, match="not_the_client"):
            ask(before, by)


def ask(before: Contract, by: Member) -> Offer:
    return direct.offer_directly(before, about={}, changes=NEXT_DAYS, parts=(), message="", by=by, at=AGAIN)


def test_one_waits_at_a_time(cast: Cast) -> None:
    before = finished(cast)
    first = offered_directly(cast, after=before)
    for _ in range(2):
        with pytest.raises(Refused, match="direct_offer_standing"):
            offered_directly(cast, after=before)
    offers.decline_offer(first, note="12月は手一杯です。", by=cast.yuki, at=AGAIN)
    assert offered_directly(cast, after=before).state == OfferState.MADE


def test_the_database_keeps_an_offer_on_one_ground(cast: Cast) -> None:
    offer = offered_directly(cast)
    assert offer.after is not None
    for values in ({"after": None}, {"application": offer.after.application}):
        with pytest.raises(IntegrityError, match="contracts_offer_one_ground"), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**values)


def test_who_has_left_is_asked_nothing(cast: Cast) -> None:
    before = finished(cast)
    before.worker.left_at = AGAIN
    before.worker.save()
    with pytest.raises(Refused, match="worker_has_left"):
        offered_directly(cast, after=before)


def test_outsiders_find_nothing(cast: Cast) -> None:
    offer = offered_directly(cast)
    assert queries.offer_for(cast.yuki, offer.pk) == offer
    for outsider in (cast.ken, cast.sora, cast.oda, cast.kuroda):
        with pytest.raises(NotFound):
            queries.offer_for(outsider, offer.pk)


@pytest.mark.parametrize("by", ["sakurai", "ken", "sora", "oda", "kuroda"])
def test_nobody_answers_for_the_worker(cast: Cast, by: str) -> None:
    offer = offered_directly(cast)
    for act in (offers.accept_offer, offers.decline_offer):
        with pytest.raises(Refused, match="not_the_worker"):
            act(offer, by=getattr(cast, by), at=AGAIN)


@pytest.mark.parametrize("by", ["yuki", "ken", "sora", "oda", "kuroda"])
def test_nobody_takes_it_back_for_the_client(cast: Cast, by: str) -> None:
    offer = offered_directly(cast)
    with pytest.raises(Refused, match="not_the_client"):
        offers.withdraw_offer(offer, by=getattr(cast, by), at=AGAIN)


def test_acceptance_makes_a_contract_like_any_other(cast: Cast) -> None:
    contract = accepted(cast)
    assert contract.state == ContractState.AGREED
    assert clocks(part(contract).key) == {"funding"}
    notice = queries.notice_for(cast.yuki, contract.pk)
    assert "募集によらない直接の委託" in notice.html
    assert "募集によらない" not in queries.notice_for(cast.yuki, contract.offer.earlier.pk).html  # type: ignore[union-attr]
    paid(contract, at=AGAIN)
    assert Contract.objects.get(pk=contract.pk).state == ContractState.RUNNING
    assert audit.discrepancies() == []


def test_work_that_goes_on_may_follow(cast: Cast) -> None:
    contract = accepted(cast, **(COLUMNS | {"deadline": None}))
    assert contract.is_continuing
    again = accepted(cast, after=finished_week(cast, contract), deadline=None)
    assert again.is_continuing


def finished_week(cast: Cast, contract: Contract) -> Contract:
    contract.milestones.filter(number=1).update(state="accepted", accepted_at=AGAIN)
    return contract


def test_before_money_is_held_nothing_leads_outside(cast: Cast) -> None:
    offer = offered_directly(cast)
    assert offer.conversation.contact_policy == ContactPolicy.CLOSED
    with pytest.raises(Refused, match="leads_outside"):
        letters.write(
            offer.conversation, text="LINEで話しましょう。IDは sakurai_logo です。", by=cast.sakurai, at=AGAIN
        )
    with pytest.raises(Refused, match="leads_outside"):
        direct.offer_directly(
            offered_again(offer, cast),
            about={},
            changes=NEXT_DAYS,
            parts=(),
            message="sakurai@example.jp へお返事ください。",
            by=cast.sakurai,
            at=AGAIN,
        )


def offered_again(offer: Offer, cast: Cast) -> Contract:
    offers.withdraw_offer(offer, by=cast.sakurai, at=AGAIN)
    assert offer.earlier is not None
    return offer.earlier


def test_the_talk_goes_on_in_the_contract_and_ends_with_an_offer_that_came_to_nothing(cast: Cast) -> None:
    offer = offered_directly(cast)
    letters.ask(offer.conversation, text="いつまでですか。", by=cast.yuki, at=AGAIN)
    offers.withdraw_offer(offer, by=cast.sakurai, at=AGAIN + HOUR)
    assert Question.objects.get().state == QuestionState.SETTLED
    with pytest.raises(Refused, match="nothing_to_answer_for"):
        letters.ask(offer.conversation, text="なぜですか。", by=cast.yuki, at=AGAIN + HOUR)

    contract = accepted(cast, after=offer.earlier)
    question = letters.ask(contract.conversation, text="色は青ですか。", by=cast.yuki, at=AGAIN)
    assert question.state == QuestionState.OPEN


def test_a_reply_in_its_talk_counts_as_any_reply(cast: Cast) -> None:
    offer = offered_directly(cast)
    letters.write(offer.conversation, text="納期を延ばせますか。", by=cast.yuki, at=AGAIN)
    message = letters.write(offer.conversation, text="延ばせます。", by=cast.sakurai, at=AGAIN + HOUR)
    [row] = observed.rows(message.key)
    assert (row.party_id, row.measure, row.amount, row.format) == (
        cast.sakurai.party_id,
        "hours_to_reply",
        60,
        "project",
    )


def test_nothing_was_posted_so_nothing_became_worse(cast: Cast) -> None:
    offer = offered_directly(cast, reward=20_000)
    [made] = history.facts_about(offer.key)
    assert made.data["worsens"] == []
    assert made.data["after"] == offer.earlier.key  # type: ignore[union-attr]
    assert observed.rows(offer.key) == []


def test_it_counts_as_a_repeat_hire(cast: Cast) -> None:
    contract = accepted(cast)
    shown = {row.measure: (row.amount, row.of) for row in observed.rows(contract.key)}
    assert shown["rehired"] == (1, 1)


def test_a_rehearsal_keeps_nothing(cast: Cast) -> None:
    before = finished(cast)
    said = direct.rehearse_direct_offer(
        before,
        about={},
        changes=NEXT_DAYS | {"reward": 25_000},
        parts=(),
        message="またお願いします。",
        by=cast.sakurai,
        at=AGAIN,
    )
    assert said.total == 25_000
    assert said.withholds_tax
    assert {change.term for change in said.difference} == {"reward", "start", "deadline"}
    assert not Offer.objects.filter(application=None).exists()


def test_past_workers_are_listed_once_with_what_waits(cast: Cast) -> None:
    first = finished(cast)
    accepted(cast, after=first)
    offer = offered_directly(cast, after=first)
    finished(cast, worker=cast.ken, at=MORNING + HOUR)
    listed = list(queries.past_workers(cast.sakurai.party))
    assert [one.worker for one in listed] == [cast.ken.party, cast.yuki.party]
    assert [one.asked for one in listed] == [None, offer.pk]
    assert listed[1] == first
    assert list(queries.past_workers(cast.yuki.party)) == []


def test_the_check_finds_an_offer_of_other_people(cast: Cast) -> None:
    offer = offered_directly(cast)
    assert audit.discrepancies() == []
    Offer.objects.filter(pk=offer.pk).update(worker=cast.ken.party)
    assert len(audit.discrepancies()) == 1


@pytest.mark.parametrize("act", ["withdrawn", "declined"])
def test_asking_has_an_end(act: str, cast: Cast) -> None:
    before = finished(cast)
    for _ in range(3):
        offer = offered_directly(cast, after=before)
        if act == "withdrawn":
            offers.withdraw_offer(offer, by=cast.sakurai, at=AGAIN)
        else:
            offers.decline_offer(offer, by=cast.yuki, at=AGAIN)
    with pytest.raises(Refused, match="asked_enough"):
        offered_directly(cast, after=before, at=AGAIN + 29 * DAY)
    later: dict[str, Any] = {"start_date": date(2027, 1, 20), "deadline": date(2027, 2, 20)}
    assert offered_directly(cast, after=before, at=AGAIN + 30 * DAY, **later).is_direct


def test_who_left_in_another_window_offers_nothing(cast: Cast) -> None:
    before = finished(cast)
    Party.objects.filter(pk=before.client_id).update(left_at=AGAIN)
    with pytest.raises(Refused, match="not_the_client"):
        offered_directly(cast, after=before)


def test_contacts_that_came_into_the_earlier_terms_stand_on_no_offer(cast: Cast) -> None:
    before = inspecting(cast)
    scope = "ロゴの制作。連絡は hana.sakurai@gmail.com まで"
    proposal = proposed(before, by=cast.sakurai, scope=scope, at=AGAIN)
    amendments.accept_amendment(proposal, by=cast.yuki, at=AGAIN)
    work.accept(part(before), by=cast.sakurai, at=AGAIN)
    with pytest.raises(Refused) as refusal:
        offered_directly(cast, after=again(before))
    assert refusal.value.field == "scope"
    assert offered_directly(cast, after=again(before), scope="ロゴの制作").is_direct
