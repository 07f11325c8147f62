"""Who may change how an office presents itself, and who lets new providers in: its administrators."""

from enum import StrEnum

from django.db.models import Q

from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy
from tenants.registry.models import JoinRequest, Office, Organisation


class OfficePerm(StrEnum):
    VIEW = "office.view"
    CHANGE = "office.change_settings"


class OrganisationPerm(StrEnum):
    """Providers that the service knows."""

    FIND = "organisation.find"


class JoinRequestPerm(StrEnum):
    """Requests of new providers to join the service."""

    VIEW = "join_request.view"
    DECIDE = "join_request.decide"


def itself(actor: Actor, role: Role) -> Q:
    """The office in which one acts; of the others an office reads the names only."""
    return Q(pk=actor.place)


office_policy = Policy(
    Office,
    OfficePerm,
    view=OfficePerm.VIEW,
    grants=[Grant(Role.OFFICE_ADMIN, set(OfficePerm), itself)],
)


def undecided(actor: Actor, role: Role) -> Q:
    """Those that wait for an office, and those that this one accepted and that are being set up."""
    return Q(confirmed_at__isnull=False, refusal="", organisation=None) & (Q(office=None) | Q(office=actor.place))


def waiting(actor: Actor, role: Role) -> Q:
    """Those on which no office has decided."""
    return Q(confirmed_at__isnull=False, office=None)


organisation_policy = Policy(
    Organisation,
    OrganisationPerm,
    view=OrganisationPerm.FIND,
    grants=[Grant(role, OrganisationPerm) for role in (Role.OFFICE_ADMIN, Role.PLANNER)],
)
join_request_policy = Policy(
    JoinRequest,
    JoinRequestPerm,
    view=JoinRequestPerm.VIEW,
    grants=[
        Grant(Role.OFFICE_ADMIN, {JoinRequestPerm.VIEW}, undecided),
        Grant(Role.OFFICE_ADMIN, {JoinRequestPerm.DECIDE}, waiting),
    ],
)
