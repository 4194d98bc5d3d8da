"""How often somebody whom we don't know may ask for a reading: a steady rate, with room for a few at once.

The count stands in the memory of each web process, by network address: nothing of a reading is written down,
not even that it took place. So with several processes the limit is as many times as high.

Each address has one number, the moment at which all that it asked for would be paid off at the steady rate
(the generic cell rate algorithm, ITU-T I.371).
"""

from collections.abc import Mapping
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from threading import Lock

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

MINUTE = 60
AT_ONCE = 10
"""How many readings may come together after a pause."""

KEPT_MOST = 20_000
"""How many addresses are remembered; beyond that, those with a paid-off account are forgotten."""


class Throttle:
    """Counts by key."""

    def __init__(self) -> None:
        self._paid_off: dict[str, float] = {}
        self._lock = Lock()

    @property
    def kept(self) -> Mapping[str, float]:
        """What is remembered: key -> moment in epoch seconds."""
        return self._paid_off

    def wait(self, key: str, *, each: float, at_once: int, at: datetime) -> int:
        """Count one more for the key; how many seconds it has to wait before it may, 0 when it may now.

        ``each`` is seconds a reading; ``at_once`` of them may come together.
        """
        now = at.timestamp()
        with self._lock:
            owed = max(self._paid_off.get(key, now), now)
            late = owed + each - now - each * at_once
            if late > 0:
                return ceil(late)
            self._forget(now)
            self._paid_off[key] = owed + each
        return 0

    def clear(self) -> None:
        """Forget everybody."""
        self._paid_off.clear()

    def _forget(self, now: float) -> None:
        if len(self._paid_off) >= KEPT_MOST:
            self._paid_off = {key: until for key, until in self._paid_off.items() if until > now}
        if len(self._paid_off) >= KEPT_MOST:
            self._paid_off.clear()


READINGS = Throttle()
"""Readings for visitors, on the page and by the API together."""


def wait_for_reading(request: HttpRequest, *, at: datetime) -> int:
    """How many seconds a visitor has to wait for a reading; 0 counts one and lets it pass."""
    each = MINUTE / settings.READINGS_A_MINUTE
    return READINGS.wait(neighbourhood(request), each=each, at_once=AT_ONCE, at=at)


def neighbourhood(request: HttpRequest) -> str:
    """The address that asks; of the sixth version its network of 64 bits, which one household has."""
    address = ip_address(get_adapter().get_client_ip(request))
    address = getattr(address, "ipv4_mapped", None) or address  # as a socket for both versions tells it
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
