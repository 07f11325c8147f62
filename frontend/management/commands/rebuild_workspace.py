"""Compute anew what an office feeds into the providers' workspaces: for data that were there before it was fed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.usecases import conference_dates
from contracts.usecases import due, overview
from kernel.tenancy.place import transaction_in
from tenants.registry.models import Office
from tenants.training.usecases import due as training_due


class Command(BaseCommand):
    help = "Berechnet für ein Amt oder alle neu, was die Träger auf ihrer Übersicht sehen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", nargs="?", help="Schlüssel des Amts; ohne ihn alle")

    def handle(self, *args: Any, **options: Any) -> None:
        offices = Office.objects.filter(pk=options["key"]) if options["key"] else Office.objects.all()
        for office in offices:
            with transaction_in(office.place):
                overview.rebuild()
                due.rebuild()
                conference_dates.rebuild()
                training_due.rebuild(office.pk)
            self.stdout.write(f"{office.name}: berechnet.")
        if not offices:
            raise CommandError(f"Ein Amt „{options['key']}“ gibt es nicht.")
