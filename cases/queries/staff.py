"""The office's own people by role: who may be given a case, stand in, receive a note."""

from datetime import date
from uuid import UUID

from kernel.access.actor import Actor, Role
from tenants.people.models import Membership

WORKERS = (Role.CASE_WORKER,)


def staff(actor: Actor, *roles: Role, on: date | None = None) -> dict[UUID, str]:
    """Names by person of those who hold one of the roles on the day (today), sorted by name."""
    rows = Membership.objects.on(on or actor.today).filter(  # type: ignore[attr-defined]
        office=actor.place, organisation=None, role__in=roles or WORKERS, person__technical=False
    )
    return dict(rows.order_by("sort_key", "id").values_list("person", "display_name"))


def works_here(actor: Actor, person: UUID, *roles: Role, on: date | None = None) -> bool:
    """Whether the person holds one of the roles on the day (today)."""
    rows = Membership.objects.on(on or actor.today)  # type: ignore[attr-defined]
    return bool(rows.filter(office=actor.place, organisation=None, role__in=roles or WORKERS, person=person).exists())
