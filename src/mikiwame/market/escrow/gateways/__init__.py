"""Where money comes in and goes out: one file for each service, all behind one port."""

from django.conf import settings

from .port import Gateway
from .sandbox import Sandbox

GATEWAYS: dict[str, Gateway] = {"sandbox": Sandbox()}
"""By the name that the setting MIKIWAME_GATEWAY chooses."""


def gateway() -> Gateway:
    """The payment service of this instance."""
    return GATEWAYS[settings.GATEWAY]
