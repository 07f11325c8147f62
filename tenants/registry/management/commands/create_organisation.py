"""Make a provider organisation known to all offices: its row and its database role."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kernel.tenancy.place import as_owner
from kernel.tenancy.provision import provision_organisation
from tenants.registry.models import Organisation


class Command(BaseCommand):
    help = "Legt einen Träger an (als Eigentümerrolle)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="Kleinbuchstaben, Ziffern und _, zum Beispiel caritas_trier")
        parser.add_argument("--name", required=True)
        parser.add_argument("--short-name", default="")
        parser.add_argument("--kind", choices=Organisation.Kind.values, default=Organisation.Kind.FREE)
        parser.add_argument("--town", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        fields = ("key", "name", "short_name", "kind", "town")
        organisation = Organisation(**{name: options[name] for name in fields})
        with as_owner():
            try:
                organisation.full_clean(exclude=["sort_key"])
            except ValidationError as error:
                said = (f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
                raise CommandError("; ".join(said)) from error
            with transaction.atomic():
                organisation.save(force_insert=True)
                provision_organisation(organisation)
        self.stdout.write(f"{organisation.name} ist angelegt.")
