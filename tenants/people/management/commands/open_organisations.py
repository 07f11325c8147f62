"""Make accepted providers a place, as the owner; run beside web and worker, it looks every few seconds."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.people.usecases.joining import open_accepted

SECONDS = 3


class Command(BaseCommand):
    help = "Legt Träger an, die ein Jugendamt angenommen hat, und lädt ihre Verwaltung ein (auch als Eigentümerrolle)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="läuft weiter und sieht alle paar Sekunden nach")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            if opened := open_accepted():
                self.stdout.write(f"{opened} Träger angelegt.")
            if not options["watch"]:
                return
            time.sleep(SECONDS)
