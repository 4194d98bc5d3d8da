"""Claims: the leases of places by which workers come to units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from .models import Place, Unit
from .states import PlaceState


@dataclass(frozen=True)
class Claim:
    """A worker's lease of one place: what she is asked about, and until when."""

    batch: UUID
    place: int
    unit: int
    columns: Mapping[str, Any]
    form_version: int
    claimed_at: datetime
    until: datetime


@dataclass(frozen=True)
class Waiting:
    """A file that waits for the answer to a question: for which place, and whose."""

    batch: UUID
    place: int
    worker: UUID
    question: str

    @property
    def subject(self) -> str:
        """What its attachment is attached to."""
        return f"claim:{self.batch}:{self.place}:{self.worker}:{self.question}"

    @classmethod
    def of(cls, subject: str) -> "Waiting":
        """Read it again; raises ValueError for anything else."""
        _, batch, place, worker, question = subject.split(":")
        return cls(UUID(batch), int(place), UUID(worker), question)


def held(batch: UUID, worker: UUID, *, at: datetime) -> Claim | None:
    """What a worker has claimed in a batch, while its time runs; two statements, and nothing is leased."""
    place = Place.objects.filter(batch=batch, worker=worker, state=PlaceState.CLAIMED, until__gt=at).first()
    return _claim(place) if place else None


def kept(batch: UUID, place: int, worker: UUID) -> Claim | None:
    """A place that a worker has or had answered, whatever its time; None where it isn't hers any more."""
    found = Place.objects.filter(batch=batch, number=place, worker=worker).first()
    return _claim(found) if found else None


def _claim(place: Place) -> Claim:
    unit = Unit.objects.get(batch=place.batch_id, number=place.unit)
    assert place.form_version is not None
    assert place.claimed_at is not None
    assert place.until is not None
    return Claim(
        batch=place.batch_id,
        place=place.number,
        unit=place.unit,
        columns=unit.columns,
        form_version=place.form_version,
        claimed_at=place.claimed_at,
        until=place.until,
    )
