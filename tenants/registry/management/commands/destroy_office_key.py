"""Destroy the key of a youth office that has left: nobody can read its cases from then on, also in backups (docs/adr/0008)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.audit.models import Entry
from kernel.sealed.keyring import destroy_ring
from kernel.tenancy.place import as_owner
from tenants.registry.models import Office


class Command(BaseCommand):
    help = "Vernichtet den Schlüssel eines angehaltenen Amts; was es verschlüsselt hat, liest danach niemand mehr."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="Schlüssel des Amts, zum Beispiel trier_saarburg")

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            office = Office.objects.filter(pk=options["key"]).first()
            if office is None:
                raise CommandError(f"Ein Amt „{options['key']}“ gibt es nicht.")
            if office.status != Office.Status.SUSPENDED:
                raise CommandError(
                    f"{office.name} arbeitet noch. Halten Sie das Amt erst an: suspend_office {office.pk}"
                )
            self.stdout.write(
                f"{office.name}: Namen, Anschriften, Notizen und Unterlagen aller Fälle werden unlesbar, auch in jeder Sicherung."
            )
            if input(f"Geben Sie zur Bestätigung „{office.pk}“ ein: ").strip() != office.pk:
                raise CommandError("Nichts wurde vernichtet: Die Eingabe ist eine andere.")
            destroy_ring(office.schema_name)
            Entry.objects.create(
                place="", via="command", verb="destroy_office_key", model="registry.office", record=office.pk
            )
        self.stdout.write(f"{office.name}: Der Schlüssel ist vernichtet. Vernichten Sie auch seine Kopien.")
