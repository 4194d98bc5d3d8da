from django.apps import AppConfig

from mikiwame.market.history.consumers import subscribe
from mikiwame.market.members.events import AccountDeleted, PreferencesChanged

from .audience import AUDIENCES


class NotificationsConfig(AppConfig):
    name = "mikiwame.market.notifications"
    label = "notifications"

    def ready(self) -> None:
        """From now on the facts that somebody is told of are dispatched to this room, and two more."""
        subscribe("notifications", [*AUDIENCES, AccountDeleted.kind, PreferencesChanged.kind])
