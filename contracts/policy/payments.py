"""Instalments, accounts, payment runs."""

from enum import StrEnum

from contracts.models import (
    BankAccount,
    Instalment,
    Payment,
    PaymentRun,
)
from contracts.policy.scopes import MONEY, PROVIDER_LEADS, own_organisation, own_released_instalments
from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy


class InstalmentPerm(StrEnum):
    VIEW = "instalment.view"
    PAY = "instalment.pay"
    OFFSET = "instalment.offset"


class AccountPerm(StrEnum):
    VIEW = "account.view"
    REVEAL = "account.reveal"  # the whole number, not only its ends
    RECORD = "account.record"
    CONFIRM = "account.confirm"


class RunPerm(StrEnum):
    VIEW = "run.view"
    PREPARE = "run.prepare"
    APPROVE = "run.approve"
    EXECUTE = "run.execute"
    DOWNLOAD = "run.download"


class PaymentPerm(StrEnum):
    VIEW = "payment.view"
    RETURN = "payment.return"


instalment_policy = Policy(
    Instalment,
    InstalmentPerm,
    view=InstalmentPerm.VIEW,
    grants=[
        *(Grant(role, {InstalmentPerm.VIEW}) for role in MONEY),
        *(Grant(role, {InstalmentPerm.VIEW}, own_released_instalments) for role in PROVIDER_LEADS),
        Grant(Role.FINANCE, {InstalmentPerm.PAY, InstalmentPerm.OFFSET}),
    ],
)

account_policy = Policy(
    BankAccount,
    AccountPerm,
    view=AccountPerm.VIEW,
    grants=[
        Grant(Role.FINANCE, set(AccountPerm)),
        Grant(Role.AUDITOR, {AccountPerm.VIEW}),
        *(Grant(role, {AccountPerm.VIEW, AccountPerm.REVEAL}, own_organisation) for role in PROVIDER_LEADS),
    ],
)

run_policy = Policy(
    PaymentRun,
    RunPerm,
    view=RunPerm.VIEW,
    grants=[
        *(Grant(role, {RunPerm.VIEW}) for role in MONEY),
        Grant(Role.FINANCE, {RunPerm.PREPARE, RunPerm.APPROVE, RunPerm.EXECUTE, RunPerm.DOWNLOAD}),
    ],
)

payment_policy = Policy(
    Payment,
    PaymentPerm,
    view=PaymentPerm.VIEW,
    grants=[
        *(Grant(role, {PaymentPerm.VIEW}) for role in MONEY),
        Grant(Role.FINANCE, {PaymentPerm.RETURN}),
    ],
)
