from django.apps import AppConfig

from mikiwame.market.history.consumers import subscribe
from mikiwame.market.members.events import AccountDeleted


class MessagingConfig(AppConfig):
    name = "mikiwame.market.messaging"
    label = "messaging"

    def ready(self) -> None:
        """From now on this room hears of members who leave."""
        subscribe("messaging", [AccountDeleted.kind])
