"""Framework contracts and their documents."""

from enum import StrEnum

from django.db.models import Q

from contracts.models import (
    Contract,
    Document,
)
from contracts.policy.scopes import PROVIDER_LEADS, own_contracts
from kernel.access.actor import OFFICE_ROLES, Actor, Role
from kernel.access.policy import Grant, Policy


class ContractPerm(StrEnum):
    VIEW = "contract.view"
    VIEW_SELECTION = "contract.view_selection"
    EDIT = "contract.edit"
    SELECT = "contract.select"
    DECIDE = "contract.decide"
    SIGN = "contract.sign"
    PUT_IN_FORCE = "contract.put_in_force"
    AMEND = "contract.amend"
    TERMINATE = "contract.terminate"


class DocumentPerm(StrEnum):
    VIEW = "document.view"
    FILE = "document.file"


def of_own_contracts(actor: Actor, role: Role) -> Q:
    """Papers of the contracts that the provider sees."""
    return Q(contract__in=Contract.objects.filter(own_contracts(actor, role)))


contract_policy = Policy(
    Contract,
    ContractPerm,
    view=ContractPerm.VIEW,
    grants=[
        # who else applied and how an application was judged is no provider's business
        *(Grant(role, {ContractPerm.VIEW, ContractPerm.VIEW_SELECTION}) for role in sorted(OFFICE_ROLES)),
        *(Grant(role, {ContractPerm.VIEW}, own_contracts) for role in PROVIDER_LEADS),
        Grant(Role.PLANNER, set(ContractPerm)),
    ],
)

document_policy = Policy(
    Document,
    DocumentPerm,
    view=DocumentPerm.VIEW,
    grants=[
        *(Grant(role, {DocumentPerm.VIEW}) for role in sorted(OFFICE_ROLES)),
        *(Grant(role, {DocumentPerm.VIEW}, of_own_contracts) for role in PROVIDER_LEADS),
        Grant(Role.PLANNER, {DocumentPerm.FILE}),
    ],
)
