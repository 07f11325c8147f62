"""Districts, centres, offers, roles, providers."""

from enum import StrEnum

from contracts.models import (
    Centre,
    District,
    Engagement,
    ProviderRole,
)
from contracts.policy.scopes import MEMBERS, own_organisation
from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.access.policy import Grant, Policy


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
