"""What is excused from the house's rules, each by name and with its reason. An excuse without use fails."""

LONG: dict[str, str] = {}
"""File, or file and function, longer than the house number."""

NO_OPERATION: dict[str, str] = {}
"""Public functions among operations that are none."""

WRITES: dict[str, str] = {}
"""Writes to another room's table: what ARCHITECTURE has written into a lower room from above."""

REVERSE: dict[str, str] = {}
"""What looks like a relation read backwards from a later room, and isn't."""

PRESENT: dict[str, str] = {}
"""Facts whose name doesn't end in a regular participle."""

UNSTYLED: dict[str, str] = {}
"""Style sheets that belong to no single template."""
