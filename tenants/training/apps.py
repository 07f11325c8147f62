from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "tenants.training"
    label = "training"
