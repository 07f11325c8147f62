"""Give a youth office a new key and seal everything anew with it, while people work (docs/adr/0008)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.audit.models import Entry
from kernel.sealed.keyring import NoKey
from kernel.sealed.rotation import recompute_index, rotate
from kernel.tenancy.place import as_owner
from tenants.registry.models import Office


class Command(BaseCommand):
    help = "Wechselt den Schlüssel eines Amts und versiegelt alles neu (als Eigentümerrolle); unterbrochen, geht es weiter."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="Schlüssel des Amts, zum Beispiel trier_saarburg")
        parser.add_argument(
            "--index",
            action="store_true",
            help="berechnet auch das Verzeichnis der Namen mit neuem Schlüssel; solange findet die Suche weniger",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            office = Office.objects.filter(pk=options["key"]).first()
            if office is None:
                raise CommandError(f"Ein Amt „{options['key']}“ gibt es nicht.")
            try:
                rotate(office.schema_name, self.stdout.write)
                if options["index"]:
                    recompute_index(office.schema_name, self.stdout.write)
            except NoKey as error:
                raise CommandError(
                    f"{office.name} hat hier keinen Schlüssel. Legen Sie seine Sicherung zurück."
                ) from error
            Entry.objects.create(
                place="", via="command", verb="rotate_office_key", model="registry.office", record=office.pk
            )
        self.stdout.write(f"{office.name}: fertig. Sichern Sie den Ordner der Schlüssel.")
