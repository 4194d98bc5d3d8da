from django.apps import AppConfig

from mikiwame.market.history.consumers import subscribe
from mikiwame.market.members.events import AccountDeleted


class HiringConfig(AppConfig):
    name = "mikiwame.market.hiring"
    label = "hiring"

    def ready(self) -> None:
        """Criteria go with whoever leaves."""
        subscribe("criteria", [AccountDeleted.kind])
