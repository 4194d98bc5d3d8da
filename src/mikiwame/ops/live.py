"""``mikiwame live``: what is new, told to open pages as it comes, by Granian."""

import argparse

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from .embedded import Supervisor
from .serve import claim_port


def main(_arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Serve until SIGTERM."""
    claim_port(settings.LIVE_PORT, "MIKIWAME_LIVE_PORT")
    server().serve()
    return 0


def server() -> MPServer:
    """One process is enough for thousands of pages; no stream ends by itself, so none is waited for."""
    return MPServer(
        "mikiwame.asgi:application",
        address=settings.LISTEN,
        port=settings.LIVE_PORT,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=1,
        log_level=LogLevels.error,
    )
