"""An outage of two days: the server was off, and nobody loses by it."""
