"""From a signed-in person to the actor in a place: the first query of each transaction there."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from kernel.access.actor import Actor, Role
from kernel.access.actor import Membership as Held
from kernel.access.errors import Denied
from kernel.clock import today as this_day
from kernel.tenancy.built import Built
from kernel.tenancy.place import PORTAL, Place, transaction_in
from tenants.people.models import Membership, Person, instructed

OPERATOR = UUID("01890000-0000-7000-8000-00000000b000")
NO_ACCESS = {
    "membership": "Sie haben hier keinen Zugang.",
    "instruction": "Ihre Unterweisung fehlt oder ist abgelaufen. Bitten Sie das Jugendamt um eine neue.",
    "second_factor": "Dieses Amt verlangt einen zweiten Faktor bei der Anmeldung.",
}


class NoAccess(Denied):
    """The person may not enter; `why` is "membership", "instruction" (R19) or "second_factor"."""

    def __init__(self, why: str) -> None:
        super().__init__(NO_ACCESS[why])
        self.why = why


def enter_place(person: UUID, place: Place, today: date, via: str = "page") -> Actor:
    """The actor with today's memberships in the office or organisation; at the base host oneself, with what is one's own."""
    if place.kind == "office":
        return enter_office(person, place, today, via)
    if place.kind == "organisation":
        return enter_organisation(person, place, today, via)
    name = Person.objects.values_list("name", flat=True).get(pk=person)
    return Actor(person, name, place.key, frozenset({Held(Role.SELF)}), today, via, place.settings)


def enter_office(person: UUID, place: Place, today: date, via: str = "page") -> Actor:
    """The actor with today's memberships in the office; provider staff only with a valid instruction (R19)."""
    rows = list(_held_in_office(person, place.key, today))
    valid = [r for r in rows if not Role(r[0]).of_provider or r[3]]
    if not valid:
        raise NoAccess("instruction" if rows else "membership")
    held = frozenset(Held(Role(role), organisation) for role, organisation, _, _ in valid)
    return Actor(person, valid[0][2], place.key, held, today, via, place.settings)


@lru_cache(maxsize=2000)
def _held_in_office(person: UUID, office: str, today: date) -> Built[tuple[str, str | None, str, bool]]:
    """Memberships and whether there is an instruction; the question is kept, it is asked at every request and delivery."""
    rows = Membership.objects.on(today).filter(person=person, office=office).annotate(is_instructed=instructed(today))
    return Built(rows.values_list("role", "organisation_id", "display_name", "is_instructed"))


def enter_organisation(person: UUID, place: Place, today: date, via: str = "page") -> Actor:
    """The actor with today's memberships in the organisation itself, not those for it in offices."""
    rows = list(
        Membership.objects.on(today)
        .filter(person=person, organisation=place.key, office=None)
        .values_list("role", "display_name")
    )
    if not rows:
        raise NoAccess("membership")
    held = frozenset(Held(Role(role), place.key) for role, _ in rows)
    return Actor(person, rows[0][1], place.key, held, today, via, place.settings)


def operator_in(place: Place, role: Role) -> Actor:
    """The service itself with a role in a place, for what is done there once, by a command."""
    with transaction_in(PORTAL):
        Person.objects.get_or_create(id=OPERATOR, defaults={"name": "Betrieb", "technical": True})
    held = Held(role, place.key if role.of_provider else None)
    return Actor(OPERATOR, "Betrieb", place.key, frozenset({held}), this_day(), "command")
