from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "mikiwame.market.messaging"
    label = "messaging"
