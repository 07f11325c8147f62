"""The demo's stories without its volume, for the browser tests: `python -m tests.browser.seed` with the owner's rights.

Beside them an office that is suspended (nord) and one that asks for a second factor (sued), both of the test database.
"""

from datetime import date, timedelta
from typing import Any

import django

STORIES = ("arnsberg", "vogelsberg")
LESS = 40  # the stories' hours are divided by this
FAMILIES = 16


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from kernel.clock import today
    from kernel.tenancy.place import as_owner
    from project.demo_data import load
    from project.demo_data.facts import load_offices
    from tenants.registry.models import Office

    day = today()
    offices = [_small(facts) for facts in load_offices(day) if facts["key"] in STORIES]
    people = load.build_people(offices, day)
    _staff_of_sued(people, day)
    load._load(offices, people, day, "test", print)
    with as_owner():
        Office.objects.filter(key="nord").update(status="suspended")
        Office.objects.filter(key="sued").update(require_mfa=True)
        _open_invitations(people, day)
    load.write_file(settings.VAR / "demo.json", offices, people, day)
    call_command("collectstatic", "--noinput", verbosity=0)


def _small(facts: dict[str, Any]) -> dict[str, Any]:
    for era in facts["families"]:
        era["first"] = era["last"] = FAMILIES
    for contract in facts["contracts"]:
        if budget := contract.get("budget"):
            budget["hours"] //= LESS
    return facts


def _staff_of_sued(people: Any, day: date) -> None:
    """One for a passkey, one for the code app."""
    from kernel.access.actor import Role
    from project.demo_data.people import Sign

    for local, role in (("planung", Role.PLANNER), ("finanzen", Role.FINANCE)):
        person = people.person(f"{role.label} (Südstadt)")
        people.join(person, role, date(day.year - 1, 1, 1), office="sued")
        people.signs.append(Sign(f"{local}@sued.example", role, person.name, person.id, ("sued",)))


def _open_invitations(people: Any, day: date) -> None:
    """One into an office and one into a provider organisation."""
    from django.utils import timezone

    from kernel.access.actor import Role
    from tenants.people.models import Invitation, hash_of, new_token

    for fields in (
        {"office_id": "arnsberg", "role": Role.PLANNER},
        {"organisation_id": "musterwerk", "role": Role.PROVIDER_WORKER},
    ):
        Invitation.objects.create(
            token_hash=hash_of(new_token()),
            email="eingeladen@hilfenetz.example",
            name="Kim Eingeladen",
            begins=day,
            invited_by=people.signs[0].person,
            expires_at=timezone.now() + timedelta(days=14),
            **fields,
        )


if __name__ == "__main__":
    main()
