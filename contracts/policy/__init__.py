"""Who may do what with districts, roles, contracts, budgets and hours, and on which rows."""

from contracts.policy.budget import LinePerm, line_policy
from contracts.policy.contract import ContractPerm, DocumentPerm, contract_policy, document_policy
from contracts.policy.hours import HoursPerm, ReferencePerm, hours_policy, reference_policy
from contracts.policy.payments import InstalmentPerm, instalment_policy
from contracts.policy.scopes import (
    MEMBERS,
    MONEY,
    PROVIDER_LEADS,
    own_contracts,
    own_organisation,
    own_released_instalments,
    own_released_lines,
    own_work,
)
from contracts.policy.territory import (
    CentrePerm,
    DistrictPerm,
    EngagementPerm,
    RolePerm,
    centre_policy,
    district_policy,
    engagement_policy,
    role_policy,
)

__all__ = [
    "MEMBERS",
    "MONEY",
    "PROVIDER_LEADS",
    "CentrePerm",
    "ContractPerm",
    "DistrictPerm",
    "DocumentPerm",
    "EngagementPerm",
    "HoursPerm",
    "InstalmentPerm",
    "LinePerm",
    "ReferencePerm",
    "RolePerm",
    "centre_policy",
    "contract_policy",
    "district_policy",
    "document_policy",
    "engagement_policy",
    "hours_policy",
    "instalment_policy",
    "line_policy",
    "own_contracts",
    "own_organisation",
    "own_released_instalments",
    "own_released_lines",
    "own_work",
    "reference_policy",
    "role_policy",
]
