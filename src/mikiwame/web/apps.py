from django.apps import AppConfig

from .forms.fields import say_what_is_missing


class WebConfig(AppConfig):
    name = "mikiwame.web"
    label = "web"

    def ready(self) -> None:
        """Before any form is made."""
        say_what_is_missing()
