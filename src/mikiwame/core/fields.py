"""Columns and constraints that every room's tables are made of."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from .ids import key, new_id
from .lifecycle import Lifecycle

Row = TypeVar("Row", bound=models.Model)


class Named(models.Model):
    """A thing with an identifier of its own making, which history names by its key."""

    KIND: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """``contract:0192…``."""
        return key(self.KIND, self.id)


class Stateful(Named):
    """A thing with a lifecycle: its state is stored once and moved only by operations."""

    LIFECYCLE: ClassVar[Lifecycle]

    state = models.TextField()
    state_since = models.DateTimeField()

    class Meta:
        abstract = True

    def become(self, state: StrEnum, *, at: datetime, **changes: Any) -> Self:
        """Move to a state and save, along with other columns that change with it.

        Raises ValueError for a move that the lifecycle doesn't have: rules must have refused it before.
        """
        if not self.LIFECYCLE.allows(self.state, state):
            raise ValueError(f"{self.LIFECYCLE.name}: {self.state} never becomes {state}")
        self.state, self.state_since = state, at
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=["state", "state_since", *changes])
        return self


def one_of(name: str, field: str, values: type[StrEnum]) -> models.CheckConstraint:
    """The column holds a member of that enumeration and nothing else."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{field}__in": [str(value) for value in values]})
    )


def iff(name: str, field: str, *, states: Sequence[StrEnum]) -> models.CheckConstraint:
    """The column is filled exactly in those states: *iff* constraint of a dated state."""
    inside = Q(state__in=[str(state) for state in states])
    filled = Q(**{f"{field}__isnull": False})
    return models.CheckConstraint(name=name, condition=(inside & filled) | (~inside & ~filled))


def lock(row: Row) -> Row:
    """The same row, read anew and locked until the transaction ends."""
    # Not type(row): the user of a request is a lazy stand-in for her row.
    return row.__class__._base_manager.select_for_update(of=("self",)).get(pk=row.pk)


def lock_but_key(row: Row) -> Row:
    """The same, but whoever only refers to the row, as a foreign key does, doesn't wait."""
    return row.__class__._base_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
