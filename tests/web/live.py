"""The server of live updates in a thread of the tests' process, and pages that listen to it."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client

from mikiwame.market.members.models import Member
from mikiwame.web.live.application import Live

PATIENCE = 30.0


def signed_in(member: Member) -> str:
    """The key of a session of hers."""
    client = Client()
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def eventually(holds: Callable[[], object]) -> bool:
    """Whether it comes true within our patience."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


@dataclass(eq=False)
class Listener:
    """A page that listens: what it was answered, and whether its stream has ended."""

    served: "Served"
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    ended: bool = False
    reads: threading.Event = field(default_factory=threading.Event)
    _gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """What it was told."""
        blocks = [block.splitlines() for block in self.text.split("\n\n")]
        return [
            (lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: ")))
            for lines in blocks
            if len(lines) == 2
        ]

    def hears(self, kind: str, **named: object) -> bool:
        """Whether it is told that."""
        return eventually(
            lambda: any(told == kind and named.items() <= said.items() for told, said in self.events)
        )

    def leave(self) -> None:
        """The tab is closed."""
        self.served.loop.call_soon_threadsafe(self._gone.set)

    async def listen(self, live: Live, scope: dict[str, Any]) -> None:
        """Its request, to the end."""

        async def receive() -> dict[str, Any]:
            await self._gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                while not self.reads.is_set():  # a slow reader: nothing more goes out
                    await asyncio.sleep(0.01)
                self.text += message["body"].decode()

        await live(scope, receive, send)
        self.ended = True


@dataclass
class Served:
    """One process's worth of live updates."""

    loop: asyncio.AbstractEventLoop
    live: Live

    def listener(
        self, session: str = "", *, path: str = "/live/", method: str = "GET", **headers: str
    ) -> Listener:
        """A page opens its stream."""
        sent = {"host": f"localhost:{settings.LIVE_PORT}"} | headers
        if session:
            sent["cookie"] = f"theme=dark; {settings.SESSION_COOKIE_NAME}={session}"
        listener = Listener(self)
        listener.reads.set()
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        }
        asyncio.run_coroutine_threadsafe(listener.listen(self.live, scope), self.loop)
        assert eventually(lambda: listener.status)
        return listener

    def look(self) -> None:
        """What it does every half minute."""
        asyncio.run_coroutine_threadsafe(self.live.look(), self.loop).result(PATIENCE)


@contextmanager
def served() -> Iterator[Served]:
    """It runs, and hears what the database tells."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    live = Live()
    loop.call_soon_threadsafe(live.begin)
    try:
        yield Served(loop, live)
    finally:
        loop.call_soon_threadsafe(live.finish)
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0.1), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
