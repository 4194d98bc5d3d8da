from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "mikiwame.market.members"
    label = "members"
