from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "mikiwame.market.notifications"
    label = "notifications"
