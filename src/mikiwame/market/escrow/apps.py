from django.apps import AppConfig


class EscrowConfig(AppConfig):
    name = "mikiwame.market.escrow"
    label = "escrow"
