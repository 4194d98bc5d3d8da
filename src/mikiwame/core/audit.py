"""Checks of what is stored: each selects what contradicts it, all of them at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

MOST = 1_000
"""As many discrepancies are named; more than one is too many anyway."""


@dataclass(frozen=True)
class Discrepancy:
    """Something that doesn't agree."""

    check: str
    subject: str
    found: str
    expected: str


def contradictions(sums: str, checks: Mapping[str, str], **values: Any) -> list[Discrepancy]:
    """What contradicts any check, in one statement.

    ``checks``: sentence -> a query for subject, what was found and what should be; ``sums`` begins with WITH
    and names what they share; ``values`` fill their ``%(name)s``.
    """
    each = (
        f"(SELECT $check${check}$check$, * FROM ({query}) AS wrong)"  # noqa: S608  # all words are ours
        for check, query in checks.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{sums}{' UNION ALL '.join(each)} LIMIT %(most)s", {**values, "most": MOST})
        return [Discrepancy(*row) for row in cursor.fetchall()]
