from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "mikiwame.market.moderation"
    label = "moderation"
