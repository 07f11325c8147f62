from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases.web import lines  # noqa: F401 - shows what is booked on a line's page
