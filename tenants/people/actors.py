"""From a signed-in person to the actor in a place: the first query of each transaction there."""

from datetime import date
from uuid import UUID

from kernel.access.actor import Actor, Membership as Held, Role
from kernel.tenancy.place import Place
from tenants.people.models import Membership, instructed


class NoAccess(Exception):
    """The person may not enter; `why` is "membership" or "instruction" (R19)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def enter_office(person: UUID, place: Place, today: date, via: str = "page") -> Actor:
    """The actor with today's memberships in the office; provider staff only with a valid instruction (R19)."""
    rows = list(
        Membership.objects.on(today).filter(person=person, office=place.key)
        .annotate(is_instructed=instructed(today)).values_list("role", "organisation_id", "display_name", "is_instructed")
    )
    valid = [r for r in rows if not Role(r[0]).of_provider or r[3]]
    if not valid:
        raise NoAccess("instruction" if rows else "membership")
    held = frozenset(Held(Role(role), organisation) for role, organisation, _, _ in valid)
    return Actor(person, valid[0][2], place.key, held, today, via, place.settings)
