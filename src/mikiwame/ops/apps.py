from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "mikiwame.ops"
    label = "ops"
