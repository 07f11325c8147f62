"""Who did what: the names of the office's and its providers' people, as the office knows them."""

from collections.abc import Iterable
from uuid import UUID

from kernel.access.actor import Actor
from tenants.people.models import Membership


def names_of(actor: Actor, persons: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names by person, in one query; of someone who is unknown here there is none."""
    wanted = {person for person in persons if person}
    rows = Membership.objects.filter(office=actor.place, person__in=wanted) if wanted else Membership.objects.none()
    return dict(rows.values_list("person", "display_name"))
