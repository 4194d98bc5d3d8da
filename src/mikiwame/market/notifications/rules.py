"""What a member may choose of the ways in which she is told things."""

from collections.abc import Mapping

from mikiwame.core.errors import Ruling, rule

from .choices import SAFETY, Channels, Hours
from .states import ByEmail, Group


def are_told(channels: Mapping[Group, Channels]) -> Ruling:
    """An e-mail tells at once what concerns safety."""
    told = all(channels[group].email == ByEmail.AT_ONCE for group in SAFETY & channels.keys())
    return rule(told, "safety_is_told")


def are_hours(hours: Hours) -> Ruling:
    """Full hours of a day; it is quiet from one to another one, or not at all."""
    named = (hours.digest, hours.quiet_from, hours.quiet_until)
    known = all(hour is None or 0 <= hour < 24 for hour in named)
    both = (hours.quiet_from is None) == (hours.quiet_until is None)
    apart = hours.quiet_from is None or hours.quiet_from != hours.quiet_until
    return rule(known, "choice_unknown") and rule(both and apart, "quiet_hours_unclear", field="quiet_until")
