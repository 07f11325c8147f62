"""Invite the first administrator of an office or of a provider; later ones are invited on the pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from kernel.clock import today
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.people.actors import operator_in
from tenants.people.models import Membership
from tenants.people.usecases.invitations import invite_colleague, invite_person
from tenants.registry.models import Office, Organisation


class Command(BaseCommand):
    help = "Lädt die erste Verwaltungsperson eines Jugendamts oder Trägers per Mail ein (als hn_web)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="Schlüssel des Jugendamts; mit --provider der des Trägers")
        parser.add_argument("email", type=str.lower)
        parser.add_argument("--name", required=True)
        parser.add_argument("--provider", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        validate_email(options["email"])
        provider = options["provider"]
        role, invite = (Role.PROVIDER_ADMIN, invite_colleague) if provider else (Role.OFFICE_ADMIN, invite_person)
        with transaction_in(PORTAL):
            model = Organisation if provider else Office
            here = model.objects.filter(pk=options["key"]).first()
            if here is None:
                raise CommandError(f"„{options['key']}“ gibt es nicht.")
            place = here.place
        actor = operator_in(place, role)
        with transaction_in(place):
            own = {"organisation": here, "office": None} if provider else {"office": here}
            if Membership.objects.on(today()).filter(role=role, **own).exists():
                raise CommandError(f"{here} hat schon eine Verwaltungsperson. Sie lädt alle weiteren ein.")
            try:
                invite(actor=actor, email=options["email"], name=options["name"], role=role, begins=today())
            except RuleViolation as error:
                raise CommandError(error.message) from error
        self.stdout.write(f"Einladung an {options['email']} geht durch den Worker hinaus; sie gilt 14 Tage.")
