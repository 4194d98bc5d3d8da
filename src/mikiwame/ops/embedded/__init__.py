"""A private PostgreSQL server under the home folder: started, watched and stopped by us. No Django."""

from .binaries import Binaries, find_binaries
from .errors import EmbeddedError
from .supervisor import Supervisor

__all__ = ["Binaries", "EmbeddedError", "Supervisor", "find_binaries"]
