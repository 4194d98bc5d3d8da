"""ClamAV's daemon, asked by its INSTREAM command over a socket (clamd(8)).

A file goes in pieces, each after its length in four bytes, and a length of nothing at the end. The answer is
``stream: OK``, ``stream: NAME FOUND``, or a sentence that ends in ``ERROR``.
"""

import socket
import struct
from typing import BinaryIO
from urllib.parse import SplitResult

import structlog

from mikiwame.market.messaging.states import Scan

PIECE = 64 * 1024
ANSWER_MOST = 4096
TIMEOUT = 60.0  # seconds for each piece, and for the answer

log = structlog.get_logger(__name__)


def look(content: BinaryIO, *, at: SplitResult) -> Scan:
    """What the daemon at ``tcp://host:port`` or ``unix:///path`` finds in a file; raises OSError without one.

    UNSCANNED where it says neither: the file is too large for it, or it broke off.
    """
    with connected(at) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            while piece := content.read(PIECE):
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough: what it says of that stands in its answer
        return verdict(answer(line))


def connected(at: SplitResult) -> socket.socket:
    """A connection to the daemon."""
    if at.scheme == "tcp":
        return socket.create_connection((at.hostname or "", at.port or 3310), timeout=TIMEOUT)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(TIMEOUT)
    line.connect(at.path)
    return line


def answer(line: socket.socket) -> str:
    """What it says, up to its zero."""
    said = b""
    while b"\0" not in said and len(said) < ANSWER_MOST:
        piece = line.recv(ANSWER_MOST)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode(errors="replace").strip()


def verdict(said: str) -> Scan:
    """Its answer in our words."""
    if said.endswith(" FOUND"):
        return Scan.INFECTED
    if said.endswith(": OK"):
        return Scan.CLEAN
    log.warning("file_not_scanned", answer=said)
    return Scan.UNSCANNED
