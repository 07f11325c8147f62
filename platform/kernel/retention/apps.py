from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "kernel.retention"
    label = "retention"
