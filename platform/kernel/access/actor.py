"""Who acts: a person with the memberships that are valid today in the bound place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from kernel.access.errors import Denied

SERVICE = UUID(int=0)  # no person: what the service does by the clock


class Role(StrEnum):
    """What a membership makes of a person. Labels are German; an office may use its own words for some."""

    OFFICE_ADMIN = "office_admin"
    CASE_WORKER = "case_worker"
    ASD_LEAD = "asd_lead"
    FINANCE = "finance"
    PLANNER = "planner"
    AUDITOR = "auditor"
    COORDINATOR = "coordinator"
    TRAINING = "training"
    PROVIDER_ADMIN = "provider_admin"
    PROVIDER_MANAGER = "provider_manager"
    PROVIDER_WORKER = "provider_worker"
    OPERATOR = "operator"
    SELF = "self"  # no membership: anyone signed in, with what is their own, at the service's own address

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def of_provider(self) -> bool:
        return self in PROVIDER_ROLES


_LABELS = {
    Role.OFFICE_ADMIN: "Verwaltung des Jugendamts",
    Role.CASE_WORKER: "Fachkraft im Jugendamt",
    Role.ASD_LEAD: "Leitung ASD",
    Role.FINANCE: "Wirtschaftliche Jugendhilfe",
    Role.PLANNER: "Planung und Controlling",
    Role.AUDITOR: "Rechnungsprüfung und Datenschutz",
    Role.COORDINATOR: "Gremienkoordination",
    Role.TRAINING: "Fortbildungsorganisation",
    Role.PROVIDER_ADMIN: "Verwaltung beim Träger",
    Role.PROVIDER_MANAGER: "Leitung beim Träger",
    Role.PROVIDER_WORKER: "Fachkraft beim Träger",
    Role.OPERATOR: "Betrieb",
    Role.SELF: "Person selbst",
}
PROVIDER_ROLES = frozenset({Role.PROVIDER_ADMIN, Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER})
OFFICE_ROLES = frozenset(Role) - PROVIDER_ROLES - {Role.OPERATOR, Role.SELF}


@dataclass(frozen=True, slots=True)
class Membership:
    """A role held today, with the provider organisation for which it is held (None: the office's own staff)."""

    role: Role
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one place on one day."""

    person: UUID
    name: str
    place: str
    memberships: frozenset[Membership]
    today: date
    via: str = "page"
    settings: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)  # the office's own

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(m.role for m in self.memberships)

    def organisations(self, role: Role | None = None) -> frozenset[str]:
        """The provider organisations for which the actor acts here (in that role)."""
        return frozenset(m.organisation for m in self.memberships if m.organisation and role in (None, m.role))

    def the_organisation(self) -> str:
        """The one organisation the actor acts for; denied for office staff."""
        if not (found := sorted(self.organisations())):
            raise Denied("Dafür müssen Sie für einen Träger arbeiten.")
        return found[0]
