"""Who may do what with districts, roles, contracts, budgets and hours, and on which rows."""

from enum import StrEnum

from django.db.models import Q

from contracts.models import (
    BudgetLine,
    CaseReference,
    Centre,
    Contract,
    District,
    Engagement,
    HoursEntry,
    Instalment,
    ProviderRole,
)
from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Actor, Role
from kernel.access.policy import Grant, Policy

MEMBERS = sorted(OFFICE_ROLES | PROVIDER_ROLES)
PROVIDER_LEADS = (Role.PROVIDER_ADMIN, Role.PROVIDER_MANAGER)
MONEY = (Role.FINANCE, Role.PLANNER, Role.ASD_LEAD, Role.AUDITOR)


def own_organisation(actor: Actor, role: Role) -> Q:
    """Rows of the provider for which the actor holds the role."""
    return Q(organisation_id__in=actor.organisations(role))


def own_contracts(actor: Actor, role: Role) -> Q:
    """Contracts to which the actor's provider is a party, once they are more than a draft of the office."""
    return Q(parties__organisation_id__in=actor.organisations(role)) & ~Q(state=Contract.State.DRAFT)


def own_released_lines(actor: Actor, role: Role) -> Q:
    """Released lines of the provider for which the actor holds the role."""
    return own_organisation(actor, role) & Q(state=BudgetLine.State.RELEASED)


def own_released_instalments(actor: Actor, role: Role) -> Q:
    """Instalments of those lines."""
    return Q(line__organisation_id__in=actor.organisations(role), line__state=BudgetLine.State.RELEASED)


def own_work(actor: Actor, role: Role) -> Q:
    """The actor's own entries for the provider for which the role is held (no one else books or changes them)."""
    return own_organisation(actor, role) & Q(worker=actor.person)


class DistrictPerm(StrEnum):
    VIEW = "district.view"
    MANAGE = "district.manage"


class CentrePerm(StrEnum):
    VIEW = "centre.view"
    MANAGE = "centre.manage"


class EngagementPerm(StrEnum):
    VIEW = "engagement.view"
    MANAGE = "engagement.manage"


class RolePerm(StrEnum):
    VIEW = "role.view"
    MANAGE = "role.manage"


class ContractPerm(StrEnum):
    VIEW = "contract.view"
    EDIT = "contract.edit"
    DECIDE = "contract.decide"
    SIGN = "contract.sign"
    PUT_IN_FORCE = "contract.put_in_force"


class LinePerm(StrEnum):
    VIEW = "line.view"
    EDIT = "line.edit"
    RELEASE = "line.release"
    SCHEDULE = "line.schedule"


class InstalmentPerm(StrEnum):
    VIEW = "instalment.view"
    PAY = "instalment.pay"


class HoursPerm(StrEnum):
    VIEW = "hours.view"
    RECORD = "hours.record"


class ReferencePerm(StrEnum):
    VIEW = "reference.view"
    ISSUE = "reference.issue"


district_policy = Policy(
    District,
    DistrictPerm,
    view=DistrictPerm.VIEW,
    grants=[
        *(Grant(role, {DistrictPerm.VIEW}) for role in MEMBERS),
        Grant(Role.OFFICE_ADMIN, {DistrictPerm.MANAGE}),
        Grant(Role.PLANNER, {DistrictPerm.MANAGE}),
    ],
)

centre_policy = Policy(
    Centre,
    CentrePerm,
    view=CentrePerm.VIEW,
    grants=[
        *(Grant(role, {CentrePerm.VIEW}) for role in MEMBERS),
        Grant(Role.OFFICE_ADMIN, {CentrePerm.MANAGE}),
        Grant(Role.PLANNER, {CentrePerm.MANAGE}),
    ],
)

engagement_policy = Policy(
    Engagement,
    EngagementPerm,
    view=EngagementPerm.VIEW,
    grants=[
        *(Grant(role, {EngagementPerm.VIEW}) for role in sorted(OFFICE_ROLES)),
        *(Grant(role, {EngagementPerm.VIEW}, own_organisation) for role in sorted(PROVIDER_ROLES)),
        Grant(Role.OFFICE_ADMIN, {EngagementPerm.MANAGE}),
        Grant(Role.PLANNER, {EngagementPerm.MANAGE}),
    ],
)

role_policy = Policy(
    ProviderRole,
    RolePerm,
    view=RolePerm.VIEW,
    grants=[
        *(Grant(role, {RolePerm.VIEW}) for role in MEMBERS),
        Grant(Role.PLANNER, {RolePerm.MANAGE}),
        Grant(Role.OFFICE_ADMIN, {RolePerm.MANAGE}),
    ],
)

contract_policy = Policy(
    Contract,
    ContractPerm,
    view=ContractPerm.VIEW,
    grants=[
        *(Grant(role, {ContractPerm.VIEW}) for role in sorted(OFFICE_ROLES)),
        *(Grant(role, {ContractPerm.VIEW}, own_contracts) for role in PROVIDER_LEADS),
        Grant(Role.PLANNER, set(ContractPerm)),
    ],
)

line_policy = Policy(
    BudgetLine,
    LinePerm,
    view=LinePerm.VIEW,
    grants=[
        *(Grant(role, {LinePerm.VIEW}) for role in MONEY),
        *(Grant(role, {LinePerm.VIEW}, own_released_lines) for role in PROVIDER_LEADS),
        Grant(Role.PLANNER, {LinePerm.EDIT}),
        Grant(Role.FINANCE, {LinePerm.EDIT, LinePerm.RELEASE, LinePerm.SCHEDULE}),
    ],
)

instalment_policy = Policy(
    Instalment,
    InstalmentPerm,
    view=InstalmentPerm.VIEW,
    grants=[
        *(Grant(role, {InstalmentPerm.VIEW}) for role in MONEY),
        *(Grant(role, {InstalmentPerm.VIEW}, own_released_instalments) for role in PROVIDER_LEADS),
        Grant(Role.FINANCE, {InstalmentPerm.PAY}),
    ],
)

hours_policy = Policy(
    HoursEntry,
    HoursPerm,
    view=HoursPerm.VIEW,
    grants=[
        Grant(Role.PROVIDER_WORKER, {HoursPerm.VIEW, HoursPerm.RECORD}, own_work),
        *(Grant(role, {HoursPerm.VIEW}, own_organisation) for role in PROVIDER_LEADS),
        Grant(Role.FINANCE, {HoursPerm.VIEW}),
        Grant(Role.AUDITOR, {HoursPerm.VIEW}),
    ],
)

reference_policy = Policy(
    CaseReference,
    ReferencePerm,
    view=ReferencePerm.VIEW,
    grants=[
        Grant(Role.CASE_WORKER, {ReferencePerm.VIEW, ReferencePerm.ISSUE}),
        Grant(Role.ASD_LEAD, {ReferencePerm.VIEW, ReferencePerm.ISSUE}),
        Grant(Role.PROVIDER_WORKER, {ReferencePerm.VIEW}, own_organisation),
        Grant(Role.PROVIDER_MANAGER, {ReferencePerm.VIEW}, own_organisation),
    ],
)
