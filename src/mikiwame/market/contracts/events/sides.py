"""What every fact between a client and a worker carries."""

from dataclasses import dataclass
from typing import TypedDict


class Sides(TypedDict):
    """Whom a fact concerns: the keys of the two parties, and what they call the thing."""

    client: str
    worker: str
    title: str


class OfferSides(Sides):
    """The same of an offer."""

    after: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Between:
    """What every fact about a two-sided thing carries."""

    client: str
    worker: str
    title: str

    def watched_by(self) -> tuple[str, ...]:
        """Both sides."""
        return self.client, self.worker
