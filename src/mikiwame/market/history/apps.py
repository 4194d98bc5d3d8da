from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "mikiwame.market.history"
    label = "history"
