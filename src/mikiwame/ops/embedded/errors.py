"""What can go wrong with the private server, each with what to do about it."""

from mikiwame.ops.errors import OperatorError


class EmbeddedError(OperatorError):
    """The private server can't be had; the message says why and what to do."""


class NoBinaries(EmbeddedError):
    """No usable PostgreSQL programs were found."""


class WrongVersion(EmbeddedError):
    """The data were written by another major version than any program found here."""


class AlreadyRunning(EmbeddedError):
    """Another supervisor holds the lock of this home."""


class NoAccount(EmbeddedError):
    """Run as root, but there is no unprivileged account for the server that could reach its folder."""


class DidNotStart(EmbeddedError):
    """The server ended, or refused us, before it answered a query."""
