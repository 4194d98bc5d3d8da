"""A push service of the tests' own, on this machine, and a browser that reads what comes through it."""

import base64
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID
from py_vapid import Vapid02

from mikiwame.market.members.events import BrowserAdded
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import operations
from mikiwame.market.notifications.models import Device, Notification
from mikiwame.market.notifications.push_keys import written
from tests.cast import MORNING
from tests.market.notifications.stage import take_in

HOST = "push.example.jp"


@dataclass(frozen=True)
class Received:
    """One message as the service got it."""

    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def topic(self) -> str:
        """By which it knows a repeat."""
        return self.headers["Topic"]


@dataclass
class PushService:
    """Takes what is posted, and answers as it is told."""

    port: int
    certificate: Path
    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], int] = lambda _: 201


@dataclass
class Browser:
    """Somebody's browser: keys of its own, and an address at the push service."""

    name: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = b"sixteen bytes :)"

    @property
    def endpoint(self) -> str:
        """Where it is reached."""
        return f"https://{HOST}/send/{self.name}"

    @property
    def key(self) -> str:
        """Its public key."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return written(point)

    def subscribed(self, member: Member, session: str = "hers") -> Device:
        """Its user lets it receive her notices; that it does is no news any more."""
        device = operations.add_device(
            endpoint=self.endpoint,
            key=self.key,
            secret=written(self.secret),
            name=self.name,
            session=session,
            by=member,
            at=MORNING,
        )
        take_in()
        Notification.objects.filter(kind=BrowserAdded.kind).delete()
        return device

    def reads(self, message: Received) -> dict[str, Any]:
        """What the message says, which only this browser can tell."""
        content = http_ece.decrypt(message.content, private_key=self.private, auth_secret=self.secret)
        said: dict[str, Any] = json.loads(content)
        return said


@contextmanager
def running(folder: Path) -> Iterator[PushService]:
    """The service, reached by TLS under a certificate for its name."""
    certificate = written_certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Handler.service = PushService(port=server.server_port, certificate=certificate)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Handler.service
    server.shutdown()
    server.server_close()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    service: PushService
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Keep it and answer."""
        content = self.rfile.read(int(self.headers["Content-Length"]))
        message = Received(self.path, dict(self.headers.items()), content)
        self.service.received.append(message)
        status = self.service.answer(message)
        self.send_response(status)
        if status in {301, 307}:
            self.send_header("Location", f"https://{HOST}:{self.service.port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing."""


def written_certificate(folder: Path) -> Path:
    """A certificate for the service's name, signed by itself, with its key in one file."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    path = folder / "push-service.pem"
    path.write_bytes(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    return path


def claims_of(message: Received) -> dict[str, Any]:
    """What the sender signed of herself; raises unless the signature is the sender's."""
    signed = message.headers["Authorization"]
    assert Vapid02.verify(signed)
    token = signed.partition("t=")[2].partition(",")[0]
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=="))
    return found
