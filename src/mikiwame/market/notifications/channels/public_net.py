"""Posting to an address that a stranger named: by https, to a public address, which is looked up once."""

import http.client
import ipaddress
import socket
import ssl
import time
from concurrent.futures import Future
from contextlib import closing, suppress
from threading import Thread, Timer
from urllib.parse import urlsplit

STANDARD_PORT = PORT = 443
PATIENCE = 5.0
"""Seconds for each step of a connection."""
DEADLINE = 10.0
"""Seconds for all of it, from the look-up of the name on, however slowly somebody answers."""

TRUSTED = ssl.create_default_context()

# Addresses that stand for others: whoever sends there reaches the inner one.
_DISGUISES = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class NotPublic(Exception):
    """The name leads to an address that isn't public, or to none."""


def is_public(address: str) -> bool:
    """Whether an address is one of the public net: no private, local, shared, multicast or disguised one."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if found.sixtofour or found.teredo or any(found in disguise for disguise in _DISGUISES):
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def may_be_public(host: str) -> bool:
    """Whether a name may lead there: a public address, or a name with a dot in it."""
    try:
        return is_public(host)
    except ValueError:
        return "." in host.strip(".")


def addresses_of(host: str) -> list[str]:
    """Where a name leads; raises OSError."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


def public_address(host: str, *, within: float) -> str:
    """Where to connect; raises NotPublic if any of the name's addresses isn't, or none is found in time."""
    try:
        found = _found_within(within, host)
    except (OSError, UnicodeError) as error:
        raise NotPublic(host) from error
    if not found or not all(map(is_public, found)):
        raise NotPublic(host)
    return found[0]


def _found_within(seconds: float, host: str) -> list[str]:
    """Where a name leads; raises OSError, also when nobody says so in time."""
    found: Future[list[str]] = Future()

    def look_up() -> None:
        try:
            found.set_result(addresses_of(host))
        except Exception as error:  # noqa: BLE001  # raised again where the result is read
            found.set_exception(error)

    # A look-up can't be broken off: one that is late ends by itself, and nobody waits for it.
    Thread(target=look_up, name="look-up", daemon=True).start()
    return found.result(seconds)


class Pinned(http.client.HTTPSConnection):
    """Connects to the address that was found public, and to no other; the certificate is the name's.

    After ``DEADLINE`` nothing comes and nothing goes any more, whoever still holds the connection.
    """

    def __init__(self, host: str) -> None:
        self.until = time.monotonic() + DEADLINE
        self.address = public_address(host, within=DEADLINE)
        self.line: socket.socket | None = None
        super().__init__(host, PORT, timeout=PATIENCE, context=TRUSTED)

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return time.monotonic() >= self.until

    def connect(self) -> None:
        """As the name says, but without asking for it again."""
        plain = socket.create_connection((self.address, PORT), timeout=PATIENCE)
        self.sock = TRUSTED.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.line = self.sock
        if self.is_late:
            raise TimeoutError
        self.sock.do_handshake()

    def cut(self) -> None:
        """Break it off. Closing would not: whoever reads the answer holds the socket open."""
        if self.line is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)


def post(url: str, *, content: bytes, headers: dict[str, str]) -> int:
    """Send it; returns the answer's status, reads no more of it than its head, and follows no redirection.

    Raises NotPublic, OSError, HTTPException.
    """
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection = Pinned(parts.hostname or "")
    with closing(connection):
        deadline = Timer(connection.until - time.monotonic(), connection.cut)
        deadline.start()
        try:
            connection.request("POST", path, body=content, headers=headers)
            with closing(connection.getresponse()) as answer:
                if connection.is_late:
                    raise TimeoutError  # a head that was cut reads like a whole one
                return answer.status
        finally:
            deadline.cancel()
