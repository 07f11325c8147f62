"""Suspend a youth office: its addresses answer 503 and its jobs wait, until the suspension is ended."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kernel.audit.models import Entry
from kernel.tenancy.place import as_owner
from tenants.registry.models import Office


class Command(BaseCommand):
    help = "Hält ein Jugendamt an oder beendet das (als Eigentümerrolle); wirkt nach wenigen Sekunden."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="Schlüssel des Amts, zum Beispiel trier_saarburg")
        parser.add_argument("--reason", default="", help="steht im Protokoll")
        parser.add_argument("--end", action="store_true", help="nimmt das Amt wieder in Betrieb")

    def handle(self, *args: Any, **options: Any) -> None:
        status = Office.Status.ACTIVE if options["end"] else Office.Status.SUSPENDED
        with as_owner(), transaction.atomic():
            office = Office.objects.filter(pk=options["key"]).first()
            if office is None:
                raise CommandError(f"Ein Amt „{options['key']}“ gibt es nicht.")
            Office.objects.filter(pk=office.pk).update(status=status)
            Entry.objects.create(
                place="",
                via="command",
                verb="end_suspension" if options["end"] else "suspend_office",
                model="registry.office",
                record=office.pk,
                fields=["status"],
                reason=options["reason"],
            )
        self.stdout.write(f"{office.name}: {status.label}")
