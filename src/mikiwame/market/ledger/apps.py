from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "mikiwame.market.ledger"
    label = "ledger"
