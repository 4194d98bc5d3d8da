"""Whoever answers slowly is left standing."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread

import pytest

from mikiwame.market.notifications.channels import public_net
from tests.market.notifications.push_service import HOST, written_certificate

LONG = 20.0
"""Seconds after which a slow server would be done; nobody waits for it that long."""


@contextmanager
def dripping(certificate: Path, begin: bytes, drop: bytes) -> Iterator[int]:
    """A server that begins an answer, goes on by a drop now and then, and ends it after long; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    left = Event()

    def serve() -> None:
        try:
            plain, _ = server.accept()
            with context.wrap_socket(plain, server_side=True) as line:
                line.sendall(begin)
                for _ in range(int(LONG / 0.05)):
                    if left.wait(0.05):
                        return
                    line.sendall(drop)
                line.sendall(b"\r\nContent-Length: 0\r\n\r\n")
        except OSError:
            return  # it was cut

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        left.set()
        thread.join(LONG)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The server's, believed; and all must be over soon."""
    path = written_certificate(tmp_path)
    monkeypatch.setattr(public_net, "TRUSTED", ssl.create_default_context(cafile=str(path)))
    monkeypatch.setattr(public_net, "addresses_of", lambda _: ["127.0.0.1"])
    monkeypatch.setattr(public_net, "is_public", lambda _: True)
    monkeypatch.setattr(public_net, "DEADLINE", 0.5)
    return path


@pytest.mark.parametrize("begin", [b"HTTP", b"HTTP/1.1 201 Created\r\nX: "])
def test_an_answer_in_drops_is_cut_at_the_deadline(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, begin: bytes
) -> None:
    with dripping(certificate, begin, b"a") as port:
        monkeypatch.setattr(public_net, "PORT", port)
        with pytest.raises((TimeoutError, HTTPException)):
            public_net.post(f"https://{HOST}/send", content=b"x", headers={})


def test_nobody_waits_for_more_than_the_head(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = b"HTTP/1.1 201 Created\r\nContent-Length: 100000\r\n\r\n"
    with dripping(certificate, head, b"a") as port:
        monkeypatch.setattr(public_net, "PORT", port)
        assert public_net.post(f"https://{HOST}/send", content=b"x", headers={}) == 201


@pytest.mark.usefixtures("certificate")
def test_nobody_waits_for_a_name_that_is_looked_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Event()

    def look_up(_host: str) -> list[str]:
        return ["127.0.0.1"] if found.wait(LONG) else pytest.fail("somebody waited")

    monkeypatch.setattr(public_net, "addresses_of", look_up)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    with pytest.raises(public_net.NotPublic):
        public_net.post(f"https://{HOST}/send", content=b"x", headers={})
    found.set()
