"""``mikiwame serve``: the web pages and the API, by Granian."""

import argparse
import socket

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from . import prepare
from .embedded import Supervisor
from .errors import OperatorError


def main(_arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Serve until SIGTERM."""
    claim_port(settings.PORT, "PORT")
    prepare.assets()
    server().serve()
    return 0


def server() -> MPServer:
    """The web server: its processes hold no state, each of its threads keeps one database connection."""
    return MPServer(
        "mikiwame.ops.application:application",
        address=settings.LISTEN,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_PROCESSES,
        blocking_threads=settings.WEB_THREADS,
        blocking_threads_idle_timeout=600,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )


def claim_port(port: int, setting: str) -> None:
    """Raise OperatorError when the port, which that setting names, can't be had."""
    if not 0 < port < 2**16:
        raise OperatorError(f"{setting} must be between 1 and 65535, not {port}")
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((settings.LISTEN, port))
            attempt.listen()
        except OSError as error:
            raise OperatorError(
                f"port {port} can't be had ({error}): choose another one, {setting}=8080 make run"
            ) from None
