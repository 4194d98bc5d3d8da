from django.apps import AppConfig


class TaskworkConfig(AppConfig):
    name = "mikiwame.market.taskwork"
    label = "taskwork"
