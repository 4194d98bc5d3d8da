"""Nothing is lost when a worker is killed amid sending, and only what was in flight comes again."""

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Mailbox
from django.db import connection

from mikiwame.core import clock
from mikiwame.market.contracts.events import FundingLapsed
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.notifications.models import Email, Notification, Push
from mikiwame.market.notifications.states import ByEmail
from tests.cast import assemble, joined
from tests.market.notifications.push_service import Browser, PushService, Received, running
from tests.market.notifications.stage import CONTRACT, choose_email, happened, take_in
from tests.ops.instance import eventually

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]
YESTERDAY = clock.now() - timedelta(days=2)
EVERY = 4
"""At each of so many messages the worker is killed when the other side has got it, before it has heard so."""
KILLS = 4


class Executioner:
    """Counts what arrives, by name, and kills the worker amid some of it."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()
        self.kills = 0
        self.worker: subprocess.Popen[bytes] | None = None

    def saw(self, name: str) -> None:
        """A message has arrived."""
        self.arrived[name] += 1
        if self.arrived.total() % EVERY == 0 and self.kills < KILLS and self.worker:
            self.kills += 1
            os.kill(self.worker.pid, signal.SIGKILL)


@contextmanager
def mail_server(saw: Callable[[str], None]) -> Iterator[str]:
    """A mail server; its address."""

    class Kept(Mailbox):
        def handle_message(self, message: Any) -> None:
            saw(message["Message-ID"])

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(Kept(), hostname="127.0.0.1", port=port)
    server.start()
    yield f"smtp://127.0.0.1:{port}"
    server.stop()


def work_on(executioner: Executioner, mail: str, service: PushService, done: Callable[[], bool]) -> None:
    """One worker after another, until nothing waits."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "-m", "tests.market.notifications.killed"]
    command += [str(service.port), str(service.certificate)]
    env = {**os.environ, "DATABASE_URL": url, "MIKIWAME_EMAIL_URL": mail}
    for _ in range(KILLS + 1):
        executioner.worker = subprocess.Popen(command, env=env, cwd=ROOT)
        try:
            assert eventually(lambda: executioner.worker.poll() is not None or done())  # type: ignore[union-attr]
        finally:
            executioner.worker.kill()
            executioner.worker.wait()
    assert done()


def assert_only_what_was_in_flight_came_again(executioner: Executioner, expected: set[str]) -> None:
    """Everything at least once; for each kill at most one once more."""
    assert executioner.kills == KILLS
    assert set(executioner.arrived) == expected
    repeats = {name: times - 1 for name, times in executioner.arrived.items() if times > 1}
    assert 1 <= sum(repeats.values()) <= KILLS, "the test has hit what it wanted to hit"
    assert set(repeats.values()) == {1}


def message_ids() -> set[str]:
    return {f"<{email.pk}@localhost>" for email in Email.objects.all()}


def are_sent() -> bool:
    return not Email.objects.filter(sent_at=None).exists() and not Push.objects.filter(sent_at=None).exists()


def test_of_emails_only_the_one_in_flight_comes_again(tmp_path: Path) -> None:
    cast = assemble()
    for _ in range(12):
        happened(cast, by=None, at=YESTERDAY)
    assert take_in(YESTERDAY) == 12
    executioner = Executioner()
    with mail_server(executioner.saw) as mail, running(tmp_path) as service:
        work_on(executioner, mail, service, are_sent)
    assert Email.objects.count() == 24
    assert_only_what_was_in_flight_came_again(executioner, message_ids())


def test_of_digests_only_the_one_in_flight_comes_again(tmp_path: Path) -> None:
    cast = assemble()
    people = [joined(f"worker{number}", f"ワーカー{number}", YESTERDAY) for number in range(16)]
    for person in people:
        choose_email(person, ByEmail.DAILY)
        for _ in range(2):
            record(lapsed_between(cast.sakurai, person), by=cast.sakurai.key, at=YESTERDAY)
    take_in(YESTERDAY)
    executioner = Executioner()
    with mail_server(executioner.saw) as mail, running(tmp_path) as service:
        work_on(executioner, mail, service, lambda: are_sent() and not is_waiting_to_be_gathered())
    assert Email.objects.count() == 16, "one for each, whatever was killed"
    assert Notification.objects.filter(email=None).count() == 0
    assert_only_what_was_in_flight_came_again(executioner, message_ids())


def test_of_pushes_only_the_one_in_flight_comes_again(tmp_path: Path) -> None:
    cast = assemble()
    choose_email(cast.yuki, ByEmail.NEVER)
    browsers = [Browser("phone"), Browser("desk")]
    for browser in browsers:
        browser.subscribed(cast.yuki)
    for _ in range(10):
        happened(cast, by=cast.sakurai, at=YESTERDAY)
    take_in(YESTERDAY)
    executioner = Executioner()

    def answer(message: Received) -> int:
        executioner.saw(message.topic)
        return 201

    with mail_server(executioner.saw) as mail, running(tmp_path) as service:
        service.answer = answer
        work_on(executioner, mail, service, are_sent)
    assert Push.objects.count() == 20
    assert_only_what_was_in_flight_came_again(executioner, {push.pk.hex for push in Push.objects.all()})


def is_waiting_to_be_gathered() -> bool:
    return Notification.objects.exclude(digest_due=None).exists()


def lapsed_between(client: Member, worker: Member) -> FundingLapsed:
    return FundingLapsed(
        subject=CONTRACT,
        client=client.party.key,
        worker=worker.party.key,
        title="商品説明文の作成",
        number=1,
        amount=30_000,
    )
