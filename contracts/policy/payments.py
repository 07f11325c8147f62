"""Instalments, accounts, payment runs."""

from enum import StrEnum

from contracts.models import (
    Instalment,
)
from contracts.policy.scopes import MONEY, PROVIDER_LEADS, own_released_instalments
from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy


class InstalmentPerm(StrEnum):
    VIEW = "instalment.view"
    PAY = "instalment.pay"


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
