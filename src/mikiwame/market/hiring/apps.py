from django.apps import AppConfig


class HiringConfig(AppConfig):
    name = "mikiwame.market.hiring"
    label = "hiring"
