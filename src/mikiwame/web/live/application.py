"""The ASGI application that answers ``/live/`` and nothing else.

A stream is authenticated by its page's session, looked at again every half minute, and ended at once when the
session is; it carries what concerns the asker, and names only.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.http.request import split_domain_port, validate_host

from . import askers
from .listening import listen
from .streams import Stream, Streams

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
R = TypeVar("R")

PATH = "/live/"
HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it is there; proxies cut what is silent for a minute."""

LOOK_EVERY = 30.0
"""Seconds between two looks at the sessions of all streams."""

THREADS = 2
"""How many questions to the database are asked at once, each on a connection of its own."""

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

log = structlog.get_logger(__name__)


class Live:
    """One process's streams, and what feeds them."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self.streams = Streams(lambda member: self._asked(lambda: askers.counts(member)))
        self._work: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            kind = (await receive())["type"]
            if kind == "lifespan.startup":
                self.begin()
            elif kind == "lifespan.shutdown":
                self.finish()
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return

    def begin(self) -> None:
        """From now on hear what is new, and look whether sessions last."""
        self._work = [
            asyncio.ensure_future(listen(self.streams.deliver, self.streams.again)),
            asyncio.ensure_future(self._keep_looking()),
        ]

    def finish(self) -> None:
        """End every stream; its page opens another one elsewhere."""
        for task in self._work:
            task.cancel()
        self.streams.finish()
        self._threads.shutdown(wait=False)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"] != PATH:
            return await refuse(send, 404)
        if scope["method"] != "GET":
            return await refuse(send, 405)
        if not is_ours(headers):
            return await refuse(send, 403)
        session = askers.session_in(headers.get("cookie", ""))
        found = await self._asked(lambda: askers.askers_of([session])) if session else {}
        if session not in found:
            return await refuse(send, 401, headers)
        stream = self.streams.open(found[session])
        if stream is None:
            return await refuse(send, 429, headers)
        try:
            await self._write(stream, headers, receive, send)
        finally:
            self.streams.close(stream)
        return None

    async def _write(self, stream: Stream, headers: dict[str, str], receive: Receive, send: Send) -> None:
        """Tell the page what is new, until either ends it."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS + shared(headers)})
        gone = asyncio.ensure_future(ended_by_page(stream, receive))
        try:
            await send(body(b"retry: 3000\n\n"))
            while (events := await stream.take(within=HEARTBEAT)) is not None:
                await send(body(b"".join(event.written() for event in events) or b": still here\n\n"))
            with suppress(OSError):
                await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()

    async def _keep_looking(self) -> None:
        """End the streams whose session has ended without a word, again and again."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Exception:  # a look that fails is followed by the next one
                log.exception("look_failed")

    async def look(self) -> None:
        """End the streams whose session has ended."""
        streams = self.streams.all()
        last = await self._asked(lambda: askers.askers_of({stream.asker.session for stream in streams}))
        self.streams.end(stream for stream in streams if stream.asker.session not in last)

    async def _asked(self, ask: Callable[[], R]) -> R:
        """The answer of the database, asked in a thread, so that no stream waits for it."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: fresh(ask))


def fresh(ask: Callable[[], R]) -> R:
    """Ask on a connection that stands."""
    close_old_connections()
    return ask()


async def ended_by_page(stream: Stream, receive: Receive) -> None:
    """End the stream when its page is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def is_ours(headers: dict[str, str]) -> bool:
    """Whether a page of ours asks, or no page at all: browsers name the origin of any other."""
    host = headers.get("host", "")
    domain, _ = split_domain_port(host)
    if not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    origin = headers.get("origin")
    allowed = (f"http://{domain}:{settings.PORT}", settings.SITE_URL)
    return origin is None or origin in allowed or urlsplit(origin).netloc == host


def shared(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Lets a page on our other port read the answer."""
    origin = headers.get("origin")
    if origin is None:
        return []
    allowed = [
        (b"access-control-allow-origin", origin.encode()),
        (b"access-control-allow-credentials", b"true"),
    ]
    return [*allowed, (b"vary", b"origin")]


async def refuse(send: Send, status: int, headers: dict[str, str] | None = None) -> None:
    """Answer without a stream: the page goes on asking by itself."""
    plain = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": plain + shared(headers or {})})
    await send({"type": "http.response.body", "body": b""})


def body(part: bytes) -> Message:
    """A piece of the answer."""
    return {"type": "http.response.body", "body": part, "more_body": True}
