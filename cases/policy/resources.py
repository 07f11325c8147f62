"""Who may see and keep the resource map: everybody in the office sees it, whoever works in a district keeps it (R24)."""

from enum import StrEnum

from django.db.models import Q

from cases.models import Resource
from cases.policy.scopes import on, own_team_districts
from contracts.models import ProviderRole
from contracts.policy.scopes import MEMBERS
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class ResourcePerm(StrEnum):
    VIEW = "resource.view"
    EDIT = "resource.edit"
    IMPORT = "resource.import"


def districts_worked_in(actor: Actor) -> Q:
    """Condition on districts: those in whose team the actor is, or in which the actor's provider has a role today."""
    roles = ProviderRole.objects.filter(on(actor), organisation__in=actor.organisations())
    return Q(pk__in=own_team_districts(actor)) | Q(pk__in=roles.values("district"))


def in_own_districts(actor: Actor, role: Role) -> Q:
    """Resources of the districts in which the actor works for a provider."""
    roles = ProviderRole.objects.filter(on(actor), organisation__in=actor.organisations(role))
    return Q(districts__in=own_team_districts(actor)) | Q(districts__in=roles.values("district"))


OFFICE_EDITORS = (Role.CASE_WORKER, Role.ASD_LEAD, Role.PLANNER)

resource_policy = Policy(
    Resource,
    ResourcePerm,
    view=ResourcePerm.VIEW,
    grants=[
        *(Grant(role, {ResourcePerm.VIEW}) for role in MEMBERS),
        *(Grant(role, {ResourcePerm.EDIT, ResourcePerm.IMPORT}) for role in OFFICE_EDITORS),
        *(Grant(role, {ResourcePerm.EDIT}, in_own_districts) for role in (Role.PROVIDER_WORKER, Role.PROVIDER_MANAGER)),
    ],
)
