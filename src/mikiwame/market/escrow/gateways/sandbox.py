"""Play money: on a page of our own the client says how her payment ends; payouts arrive at once."""

from uuid import UUID

from django.conf import settings

from .port import Order, Sent


class Sandbox:
    """The payment service of demos and tests."""

    def checkout(self, deposit: UUID) -> str:
        """Our own page of the deposit."""
        return f"{settings.SITE_URL}/payments/{deposit}/"

    def pay_out(self, order: Order) -> Sent:
        """Nothing is sent anywhere, and all of it arrives."""
        return Sent(reference=f"sandbox-{order.id}", arrived=True)


def receipt_of(deposit: UUID) -> str:
    """The number of the one payment that a deposit can get in play money; sent twice, it counts once."""
    return f"sandbox-{deposit}"
