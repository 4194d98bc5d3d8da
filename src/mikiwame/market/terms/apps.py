from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "mikiwame.market.terms"
    label = "terms"
