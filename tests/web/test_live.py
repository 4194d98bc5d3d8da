"""Open pages are told what is new: those whom it concerns, while they are signed in, and nobody else."""

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from mikiwame.core.ids import key, new_id
from mikiwame.market.history.operations import consume
from mikiwame.market.messaging import operations
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.messaging.states import ContactPolicy
from mikiwame.market.notifications import operations as notifications
from mikiwame.web.live import askers, streams
from mikiwame.web.live.askers import Asker
from mikiwame.web.live.streams import STREAMS_MOST, WAITING_MOST
from tests.cast import MORNING, Cast, assemble
from tests.web.live import Served, eventually, served, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def live() -> Iterator[Served]:
    with served() as running:
        yield running


def opened(cast: Cast) -> Conversation:
    return operations.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )


def test_both_sides_hear_of_a_message_and_strangers_hear_nothing(live: Served) -> None:
    cast = assemble()
    conversation = opened(cast)
    hers, his = live.listener(signed_in(cast.yuki)), live.listener(signed_in(cast.sakurai))
    strangers = [live.listener(signed_in(member)) for member in (cast.sora, cast.oda)]
    for page in (hers, his, *strangers):
        assert page.hears("again")
        assert page.hears("counts", conversations=0)

    operations.send(conversation, text="はじめまして。", by=cast.sakurai, at=MORNING)

    assert hers.hears("message", conversation=conversation.key)
    assert his.hears("message", conversation=conversation.key)
    assert hers.hears("counts", conversations=1)
    operations.mark_read(conversation, by=cast.yuki, at=MORNING)
    assert his.hears("read", conversation=conversation.key)
    for page in strangers:
        assert {kind for kind, _ in page.events} == {"again", "counts"}
        assert conversation.key not in page.text
    assert "はじめまして" not in hers.text


def test_an_open_talk_hears_that_contact_details_may_be_exchanged(live: Served) -> None:
    cast = assemble()
    conversation = opened(cast)
    page = f"/messages/{conversation.pk}/"
    browser = Client()
    browser.force_login(cast.yuki)
    assert "教え合わないでください" in browser.get(page).content.decode()
    hers = live.listener(signed_in(cast.yuki))
    assert hers.hears("again")
    operations.set_policy(conversation, ContactPolicy.OPEN, at=MORNING)
    assert hers.hears("thread", conversation=conversation.key)
    html = browser.get(page).content.decode()
    assert "教え合わないでください" not in html
    assert 'id="guarded" hidden' in html


def test_a_mark_that_stays_where_it_is_is_not_told(live: Served) -> None:
    cast = assemble()
    conversation = opened(cast)
    operations.send(conversation, text="はじめまして。", by=cast.sakurai, at=MORNING)
    operations.mark_read(conversation, by=cast.yuki, at=MORNING)
    his = live.listener(signed_in(cast.sakurai))
    assert his.hears("counts")

    operations.mark_read(conversation, by=cast.yuki, at=MORNING)
    operations.send(conversation, text="はい。", by=cast.yuki, at=MORNING)
    assert his.hears("message")
    assert "read" not in [kind for kind, _ in his.events]


def test_a_notice_and_its_being_read_change_the_counts(live: Served) -> None:
    cast = assemble()
    operations.send(opened(cast), text="はじめまして。", by=cast.sakurai, at=MORNING)
    hers = live.listener(signed_in(cast.yuki))
    assert hers.hears("counts", notices=0)

    consume("notifications", notifications.take_in, at=MORNING)
    assert hers.hears("notice")
    assert hers.hears("counts", notices=1)
    notifications.mark_all_read(by=cast.yuki, at=MORNING)
    assert eventually(lambda: [said["notices"] for kind, said in hers.events if kind == "counts"][-1] == 0)


def test_what_is_undone_is_told_to_nobody(live: Served) -> None:
    cast = assemble()
    conversation = opened(cast)
    hers = live.listener(signed_in(cast.yuki))
    with suppress(ZeroDivisionError), transaction.atomic():
        operations.send(conversation, text="はじめまして。", by=cast.sakurai, at=MORNING)
        1 / 0  # noqa: B018
    operations.send(conversation, text="こちらは届きます。", by=cast.sakurai, at=MORNING)

    assert hers.hears("message")
    assert [kind for kind, _ in hers.events].count("message") == 1


@pytest.mark.parametrize("way", ["sign-out", "ended elsewhere", "password", "closed account"])
def test_a_stream_ends_with_its_session(live: Served, way: str) -> None:
    cast = assemble()
    client = Client()
    client.force_login(cast.yuki, backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    hers, other = live.listener(session), live.listener(signed_in(cast.yuki))
    assert hers.hears("counts")

    match way:
        case "sign-out":
            client.logout()
        case "ended elsewhere":
            client.session.delete(session)
        case "password":
            cast.yuki.set_password("another-long-one-4")
            cast.yuki.save()
        case "closed account":
            type(cast.yuki).objects.filter(pk=cast.yuki.pk).update(is_active=False)
    if way in {"password", "closed account"}:
        live.look()  # nothing is told of these: the next look finds them
        assert eventually(lambda: other.ended)

    assert eventually(lambda: hers.ended)
    assert live.listener(session).status == 401


def test_without_a_session_there_is_no_stream(live: Served) -> None:
    cast = assemble()
    for session in ("", "nonsense", "x" * 32, 'a"; b'):
        assert live.listener(session).status == 401
    session = signed_in(cast.yuki)
    assert live.listener(session, path="/").status == 404
    assert live.listener(session, path="/live/other/").status == 404
    assert live.listener(session, method="POST").status == 405


def test_pages_of_others_get_none(live: Served) -> None:
    session = signed_in(assemble().yuki)
    for headers in ({"origin": "http://localhost:8000"}, {"origin": "http://localhost:8001"}):
        answer = live.listener(session, **headers)
        assert answer.status == 200
        assert answer.headers["access-control-allow-origin"] == headers["origin"]
    for foreign in ("http://localhost:3000", "https://localhost:8000", "https://evil.example", "null"):
        answer = live.listener(session, origin=foreign)
        assert answer.status == 403
        assert "access-control-allow-origin" not in answer.headers
    for host in ("evil.example", ""):
        assert live.listener(session, host=host).status == 403


def test_a_member_has_so_many_streams_and_gets_another_when_one_is_closed(live: Served) -> None:
    cast = assemble()
    session = signed_in(cast.yuki)
    pages = [live.listener(session) for _ in range(STREAMS_MOST)]
    assert {page.status for page in pages} == {200}
    assert live.listener(session).status == 429
    assert live.listener(signed_in(cast.sakurai)).status == 200

    pages[0].leave()
    assert eventually(lambda: len(live.live.streams.all()) == STREAMS_MOST)
    assert live.listener(session).status == 200


def test_a_process_has_so_many_streams_and_takes_another_when_one_is_closed(
    live: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "ALL_MOST", 2)
    cast = assemble()
    sora = signed_in(cast.sora)
    hers, his = live.listener(signed_in(cast.yuki)), live.listener(signed_in(cast.sakurai))
    assert (hers.status, his.status) == (200, 200)
    assert live.listener(sora).status == 429

    hers.leave()
    assert eventually(lambda: len(live.live.streams.all()) == 1)
    assert live.listener(sora).status == 200


def test_the_end_of_a_session_costs_no_other_stream_anything(
    live: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = assemble()
    session = signed_in(cast.yuki)
    hers, his = live.listener(session), live.listener(signed_in(cast.sakurai))
    told = Asker(session, cast.yuki.pk, cast.yuki.party.pk).ended_as

    monkeypatch.setattr(askers, "hashlib", None)  # who hashes anything from now on fails
    said = json.dumps({"kind": "session_ended", "session": told})
    live.loop.call_soon_threadsafe(live.live.streams.deliver, said)
    assert eventually(lambda: hers.ended)
    assert not his.ended
    assert [stream.asker.member for stream in live.live.streams.all()] == [cast.sakurai.pk]


def test_a_slow_page_holds_up_nobody_and_is_told_to_ask_for_everything(live: Served) -> None:
    cast = assemble()
    conversations = [opened(cast) for _ in range(WAITING_MOST + 3)]
    slow, quick = live.listener(signed_in(cast.yuki)), live.listener(signed_in(cast.sakurai))
    assert slow.hears("counts")
    slow.reads.clear()
    for conversation in conversations:
        operations.send(conversation, text="はじめまして。", by=cast.sakurai, at=MORNING)
    assert quick.hears("message", conversation=conversations[-1].key)
    [waiting] = [stream.waiting for stream in live.live.streams.all() if stream.asker.member == cast.yuki.pk]
    assert len(waiting) <= WAITING_MOST
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%'"
        )
        assert cursor.fetchone() == (0,)

    slow.reads.set()
    assert slow.hears("message", conversation=conversations[-1].key)
    assert [kind for kind, _ in slow.events].count("again") == 2


def test_after_the_listening_connection_was_cut_pages_ask_for_everything(live: Served) -> None:
    cast = assemble()
    conversation = opened(cast)
    hers = live.listener(signed_in(cast.yuki))
    assert hers.hears("counts")
    before = [kind for kind, _ in hers.events].count("again")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'mikiwame live' AND datname = current_database()"
        )
    assert eventually(lambda: [kind for kind, _ in hers.events].count("again") > before)

    operations.send(conversation, text="はじめまして。", by=cast.sakurai, at=MORNING)
    assert hers.hears("message", conversation=conversation.key)


def test_pages_know_where_to_listen() -> None:
    cast = assemble()
    client = Client(headers={"host": "localhost:8000"})
    assert "data-live" not in client.get("/").content.decode()
    client.force_login(cast.yuki)
    page = client.get("/messages/")
    assert 'data-live="http://localhost:8001/live/"' in page.content.decode()
    assert "http://localhost:8001" in page["Content-Security-Policy"]
