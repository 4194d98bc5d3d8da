"""Lifecycles as data: one table that draws the diagram, guards the model and drives the exhaustive test."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

CLOCK = "clock"
"""The mover of what happens by itself when a time limit passes."""


@dataclass(frozen=True)
class Move:
    """One arrow: who takes a thing from one state to another, and by which operation."""

    operation: str
    source: StrEnum
    target: StrEnum
    by: str


@dataclass(frozen=True)
class Lifecycle:
    """The states of one kind of thing and the only moves between them."""

    name: str
    states: type[StrEnum]
    initial: StrEnum
    moves: tuple[Move, ...]

    @property
    def final(self) -> frozenset[StrEnum]:
        """The states that nothing leaves."""
        return frozenset(self.states) - {move.source for move in self.moves}

    @property
    def open(self) -> frozenset[StrEnum]:
        """The states that something can still leave."""
        return frozenset(self.states) - self.final

    def allows(self, source: str, target: str) -> bool:
        """Whether any operation leads from one state to the other."""
        return any(move.source == source and move.target == target for move in self.moves)

    def sources(self, operation: str) -> frozenset[StrEnum]:
        """The states in which an operation may be performed."""
        return frozenset(move.source for move in self.moves if move.operation == operation)

    def operations(self) -> frozenset[str]:
        """The names of all operations that move this thing."""
        return frozenset(move.operation for move in self.moves)


def moves(operation: str, *, frm: StrEnum | Iterable[StrEnum], to: StrEnum, by: str) -> tuple[Move, ...]:
    """The arrows of one operation, one for each state it may start from."""
    sources = [frm] if isinstance(frm, StrEnum) else list(frm)
    return tuple(Move(operation, source, to, by) for source in sources)
