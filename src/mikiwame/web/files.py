"""Who may open a file: whoever may see the thing that carries it."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest

from mikiwame.core.errors import NotFound
from mikiwame.core.ids import id_of
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.messaging import queries as messaging

VIEWERS: Mapping[str, Callable[..., object]] = {
    "message": messaging.message_for,
    "posting": hiring.posting_for,
    "application": hiring.application_for,
    "delivery": contracts.delivery_for,
}
"""Kind of thing -> its room's own question, which raises NotFound for those who may not see it."""

PUBLIC = frozenset({"posting"})
"""What visitors may see too."""


def require_sight(request: HttpRequest, subject: str) -> None:
    """Raises NotFound for a reader who may not see what carries the file."""
    kind = subject.partition(":")[0]
    reader = request.user if request.user.is_authenticated else None
    if kind not in VIEWERS or (reader is None and kind not in PUBLIC):
        raise NotFound
    VIEWERS[kind](reader, id_of(subject))
