"""The demo's offices, people and three years of work; can be repeated."""

from time import monotonic
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from project.demo_data.load import load_demo


class Command(BaseCommand):
    help = (
        "Lädt die fünf Ämter der Demo (wiederholbar; erneuert sie, wenn Fakten, Programm oder DEMO_TODAY sich ändern)."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        began = monotonic()
        try:
            loaded = load_demo(self.stdout.write)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if loaded:
            self.stdout.write(f"Geladen in {monotonic() - began:.1f} s.".replace(".", ",", 1))
