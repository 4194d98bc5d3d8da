"""The two sides of work, from which a record is read."""

from enum import StrEnum


class Side(StrEnum):
    """A party is client in some work and worker in other; the two records say nothing of each other."""

    CLIENT = "client"
    WORKER = "worker"
