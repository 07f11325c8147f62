"""Make the database, its roles, the shared tables and the rights; can be repeated."""

from typing import Any

from django.core.management.base import BaseCommand

from kernel.tenancy.bootstrap import bootstrap


class Command(BaseCommand):
    help = "Legt Datenbank, Rollen, gemeinsame Tabellen und Rechte an (wiederholbar, als Eigentümerrolle)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        bootstrap(self.stdout.write)
        self.stdout.write("Rollen, gemeinsame Tabellen und Rechte sind da.")
