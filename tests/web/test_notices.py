"""Notices on pages: the bell, the list, the way on; each reads her own."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mikiwame.core.ids import key, new_id
from mikiwame.market.contracts import events as contracts
from mikiwame.market.history.operations import consume, record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.operations import open_conversation
from mikiwame.market.moderation import events as moderation
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.models import Notification
from mikiwame.market.notifications.states import Group
from tests.cast import MORNING, Cast
from tests.market.notifications.stage import read_by_operator


def happened(cast: Cast, times: int = 1) -> None:
    """Sakurai did something that Yuki is told of."""
    for _ in range(times):
        fact = contracts.StartDeclared(
            subject=key("contract", new_id()),
            client=cast.sakurai.party.key,
            worker=cast.yuki.party.key,
            title="<商品>の説明文",
        )
        record(fact, by=cast.sakurai.key, at=MORNING)
    consume("notifications", operations.take_in, at=MORNING)


@pytest.fixture
def hers(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.yuki)
    return client


def other(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_before_anything_happened_the_list_says_so(hers: Client) -> None:
    page = hers.get("/notices/").content.decode()
    assert "まだお知らせはありません" in page
    assert '<span class="count" data-count-of="notices" hidden>' in page


@pytest.mark.parametrize(
    ("late", "follows"),
    [
        (contracts.RulingAppealed, "期限が2回過ぎると、はじめの判断のとおりに分けられ"),
        (contracts.DisputeLate, "次の期限も過ぎると、はじめの判断のとおりに分けられます"),
    ],
)
def test_both_read_what_follows_where_nobody_else_may_decide(
    cast: Cast, hers: Client, late: Any, follows: str
) -> None:
    sides = {"client": cast.sakurai.party.key, "worker": cast.yuki.party.key}
    about = {"subject": key("contract", new_id()), "title": "ロゴ", "number": 1}
    record(late(**about, **sides), by=None, at=MORNING)
    consume("notifications", operations.take_in, at=MORNING)
    assert follows in hers.get("/notices/").content.decode()


@pytest.mark.parametrize(("measure", "follows"), [("warning", "注意は取り消され"), ("stop", "止まったまま")])
def test_whoever_appealed_reads_what_follows_where_nobody_may_review(
    cast: Cast, hers: Client, measure: str, follows: str
) -> None:
    about = {"subject": key("sanction", new_id()), "party": cast.yuki.party.key, "title": "ロゴ"}
    record(moderation.SanctionLate(**about, measure=measure), by=None, at=MORNING)
    consume("notifications", operations.take_in, at=MORNING)
    assert follows in hers.get("/notices/").content.decode()


def test_the_bell_counts_and_the_list_tells(cast: Cast, hers: Client) -> None:
    happened(cast, 2)
    page = hers.get("/notices/").content.decode()
    assert '<span class="count" data-count-of="notices"><span data-number>2</span>' in page
    assert page.count("「&lt;商品&gt;の説明文」の開始の条件が満たされました") == 2
    assert page.count(">新着<") == 2
    assert "開始の条件" not in other(cast.sakurai).get("/notices/").content.decode()


def test_a_notice_leads_to_what_it_is_about_and_is_read(cast: Cast, hers: Client) -> None:
    conversation = open_conversation(
        key("application", new_id()), title="題", client=cast.ken.party, worker=cast.yuki.party, at=MORNING
    )
    happened(cast)
    [notice] = queries.newest(cast.yuki)
    Notification.objects.filter(pk=notice.pk).update(page=conversation.key)

    response = hers.get(f"/notices/{notice.pk}/")
    assert (response.status_code, response["Location"]) == (302, f"/messages/{conversation.pk}/")
    assert queries.unread(cast.yuki).count() == 0


def test_all_can_be_read_at_once(cast: Cast, hers: Client) -> None:
    happened(cast, 3)
    assert hers.get("/notices/read/").status_code == 405
    assert hers.post("/notices/read/").status_code == 303
    page = hers.get("/notices/").content.decode()
    assert "すべて既読にしました。" in page
    assert "新着" not in page
    assert "すべて既読にする" not in page


def test_older_notices_are_on_the_next_page(cast: Cast, hers: Client) -> None:
    happened(cast, queries.SHOWN + 1)
    first = hers.get("/notices/")
    second = hers.get(first.context["next"])
    assert len(first.context["notices"]) == queries.SHOWN
    assert len(second.context["notices"]) == 1
    assert (second.context["next"], second.context["first"]) == ("", "/notices/")


def test_one_group_is_shown_counted_and_read_by_itself(cast: Cast, hers: Client) -> None:
    happened(cast, 2)
    read_by_operator(cast)
    consume("notifications", operations.take_in, at=MORNING)
    assert queries.unread_by_group(cast.yuki) == dict.fromkeys(Group, 0) | {
        Group.CONTRACTS: 2,
        Group.ACCOUNT: 1,
    }
    contracts_alone = hers.get("/notices/?group=contracts")
    assert {notice.group for notice in contracts_alone.context["notices"]} == {Group.CONTRACTS}
    assert "新着2" in contracts_alone.content.decode()
    assert len(hers.get("/notices/?group=rumours").context["notices"]) == 3

    answer = hers.post("/notices/read/", {"group": "contracts"})
    assert answer["Location"] == "/notices/?group=contracts"
    assert queries.unread_by_group(cast.yuki)[Group.ACCOUNT] == 1
    page = hers.get("/notices/?group=contracts").content.decode()
    assert "すべて既読にする" not in page
    assert "この種類のお知らせは、まだありません。" in hers.get("/notices/?group=tasks").content.decode()


def test_thousands_are_gone_through_by_key_group_by_group(cast: Cast, hers: Client) -> None:
    Notification.objects.bulk_create(
        Notification(
            member=cast.yuki,
            fact=new_id(),
            kind=contracts.StartDeclared.kind,
            side="worker",
            page="notices",
            group=Group.CONTRACTS if number % 2 else Group.TURNS,
            data={"title": "題", "client": cast.sakurai.party.key, "worker": cast.yuki.party.key},
            at=MORNING + timedelta(seconds=number // 7),
        )
        for number in range(3_000)
    )
    address, seen = "/notices/?group=contracts", []
    while address:
        answer = hers.get(address)
        seen += [notice.pk for notice in answer.context["notices"]]
        address = answer.context["next"]
        assert not address or address.startswith("/notices/?group=contracts&after=")
    assert len(seen) == len(set(seen)) == 1_500
    assert queries.unread(cast.yuki).count() == 3_000
    hers.post("/notices/read/")
    assert queries.unread(cast.yuki).count() == 0


def test_outsiders_reach_nothing(cast: Cast, hers: Client) -> None:
    happened(cast)
    [notice] = queries.newest(cast.yuki)
    for outsider in (cast.sora, cast.sakurai, cast.oda):
        client = other(outsider)
        assert client.get(f"/notices/{notice.pk}/").status_code == 404
        assert client.get(f"/notices/?after={notice.pk}").status_code == 404
        client.post("/notices/read/")
    assert queries.unread(cast.yuki).count() == 1
    for path in ("/notices/", f"/notices/{notice.pk}/"):
        assert Client().get(path).status_code == 302
