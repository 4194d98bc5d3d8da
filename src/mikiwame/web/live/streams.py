"""Open streams: what each page is yet to be told, and whom an event concerns.

A page that reads slowly costs nothing but its own few events: it holds no connection to the database, and
what comes twice meanwhile is told once. All of it runs in one thread, the event loop's.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from .askers import Asker

Key = TypeVar("Key")

STREAMS_MOST = 8
"""How many pages of one member are told at once, in each process; a further one asks by itself instead."""

ALL_MOST = 5_000
"""How many pages a process tells at once."""

WAITING_MOST = 50
"""So many events may wait for a slow page; then it is told to ask for everything."""

TOGETHER = 0.1
"""Seconds in which changes of a member's counts are gathered."""


@dataclass(frozen=True)
class Event:
    """Something new, of a kind, with the names of the things that it is about."""

    kind: str
    named: tuple[tuple[str, str | int], ...] = ()

    def written(self) -> bytes:
        """As it travels: ``text/event-stream``."""
        return f"event: {self.kind}\ndata: {json.dumps(dict(self.named))}\n\n".encode()


AGAIN = Event("again")
"""Something may have been missed: whoever hears it asks for all that it shows."""


@dataclass(eq=False)
class Stream:
    """One page's stream: what waits to be told, each thing once, in the order of the first time."""

    asker: Asker
    ended: bool = False
    waiting: dict[str, Event] = field(default_factory=dict)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, event: Event) -> None:
        """Tell it that, as soon as it can hear."""
        if len(self.waiting) >= WAITING_MOST:
            self.waiting = {AGAIN.kind: AGAIN}
        # Of counts only the last is true; of all else, each is.
        self.waiting[event.kind if event.kind == "counts" else repr(event)] = event
        self._woken.set()

    def end(self) -> None:
        """Tell nothing any more."""
        self.ended = True
        self.waiting.clear()
        self._woken.set()

    async def take(self, *, within: float) -> list[Event] | None:
        """What is to be told next, nothing if nothing comes in so many seconds; None when it has ended."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), within)
        taken, self.waiting = list(self.waiting.values()), {}
        self._woken.clear()
        return None if self.ended else taken


class Streams:
    """All streams of a process. ``count`` finds out what waits for a member, outside the event loop."""

    def __init__(self, count: Callable[[UUID], Awaitable[dict[str, int]]]) -> None:
        self._count = count
        self._of: defaultdict[UUID, set[Stream]] = defaultdict(set)
        self._by_session: defaultdict[str, set[Stream]] = defaultdict(set)
        self._counting: dict[UUID, asyncio.Task[None]] = {}
        self._stale: set[UUID] = set()

    def open(self, asker: Asker) -> Stream | None:
        """A stream for her page, which asks for everything first; None if there are too many."""
        own = sum(stream.asker.member == asker.member for stream in self._of.get(asker.party, ()))
        if own >= STREAMS_MOST or len(self.all()) >= ALL_MOST:
            return None
        stream = Stream(asker)
        self._of[asker.party].add(stream)
        self._by_session[asker.ended_as].add(stream)
        stream.put(AGAIN)
        self._recount(asker)
        return stream

    def close(self, stream: Stream) -> None:
        """Its page has gone."""
        stream.end()
        _leave_out(self._of, stream.asker.party, stream)
        _leave_out(self._by_session, stream.asker.ended_as, stream)

    def all(self) -> list[Stream]:
        """Every open stream."""
        return [stream for streams in self._of.values() for stream in streams]

    def deliver(self, told: str) -> None:
        """What ``core.live.tell`` said, or the database of a session's end, reaches whom it concerns."""
        said = json.loads(told)
        if said["kind"] == "session_ended":
            self.end(self._by_session.get(said["session"], ()))
            return
        event = Event(said["kind"], tuple(sorted(said["named"].items())))
        for party in map(UUID, said["to"]):
            for stream in self._of.get(party, ()):
                stream.put(event)
                self._recount(stream.asker)

    def again(self) -> None:
        """Nobody knows what was missed."""
        for stream in self.all():
            stream.put(AGAIN)
            self._recount(stream.asker)

    def end(self, streams: Iterable[Stream]) -> None:
        """These tell nothing any more; each is closed where it is written."""
        for stream in list(streams):
            stream.end()

    def finish(self) -> None:
        """Nobody is told anything any more."""
        self.end(self.all())
        for task in self._counting.values():
            task.cancel()

    def _recount(self, asker: Asker) -> None:
        """Find out soon what waits for the member: once for all of her pages and all that has just come."""
        self._stale.add(asker.member)
        if asker.member not in self._counting:
            task = asyncio.ensure_future(self._tell_counts(asker))
            self._counting[asker.member] = task
            task.add_done_callback(lambda _: self._counting.pop(asker.member, None))

    async def _tell_counts(self, asker: Asker) -> None:
        while asker.member in self._stale and asker.party in self._of:
            await asyncio.sleep(TOGETHER)
            self._stale.discard(asker.member)
            event = Event("counts", tuple((await self._count(asker.member)).items()))
            for stream in self._of.get(asker.party, ()):
                if stream.asker.member == asker.member:
                    stream.put(event)
        self._stale.discard(asker.member)


def _leave_out(of: dict[Key, set[Stream]], key: Key, stream: Stream) -> None:
    """Take a stream out of those with a key, and the key too with the last."""
    streams = of.get(key, set())
    streams.discard(stream)
    if not streams:
        of.pop(key, None)
