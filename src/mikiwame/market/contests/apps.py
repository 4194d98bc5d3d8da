from django.apps import AppConfig

from mikiwame.market.history.consumers import subscribe
from mikiwame.market.members.events import AccountDeleted


class ContestsConfig(AppConfig):
    name = "mikiwame.market.contests"
    label = "contests"

    def ready(self) -> None:
        """From now on this room hears of members who leave."""
        subscribe("contests", [AccountDeleted.kind])
