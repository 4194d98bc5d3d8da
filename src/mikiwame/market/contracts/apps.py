from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "mikiwame.market.contracts"
    label = "contracts"
