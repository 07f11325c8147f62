"""Which rows: scopes that several policies share."""

from django.db.models import Q, UUIDField
from django.db.models.functions import Coalesce

from contracts.models import (
    BudgetLine,
    Contract,
    Party,
)
from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Actor, Role

MEMBERS = sorted(OFFICE_ROLES | PROVIDER_ROLES)

PROVIDER_LEADS = (Role.PROVIDER_ADMIN, Role.PROVIDER_MANAGER)

MONEY = (Role.FINANCE, Role.PLANNER, Role.ASD_LEAD, Role.AUDITOR)


def own_organisation(actor: Actor, role: Role) -> Q:
    """Rows of the provider for which the actor holds the role."""
    return Q(organisation_id__in=actor.organisations(role))


def own_contracts(actor: Actor, role: Role) -> Q:
    """All versions of the files to which the actor's provider is a party; of those not yet in force only its own, no draft."""
    own = Party.objects.filter(organisation__in=actor.organisations(role)).exclude(contract__state=Contract.State.DRAFT)
    files = own.values(file=Coalesce("contract__root", "contract", output_field=UUIDField()))
    came_into_force = ~Q(state__in=Contract.BEFORE_FORCE)
    return (Q(pk__in=files) | Q(root__in=files)) & (came_into_force | Q(pk__in=own.values("contract")))


def own_released_lines(actor: Actor, role: Role) -> Q:
    """Released lines of the provider for which the actor holds the role."""
    return own_organisation(actor, role) & Q(state=BudgetLine.State.RELEASED)


def own_released_instalments(actor: Actor, role: Role) -> Q:
    """Instalments of those lines."""
    return Q(line__organisation_id__in=actor.organisations(role), line__state=BudgetLine.State.RELEASED)


def own_work(actor: Actor, role: Role) -> Q:
    """The actor's own entries for the provider for which the role is held (no one else books or changes them)."""
    return own_organisation(actor, role) & Q(worker=actor.person)
