"""People are told of what others did, once, in the page and by e-mail."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from threading import Barrier, Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Mailbox
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from pytest_django.fixtures import Settings

from mikiwame.core.errors import NotFound
from mikiwame.core.ids import key, new_id
from mikiwame.market.contests.operations import choosing
from mikiwame.market.contracts import events as contracts
from mikiwame.market.history.models import Fact
from mikiwame.market.history.operations import consume, record
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.models import Email, Notification
from mikiwame.market.notifications.states import ByEmail
from mikiwame.market.turns.events import TurnReminded
from mikiwame.market.turns.states import TurnKind
from tests.cast import MORNING, Cast, assemble
from tests.market.contests import stage as contests
from tests.market.hiring.stage import applied, published
from tests.market.notifications.stage import CONTRACT, LAPSED, choose_email, happened, take_in

HOUR = timedelta(hours=1)


def told(member: Member) -> list[str]:
    return [notification.words.headline for notification in queries.newest(member)]


def test_both_sides_are_told_of_what_a_clock_did(cast: Cast) -> None:
    happened(cast, by=None)
    assert take_in() == 1

    for side in (cast.sakurai, cast.yuki):
        [notification] = queries.newest(side)
        assert notification.words.headline == LAPSED
        assert (notification.page, notification.at, notification.read_at) == (CONTRACT, MORNING, None)
    for other in (cast.sora, cast.ken, cast.oda, cast.kuroda):
        assert told(other) == []


def test_a_token_for_programs_is_told_to_whose_it_is(cast: Cast) -> None:
    members.issue_token(cast.yuki, name="家の計算機", scopes=["read"], at=MORNING)
    assert take_in() == 1
    [notification] = queries.newest(cast.yuki)
    assert notification.page == "tokens"
    assert "トークン" in notification.words.headline
    assert [email.member for email in Email.objects.all()] == [cast.yuki]


def test_a_client_is_reminded_of_applicants_only_where_there_are_some(cast: Cast) -> None:
    empty, awaited = (published(cast.sakurai, title=title) for title in ("まだ誰も", "ゆきが応募"))
    applied(cast.yuki, awaited)
    for posting in (empty, awaited):
        record(reminder_of(posting.key, cast.sakurai), by=None, at=MORNING)

    consume("notifications", operations.take_in, at=MORNING)

    reminded = [one.page for one in queries.newest(cast.sakurai) if one.kind == TurnReminded.kind]
    assert reminded == [awaited.key]


def reminder_of(page: str, of: Member) -> TurnReminded:
    """That the promise to applicants is about to run out."""
    return TurnReminded(
        subject=page,
        party=of.party.key,
        turn_kind=TurnKind.DECISION,
        title="募集",
        page=page,
        until=MORNING + timedelta(days=1),
    )


def test_nobody_is_told_of_her_own_acts(cast: Cast) -> None:
    happened(cast, by=cast.sakurai)
    take_in()
    assert told(cast.sakurai) == []
    assert told(cast.yuki) == [LAPSED]


def test_told_twice_it_is_told_once(cast: Cast) -> None:
    happened(cast, by=None)
    for _ in range(2):
        operations.take_in(Fact.objects.get(subject=CONTRACT))
    assert told(cast.yuki) == [LAPSED]
    assert Email.objects.count() == 2


def test_who_has_left_is_told_nothing(cast: Cast) -> None:
    cast.yuki.is_active = False
    cast.yuki.save()
    happened(cast, by=None)
    take_in()
    assert not Notification.objects.filter(member=cast.yuki).exists()


def test_of_several_messages_that_wait_the_first_is_told(cast: Cast) -> None:
    conversation = messaging.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )
    for text in ("はじめまして。", "追伸です。"):
        messaging.send(conversation, text=text, by=cast.sakurai, at=MORNING)
    take_in()
    assert told(cast.yuki) == ["桜井デザイン室さんからメッセージが届きました"]

    messaging.mark_read(conversation, by=cast.yuki, at=MORNING + HOUR)
    messaging.send(conversation, text="もう一つ。", by=cast.sakurai, at=MORNING + HOUR)
    consume("notifications", operations.take_in, at=MORNING + HOUR)
    assert len(told(cast.yuki)) == 2
    assert told(cast.sakurai) == []


def test_a_message_that_was_read_meanwhile_is_no_news(cast: Cast) -> None:
    conversation = messaging.open_conversation(
        key("application", new_id()), title="題", client=cast.ken.party, worker=cast.yuki.party, at=MORNING
    )
    messaging.send(conversation, text="はじめまして。", by=cast.ken, at=MORNING)
    messaging.mark_read(conversation, by=cast.yuki, at=MORNING)
    take_in()
    assert told(cast.yuki) == []


def test_a_maker_hears_once_that_her_entry_is_a_finalist(cast: Cast) -> None:
    contest = contests.opened(cast, entries_each=2)
    for entry in (contests.entered(contest, cast.yuki), contests.entered(contest, cast.yuki)):
        for _ in range(20):
            choosing.shortlist(entry, by=cast.sakurai, at=MORNING)
            choosing.unlist(entry, by=cast.sakurai, at=MORNING)
    take_in()
    told = [one.data["number"] for one in queries.newest(cast.yuki)]
    assert sorted(told) == [1, 2], "of each of them"


def test_what_was_read_is_no_longer_new(cast: Cast) -> None:
    for _ in range(3):
        happened(cast, by=None)
    take_in()
    newest, *_ = queries.newest(cast.yuki)
    assert queries.unread(cast.yuki).count() == 3

    operations.mark_read(newest, by=cast.yuki, at=MORNING + HOUR)
    assert queries.unread(cast.yuki).count() == 2
    assert operations.mark_all_read(by=cast.yuki, at=MORNING + HOUR) == 2
    assert queries.unread(cast.yuki).count() == 0
    assert queries.unread(cast.sakurai).count() == 3


def test_each_reads_her_own_only(cast: Cast) -> None:
    happened(cast, by=None)
    take_in()
    [hers] = queries.newest(cast.yuki)
    for other in (cast.sakurai, cast.sora):
        with pytest.raises(NotFound):
            queries.notification_for(other, hers.pk)
        with pytest.raises(NotFound):
            operations.mark_read(hers, by=other, at=MORNING)
    assert queries.notification_for(cast.yuki, hers.pk) == hers


def test_the_newest_come_first_and_older_ones_can_be_asked_for(cast: Cast) -> None:
    for _ in range(queries.SHOWN + 2):
        happened(cast, by=None)
    take_in()
    shown = queries.newest(cast.yuki)
    rest = queries.newest(cast.yuki, after=shown[-1])
    assert (len(shown), len(rest)) == (queries.SHOWN, 2)
    assert not {each.pk for each in shown} & {each.pk for each in rest}


# E-mail


def test_the_same_comes_by_email_once(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    happened(cast, by=cast.sakurai)
    take_in()
    assert operations.send_emails(at=MORNING) == 1
    assert operations.send_emails(at=MORNING + HOUR) == 0

    [letter] = mailoutbox
    [notification] = queries.newest(cast.yuki)
    assert letter.to == ["yuki@example.jp"]
    assert letter.subject == LAPSED
    assert f"http://localhost:8000/notices/{notification.pk}/" in letter.body
    headers = letter.message()
    assert headers["Message-ID"] == f"<{notification.email_id}@localhost>"
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_who_switched_it_off_gets_none(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_email(cast.yuki, ByEmail.NEVER)
    happened(cast, by=None)
    take_in()
    operations.send_emails(at=MORNING)
    assert told(cast.yuki) == [LAPSED]
    assert [letter.to for letter in mailoutbox] == [["sakurai@example.jp"]]


def test_what_was_read_in_the_page_is_not_sent(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    happened(cast, by=cast.sakurai)
    take_in()
    operations.mark_all_read(by=cast.yuki, at=MORNING)
    operations.send_emails(at=MORNING)
    assert mailoutbox == []
    assert not Email.objects.exists()


def test_a_title_cannot_write_headers(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    fact = contracts.StartDeclared(
        subject=CONTRACT,
        client=cast.sakurai.party.key,
        worker=cast.yuki.party.key,
        title="題\r\nBcc: kuroda@example.jp",
    )
    record(fact, by=cast.sakurai.key, at=MORNING)
    take_in()
    operations.send_emails(at=MORNING)
    assert mailoutbox[0].message()["Bcc"] is None


def test_a_letter_that_is_refused_is_tried_again_and_at_last_given_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    happened(cast, by=cast.sakurai)
    take_in()
    attempts = []

    def refuse(self: EmailBackend, messages: list[EmailMessage]) -> int:
        attempts.append(hour)
        raise SMTPServerDisconnected("no such mailbox")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for hour in range(24 * 4):
        operations.send_emails(at=MORNING + hour * HOUR)

    email = Email.objects.get()
    assert len(attempts) == email.attempts == operations.ATTEMPTS_MOST
    assert email.failed_at
    assert email.sent_at is None
    assert "an e-mail was not taken" in caplog.text
    assert "@example.jp" not in caplog.text


def test_a_letter_that_cannot_be_written_holds_up_nobody(
    cast: Cast, mailoutbox: list[EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    happened(cast, by=cast.sakurai)
    happened(cast, by=cast.sakurai)
    take_in()
    broken, *_ = Notification.objects.order_by("pk")
    broken.kind = "contracts.Unheard"
    broken.save()
    assert operations.send_emails(at=MORNING) == 2
    assert len(mailoutbox) == 1
    assert Email.objects.get(told=broken).attempts == 1


def test_where_nothing_waits_no_server_is_asked(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmailBackend, "open", lambda _: pytest.fail("asked"))
    assert operations.send_emails(at=MORNING) == 0


def test_without_a_mail_server_nothing_is_lost(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    happened(cast, by=cast.sakurai)
    take_in()
    assert operations.send_emails(at=MORNING) == 0
    assert Email.objects.get().attempts == 0

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert operations.send_emails(at=MORNING + timedelta(seconds=59)) == 0, "it is left alone for a minute"
    assert operations.send_emails(at=MORNING + timedelta(seconds=60)) == 1


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Kept(Mailbox):
    """Keeps what a mail server receives."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.letters.append(message)


@contextmanager
def received_by(kept: Mailbox, settings: Settings) -> Iterator[None]:
    """A real mail server, to which Django sends."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    server = Controller(kept, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    yield
    server.stop()


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Kept]:
    kept = Kept()
    with received_by(kept, settings):
        yield kept


def test_a_real_server_takes_them_all_over_one_connection(cast: Cast, mailbox: Kept) -> None:
    happened(cast, by=None)
    happened(cast, by=None)
    take_in()
    assert operations.send_emails(at=MORNING) == 4
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 4
    assert {letter["To"] for letter in mailbox.letters} == {"sakurai@example.jp", "yuki@example.jp"}


class Weary(Kept):
    """Takes a few letters over a connection, then says that it closes, or just hangs up."""

    def __init__(self, *, patience: int, closes_at: str) -> None:
        super().__init__()
        self.patience, self.closes_at = patience, closes_at
        self.taken: Counter[Any] = Counter()

    def has_enough(self, session: Any, command: str) -> bool:
        return command == self.closes_at and self.taken[session.peer] >= self.patience

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, _: Any) -> str:  # noqa: N802
        if self.has_enough(session, "MAIL"):
            return "421 that was enough"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _: Any) -> str:  # noqa: N802
        if self.has_enough(session, "RCPT"):
            return "421 that was enough"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> Any:  # noqa: N802
        if self.has_enough(session, "DATA"):
            server.transport.abort()
            return "451 nobody reads this"
        self.taken[session.peer] += 1
        return await super().handle_DATA(server, session, envelope)


@pytest.mark.parametrize("closes_at", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_takes_a_few_over_each_connection_gets_them_over_several(
    cast: Cast, settings: Settings, closes_at: str
) -> None:
    for _ in range(4):
        happened(cast, by=None)
    take_in()
    weary = Weary(patience=3, closes_at=closes_at)
    with received_by(weary, settings):
        operations.send_emails(at=MORNING)
    assert len(weary.letters) == len({letter["Message-ID"] for letter in weary.letters}) == 8
    assert sorted(weary.taken.values()) == [2, 3, 3]
    assert not Email.objects.filter(attempts__gt=0).exists()


def test_a_server_that_hangs_up_at_once_costs_one_letter_an_attempt(cast: Cast, settings: Settings) -> None:
    for _ in range(4):
        happened(cast, by=None)
    take_in()
    weary = Weary(patience=0, closes_at="MAIL")
    with received_by(weary, settings):
        operations.send_emails(at=MORNING)
        assert sorted(Email.objects.values_list("attempts", flat=True)) == [0] * 7 + [1]
        assert operations.send_emails(at=MORNING + timedelta(seconds=59)) == 0, (
            "it is left alone for a minute"
        )
        weary.patience = 8
        operations.send_emails(at=MORNING + timedelta(seconds=60))
        assert len(weary.letters) == 7
        operations.send_emails(at=MORNING + timedelta(seconds=120))
    assert len(weary.letters) == 8


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_letters(mailoutbox: list[EmailMessage]) -> None:
    cast = assemble()
    for _ in range(5):
        happened(cast, by=None)
    take_in()
    together = Barrier(2)

    def work() -> None:
        together.wait()
        operations.send_emails(at=MORNING)
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mailoutbox) == len({letter.message()["Message-ID"] for letter in mailoutbox}) == 10
