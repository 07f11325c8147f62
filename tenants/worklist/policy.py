"""Who sees what is due: a provider's people, what concerns their organisation, in every office."""

from enum import StrEnum

from django.db.models import Q

from kernel.access.actor import PROVIDER_ROLES, Actor, Role
from kernel.access.policy import Grant, Policy
from tenants.worklist.models import WorkItem


class WorklistPerm(StrEnum):
    VIEW = "worklist.view"


def of_own_organisation(actor: Actor, role: Role) -> Q:
    return Q(organisation__in=actor.organisations(role))


worklist_policy = Policy(
    WorkItem,
    WorklistPerm,
    view=WorklistPerm.VIEW,
    grants=[Grant(role, WorklistPerm, of_own_organisation) for role in sorted(PROVIDER_ROLES)],
)
