"""The member's own front page: whose turn it is, how long, and what happens then."""

from datetime import timedelta

import pytest
from django.test import Client

from mikiwame.core import clock
from mikiwame.core.ids import key, new_id
from mikiwame.market.contests.operations import choosing
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.hiring.operations import applications
from mikiwame.market.members.models import Member, Party
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.states import TurnKind
from tests.api.programs import program_of
from tests.cast import Cast
from tests.market.contests.stage import again
from tests.market.contracts.stage import offered
from tests.market.hiring.stage import applied
from tests.web.stage import published_today
from tests.web.test_contests import closed_early, entered_today, opened_today


def a_turn(kind: TurnKind, title: str, *, whose: Party | None, waiting: Party, left: timedelta) -> None:
    at = clock.now()
    subject = key("milestone", new_id())
    page = key("conversation", new_id())
    since = at - timedelta(days=1)
    turns.open_turn(
        kind, subject, whose=whose, waiting=waiting, title=title, page=page, since=since, until=at + left
    )


def seen_by(client: Client, member: Member) -> str:
    client.force_login(member)
    response = client.get("/home/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_new_member_reads_what_to_do_first(client: Client, cast: Cast) -> None:
    body = seen_by(client, cast.yuki)
    assert "ようこそ" in body
    assert 'aria-current="step"' in body


def test_the_most_urgent_turn_comes_first(client: Client, cast: Cast) -> None:
    client_party, worker = cast.sakurai.party, cast.yuki.party
    a_turn(TurnKind.OFFER, "ロゴ", whose=worker, waiting=client_party, left=timedelta(days=3, hours=1))
    a_turn(
        TurnKind.DELIVERY, "チラシ", whose=worker, waiting=client_party, left=timedelta(hours=5, minutes=1)
    )

    body = seen_by(client, cast.yuki)
    assert body.index("チラシ") < body.index("ロゴ")
    assert "あと5時間" in body
    assert "桜井デザイン室さんが待っています" in body
    assert "依頼は失効します" in body
    assert "data-number>2<" in body


def test_the_other_side_sees_what_she_waits_for(client: Client, cast: Cast) -> None:
    a_turn(
        TurnKind.INSPECTION,
        "ロゴ",
        whose=cast.sakurai.party,
        waiting=cast.yuki.party,
        left=timedelta(days=7),
    )
    body = seen_by(client, cast.yuki)
    assert "相手の番" in body
    assert "桜井デザイン室さんの番です" in body


def test_what_waits_on_the_operators_says_so(client: Client, cast: Cast) -> None:
    a_turn(TurnKind.DISPUTE, "ロゴ", whose=None, waiting=cast.yuki.party, left=timedelta(days=7))
    assert "運営の番です" in seen_by(client, cast.yuki)
    for address in ("/operations/", "/home/"):
        client.force_login(cast.oda)
        assert "ゆきさんが待っています" in client.get(address).content.decode()


def test_an_operator_is_no_newcomer_however_little_waits(client: Client, cast: Cast) -> None:
    body = seen_by(client, cast.oda)
    assert "いま、あなたを待っている人はいません" in body
    assert "ようこそ" not in body
    assert "運営の番" not in body


@pytest.mark.parametrize("name", ["sora", "kuroda"])
def test_others_turns_are_not_shown(client: Client, cast: Cast, name: str) -> None:
    a_turn(TurnKind.OFFER, "ロゴ", whose=cast.yuki.party, waiting=cast.sakurai.party, left=timedelta(days=3))
    assert "ロゴ" not in seen_by(client, getattr(cast, name))


def test_a_posting_waits_for_its_client_only_once_somebody_has_applied(client: Client, cast: Cast) -> None:
    posting = published_today(cast.sakurai)
    assert posting.title not in seen_by(client, cast.sakurai)

    applied(cast.yuki, posting, at=clock.now())
    body = seen_by(client, cast.sakurai)
    assert posting.title in body
    assert "応募者1人が待っています" in body


def test_all_who_applied_see_that_they_wait_until_they_take_it_back(client: Client, cast: Cast) -> None:
    posting = published_today(cast.sakurai)
    hers = applied(cast.yuki, posting, at=clock.now())
    soras = applied(cast.sora, posting, at=clock.now())
    assert Turn.objects.count() == 1, "not one for each of them"

    for member, application in ((cast.yuki, hers), (cast.sora, soras)):
        body = seen_by(client, member)
        _, _, waited_for = body.partition("相手の番")
        assert f"/applications/{application.pk}/" in waited_for
        assert "桜井デザイン室さんの番です" in waited_for
        assert "返事がないまま過ぎると" in waited_for
    assert "相手の番" not in seen_by(client, cast.kuroda)

    applications.withdraw(hers, by=cast.yuki, at=clock.now())
    assert "相手の番" not in seen_by(client, cast.yuki)
    assert "相手の番" in seen_by(client, cast.sora)


def test_a_contest_waits_for_its_client_from_the_choice_on_and_all_who_entered_see_it(
    client: Client, cast: Cast
) -> None:
    contest = opened_today(cast)
    entries = [entered_today(contest, worker) for worker in (cast.yuki, cast.yuki, cast.ken)]
    for member in (cast.sakurai, cast.yuki):
        assert contest.title not in seen_by(client, member), "its last day comes by itself"

    closed_early(contest)
    assert "応募者2人が待っています" in seen_by(client, cast.sakurai)
    for worker in (cast.yuki, cast.ken):
        _, _, waited_for = seen_by(client, worker).partition("相手の番")
        assert waited_for.count(f"/contests/{contest.pk}/") == 1
        assert "桜井デザイン室さんの番です" in waited_for
        assert contest.title in str(program_of(worker).get("/turns/theirs"))
    assert contest.title not in seen_by(client, cast.sora)

    choosing.choose(again(contest), [Winner(entries[0])], by=cast.sakurai, at=clock.now())
    assert "相手の番" not in seen_by(client, cast.yuki)


def test_whoever_has_an_offer_waits_for_nobody(client: Client, cast: Cast) -> None:
    application = applied(cast.yuki, published_today(cast.sakurai), at=clock.now())
    offered(cast, application=application, at=clock.now())
    body = seen_by(client, cast.yuki)
    assert "内定・お試しへの返事" in body
    assert "応募者への返事" not in body
