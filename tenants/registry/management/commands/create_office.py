"""Make a youth office: its row, schema, role, rights and address."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kernel.tenancy.place import as_owner
from kernel.tenancy.provision import provision_office
from tenants.registry.models import Office, State
from tenants.registry.places import office_url


class Command(BaseCommand):
    help = "Legt ein Jugendamt an (als Eigentümerrolle)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="Kleinbuchstaben, Ziffern und _, zum Beispiel trier_saarburg")
        parser.add_argument("--name", required=True)
        parser.add_argument("--state", required=True, choices=State.values)
        parser.add_argument("--kind", default="Jugendamt")
        parser.add_argument("--ags", default="", help="Amtlicher Gemeindeschlüssel")
        parser.add_argument("--monogram", default="", help="höchstens drei Zeichen")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office(
            key=options["key"],
            name=options["name"],
            state=options["state"],
            kind=options["kind"],
            ags=options["ags"],
            monogram=options["monogram"] or options["name"][:2],
            schema_name=f"o_{options['key']}",
        )
        with as_owner():
            try:
                office.full_clean(exclude=["ags"])
            except ValidationError as error:
                raise CommandError(
                    "; ".join(f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())
                ) from error
            with transaction.atomic():
                office.save(force_insert=True)
                provision_office(office)
        self.stdout.write(f"{office.name}: {office_url(office)}")
