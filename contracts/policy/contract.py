"""Framework contracts and their documents."""

from enum import StrEnum

from contracts.models import (
    Contract,
)
from contracts.policy.scopes import PROVIDER_LEADS, own_contracts
from kernel.access.actor import OFFICE_ROLES, Role
from kernel.access.policy import Grant, Policy


class ContractPerm(StrEnum):
    VIEW = "contract.view"
    EDIT = "contract.edit"
    DECIDE = "contract.decide"
    SIGN = "contract.sign"
    PUT_IN_FORCE = "contract.put_in_force"


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
