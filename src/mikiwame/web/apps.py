from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "mikiwame.web"
    label = "web"
