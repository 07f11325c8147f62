from django.apps import AppConfig


class DemoDataConfig(AppConfig):
    name = "project.demo_data"
    label = "demo_data"
