"""Who sees what is due and what the provider has: nobody more than in that county itself.

Rows of a county open with the person's own access there today, a membership and a valid instruction (R19), in a role
that sees the same there. The own people's instructions and training are the provider's own matter, as long as they work for it (R26).
"""

from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from kernel.access.actor import PROVIDER_ROLES, Actor, Role
from kernel.access.policy import Grant, Policy
from tenants.registry.models import Office, Organisation
from tenants.worklist.models import OwnBudget, OwnRole, WorkItem

Kind = WorkItem.Kind
LEADS = (Role.PROVIDER_ADMIN, Role.PROVIDER_MANAGER)
OF_LEADS = (
    Kind.INSTALMENT_EXPECTED,
    Kind.SIGNATURE_OUTSTANDING,
    Kind.CONTRACT_ENDING,
    Kind.PROOF_DUE,
    Kind.PROOF_QUERY,
)
OF_OWN_STAFF = (Kind.TRAINING, Kind.CERTIFICATE_ENDING)
OF_WORKERS = (Kind.TASK_DUE, Kind.HOURS_MISSING, Kind.CONFERENCE)
SEEN_BY = {  # in the county, by the role held there
    Role.PROVIDER_ADMIN: OF_LEADS,
    Role.PROVIDER_MANAGER: (*OF_LEADS, Kind.TASK_DUE, Kind.HOURS_TO_APPROVE),
    Role.PROVIDER_WORKER: OF_WORKERS,
}


class WorklistPerm(StrEnum):
    VIEW = "worklist.view"
    OF_COLLEAGUE = "worklist.of_colleague"  # what concerns one of the own people alone


class OwnRolePerm(StrEnum):
    VIEW = "own_role.view"


class OwnBudgetPerm(StrEnum):
    VIEW = "own_budget.view"


def open_offices(actor: Actor, *roles: Role) -> QuerySet[Office]:
    """The offices that are open to the actor today for the provider, in one of the roles."""
    here = {"person": actor.person, "organisation": actor.place, "begins__lte": actor.today}
    held = Q(**{f"memberships__{name}": value for name, value in here.items()}, memberships__role__in=roles)
    lasting = Q(memberships__ends=None) | Q(memberships__ends__gte=actor.today)
    instructed = Q(**{f"instruction__{name}": value for name, value in here.items()})
    return Office.objects.filter(held, lasting).filter(instructed, instruction__ends__gte=actor.today).order_by()


def _in(actor: Actor, *roles: Role) -> Q:
    return Q(office__in=open_offices(actor, *roles).values("pk"))


def seen_there(actor: Actor, role: Role) -> Q:
    """What is due for the provider or for the actor alone, of the kinds that the roles in each county see there."""
    there = Q(pk__in=[])
    for held, kinds in SEEN_BY.items():
        there |= Q(kind__in=kinds) & _in(actor, held)
    own = Q(kind=Kind.INSTRUCTION_ENDING) & (Q() if role in LEADS else Q(subject=str(actor.person)))
    own |= Q(kind__in=OF_OWN_STAFF) & (Q(person__in=_staff(actor, role)) if role in LEADS else Q(person=actor.person))
    return Q(organisation__in=actor.organisations(role)) & (own | there & (Q(person=None) | Q(person=actor.person)))


def _staff(actor: Actor, role: Role) -> QuerySet[Any]:
    """Who works for the provider today."""
    lasting = Q(memberships__ends=None) | Q(memberships__ends__gte=actor.today)
    staff = Organisation.objects.filter(lasting, pk__in=actor.organisations(role), memberships__begins__lte=actor.today)
    return staff.order_by().values("memberships__person")


def of_own_people(actor: Actor, role: Role) -> Q:
    """What is due for single people of the own provider, by id and code, in every county: who leaves hands it over."""
    return Q(organisation__in=actor.organisations(role), person__isnull=False) & ~Q(kind=Kind.CERTIFICATE_ENDING)


def where_a_member(actor: Actor, role: Role) -> Q:
    """Rows of the counties where the actor works for the provider."""
    return Q(organisation__in=actor.organisations(role)) & _in(actor, *sorted(PROVIDER_ROLES))


def where_a_lead(actor: Actor, role: Role) -> Q:
    """Rows of the counties where the actor sees the provider's money."""
    return Q(organisation__in=actor.organisations(role)) & _in(actor, *LEADS)


worklist_policy = Policy(
    WorkItem,
    WorklistPerm,
    view=WorklistPerm.VIEW,
    grants=[
        *(Grant(role, {WorklistPerm.VIEW}, seen_there) for role in sorted(PROVIDER_ROLES)),
        Grant(Role.PROVIDER_ADMIN, {WorklistPerm.OF_COLLEAGUE}, of_own_people),
    ],
)
own_role_policy = Policy(
    OwnRole,
    OwnRolePerm,
    view=OwnRolePerm.VIEW,
    grants=[Grant(role, OwnRolePerm, where_a_member) for role in sorted(PROVIDER_ROLES)],
)
own_budget_policy = Policy(
    OwnBudget,
    OwnBudgetPerm,
    view=OwnBudgetPerm.VIEW,
    grants=[Grant(role, OwnBudgetPerm, where_a_lead) for role in LEADS],
)
