"""Migrate the shared tables, the template and every office; goes on after a failure."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django_tenants.utils import get_tenant_model

from kernel.tenancy.bootstrap import apply_rights, migrate_shared
from kernel.tenancy.fleet import RunningAlready, migrate_fleet
from kernel.tenancy.models import FleetStatus
from kernel.tenancy.place import as_owner
from kernel.tenancy.provision import logins


class Command(BaseCommand):
    help = "Bringt gemeinsame Tabellen, Vorlage und alle Jugendämter auf den Stand dieser Version."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--status", action="store_true", help="zeigt nur, wie weit jedes Amt ist")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["status"]:
            return self.show()
        with as_owner():
            migrate_shared(self.stdout.write)
            apply_rights(tuple(logins()))
            try:
                failed = migrate_fleet(self.stdout.write)
            except RunningAlready as error:
                raise CommandError(str(error)) from error
        if failed:
            raise CommandError(
                f"Nicht gelungen: {', '.join(o.key for o in failed)}. Diese Ämter zeigen die Wartungsseite. "
                "Beheben Sie die Ursache (migrate_offices --status) und wiederholen Sie den Befehl."
            )
        self.stdout.write("Alle Jugendämter sind auf dem Stand dieser Version.")

    def show(self) -> None:
        known = FleetStatus.objects.in_bulk()
        for office in get_tenant_model().objects.all():
            current = office.schema_version == settings.SCHEMA_VERSION
            status = known.get(office.pk)
            said = "aktuell" if current else "zurück"
            if status and status.state == FleetStatus.State.FAILED:
                said = f"fehlgeschlagen: {status.error.splitlines()[0] if status.error else ''}"
            self.stdout.write(f"{office.key:<42} {said}")
        self.stdout.write(
            f"Stand dieser Version: {settings.SCHEMA_VERSION}, angemeldet als {connection.settings_dict['USER']}"
        )
