from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "mikiwame.api"
    label = "api"
