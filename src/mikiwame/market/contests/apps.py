from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "mikiwame.market.contests"
    label = "contests"
