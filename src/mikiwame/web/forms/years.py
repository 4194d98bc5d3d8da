"""Years of birth, five at a time: as fine as matching needs them, and no finer."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


def five_years(first: int) -> str | Promise:
    """``1990〜1994年`` for 1990."""
    return format_lazy(_("{first}〜{last}年"), first=first, last=first + 4)
