from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "tenants.worklist"
    label = "worklist"
