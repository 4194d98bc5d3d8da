from django.apps import AppConfig


class TurnsConfig(AppConfig):
    name = "mikiwame.market.turns"
    label = "turns"
