from django.apps import AppConfig


class ReputationConfig(AppConfig):
    name = "mikiwame.market.reputation"
    label = "reputation"
