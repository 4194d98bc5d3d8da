"""Files are looked at by a scanner that answers as ClamAV's daemon does; without one they stay unscanned."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mikiwame import settings as readers
from mikiwame.core.ids import id_of, key, new_id
from mikiwame.market.contests.operations import entries
from mikiwame.market.contracts.operations import disputes, work
from mikiwame.market.history.models import Fact
from mikiwame.market.history.operations import consume
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.messaging.operations import scanning
from mikiwame.market.messaging.operations.scanning import AGAIN_AFTER
from mikiwame.market.messaging.states import Scan
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.notifications import queries as notices
from mikiwame.ops import worker
from mikiwame.sight import SIDES, VIEWERS, sides_of
from mikiwame.web.pages import address_of
from tests.cast import MORNING, Cast
from tests.market.contests import stage as contests
from tests.market.contracts.stage import DAY, HOUR, START, inspecting, part, started
from tests.market.hiring.stage import applied, published

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass
class Daemon:
    """Speaks INSTREAM, knows EICAR, takes at most a megabyte."""

    address: SplitResult
    line: socket.socket
    looked_at: list[bytes] = field(default_factory=list)
    most: int = 1_000_000

    def serve(self) -> None:
        while True:
            try:
                caller, _ = self.line.accept()
            except OSError:
                return
            with caller, caller.makefile("rb") as heard:
                assert heard.read(10) == b"zINSTREAM\0"
                caller.sendall(self.answer(heard) + b"\0")

    def answer(self, heard: object) -> bytes:
        content = b""
        while length := struct.unpack("!I", heard.read(4))[0]:  # type: ignore[attr-defined]
            content += heard.read(length)  # type: ignore[attr-defined]
            if len(content) > self.most:
                return b"INSTREAM size limit exceeded. ERROR"
        self.looked_at.append(content)
        return b"stream: Eicar-Signature FOUND" if EICAR in content else b"stream: OK"


@pytest.fixture(params=["tcp", "unix"])
def daemon(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Daemon]:
    if request.param == "tcp":
        line = socket.create_server(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{line.getsockname()[1]}"
    else:
        line = socket.socket(socket.AF_UNIX)
        line.bind(str(tmp_path / "clamd"))
        line.listen()
        address = f"unix://{tmp_path}/clamd"
    daemon = Daemon(urlsplit(address), line)
    threading.Thread(target=daemon.serve, daemon=True).start()
    yield daemon
    line.close()


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    return operations.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )


def send(conversation: Conversation, cast: Cast, name: str, content: bytes) -> str:
    """Her file's key."""
    files = [SimpleUploadedFile(name, content)]
    message = operations.send(conversation, text="", by=cast.yuki, at=MORNING, files=files)
    return queries.attachments(message.key)[0].key


def scan_of(file: str) -> str:
    return str(queries.attachment(id_of(file)).scan)


def browser(member: object) -> Client:
    client = Client()
    client.force_login(member)  # type: ignore[arg-type]
    return client


def test_a_clean_file_and_an_infected_one(
    cast: Cast, conversation: Conversation, daemon: Daemon, settings: object
) -> None:
    settings.CLAMAV = daemon.address  # type: ignore[attr-defined]
    clean = send(conversation, cast, "原稿.txt", "焦げつきにくい鍋です。".encode())
    infected = send(conversation, cast, "eicar.txt", EICAR)
    assert [scan_of(clean), scan_of(infected)] == [Scan.UNSCANNED, Scan.UNSCANNED]

    assert [worker.look_for_viruses(MORNING) for _ in range(3)] == [1, 1, 0]
    assert [scan_of(clean), scan_of(infected)] == [Scan.CLEAN, Scan.INFECTED]
    assert daemon.looked_at[1] == EICAR

    page = browser(cast.sakurai).get(f"/messages/{conversation.pk}/").content.decode()
    assert "ウイルス検査済み" in page
    assert "ウイルスが見つかったため開けません" in page
    for reader in (cast.yuki, cast.sakurai):
        client = browser(reader)
        assert client.get(f"/files/{clean.partition(':')[2]}/").status_code == 200
        refused = client.get(f"/files/{infected.partition(':')[2]}/")
        assert refused.status_code == 409
        assert f"/files/{infected.partition(':')[2]}/" not in page
    assert browser(cast.sora).get(f"/files/{infected.partition(':')[2]}/").status_code == 404

    consume("notifications", notifications.take_in, at=MORNING)
    for reader, words in ((cast.yuki, "あなたが送った"), (cast.sakurai, "もう開けません")):
        [notice] = [one for one in notices.newest(reader) if one.kind == "messaging.VirusFound"]
        assert "eicar.txt" in notice.words.headline
        assert words in notice.words.body


def test_what_is_too_large_for_the_scanner_is_tried_again_later(
    cast: Cast, conversation: Conversation, daemon: Daemon, settings: object
) -> None:
    settings.CLAMAV, daemon.most = daemon.address, 100  # type: ignore[attr-defined]
    file = send(conversation, cast, "長い.txt", b"a" * 300_000)
    assert [worker.look_for_viruses(MORNING) for _ in range(2)] == [1, 0]
    assert scan_of(file) == Scan.UNSCANNED
    daemon.most = 1_000_000
    assert worker.look_for_viruses(MORNING + AGAIN_AFTER) == 1
    assert scan_of(file) == Scan.CLEAN


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("仕事.txt", "焦げつきにくい鍋です。".encode())


def applied_with_it(cast: Cast) -> None:
    applied(cast.yuki, published(cast.sakurai), files=[upload()])


def delivered(cast: Cast) -> None:
    files = [upload()]
    work.deliver(part(started(cast)), note="できました", files=files, by=cast.yuki, at=START + HOUR)


def disputed(cast: Cast) -> None:
    contested = part(inspecting(cast))
    files = [upload()]
    disputes.open_dispute(contested, statement="違います", files=files, by=cast.yuki, at=START + 2 * HOUR)


def entered(cast: Cast) -> None:
    entry = contests.begun(contests.opened(cast, asks="files"), cast.yuki)
    entries.add_file(entry, contests.logo(), by=cast.yuki, at=MORNING)
    entries.hand_in(entry, by=cast.yuki, at=MORNING)


def begun(cast: Cast) -> None:
    entry = contests.begun(contests.opened(cast, asks="files"), cast.yuki)
    entries.add_file(entry, contests.logo(), by=cast.yuki, at=MORNING)


@pytest.mark.parametrize(
    ("sends", "reaches_sakurai"),
    [(applied_with_it, True), (delivered, True), (disputed, True), (entered, True), (begun, False)],
)
def test_who_may_have_opened_it_hears_of_a_virus(
    cast: Cast, sends: Callable[[Cast], None], reaches_sakurai: bool
) -> None:
    sends(cast)
    scanning.scan_next(lambda _: Scan.INFECTED, sides_of=sides_of, at=START + DAY)
    consume("notifications", notifications.take_in, at=START + DAY)
    for reader, is_told in ((cast.yuki, True), (cast.sakurai, reaches_sakurai), (cast.ken, False)):
        told = [one for one in notices.newest(reader) if one.kind == "messaging.VirusFound"]
        assert len(told) == is_told
        for notice in told:
            assert browser(reader).get(address_of(notice.page), follow=True).status_code == 200
    [fact] = Fact.objects.filter(kind="messaging.VirusFound")
    assert (sends is entered) == (fact.data["client"] is not None and fact.data["worker"] is None)


def test_all_that_carries_files_says_who_has_them() -> None:
    assert VIEWERS.keys() - SIDES.keys() == {"kept_letter", "posting"}, "its owner alone, and everybody"


def test_a_file_that_is_gone_keeps_no_other_waiting(
    cast: Cast,
    conversation: Conversation,
    daemon: Daemon,
    settings: object,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.CLAMAV = daemon.address  # type: ignore[attr-defined]
    gone = send(conversation, cast, "gone.txt", b"text")
    behind = send(conversation, cast, "原稿.txt", "焦げつきにくい鍋です。".encode())
    stored = str(queries.attachment(id_of(gone)).file.name)
    default_storage.delete(stored)
    assert [worker.look_for_viruses(MORNING) for _ in range(3)] == [1, 1, 0]
    assert [scan_of(gone), scan_of(behind)] == [Scan.UNSCANNED, Scan.CLEAN]
    assert "a stored file cannot be opened" in caplog.text

    default_storage.save(stored, ContentFile(b"text"))
    assert worker.look_for_viruses(MORNING + AGAIN_AFTER) == 1
    assert scan_of(gone) == Scan.CLEAN, "it was put back, as from a backup"


def test_without_a_scanner_files_stay_unscanned_and_the_page_says_so(
    cast: Cast,
    conversation: Conversation,
    settings: object,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    file = send(conversation, cast, "原稿.txt", b"text")
    with django_assert_num_queries(0):
        assert worker.look_for_viruses(MORNING) == 0
    settings.CLAMAV = urlsplit("unix:///nowhere/clamd")  # type: ignore[attr-defined]
    assert worker.look_for_viruses(MORNING) == 0
    assert scan_of(file) == Scan.UNSCANNED
    page = browser(cast.sakurai).get(f"/messages/{conversation.pk}/").content.decode()
    assert "未検査" in page


@pytest.mark.parametrize("url", ["clamd:3310", "http://localhost:3310", "tcp://", "unix:", "unix://"])
def test_an_address_that_is_none_stops_the_start(url: str) -> None:
    with pytest.raises(SystemExit, match="MIKIWAME_CLAMAV"):
        readers.scanner(url)
    assert readers.scanner("") is None
