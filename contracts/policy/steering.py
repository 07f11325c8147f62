"""What changes budget lines and what is paid outside contracts: postings, splits, rates, readjustments, invoices."""

from enum import StrEnum

from django.db.models import Q

from contracts.models import Allocation, BudgetLine, Invoice, Posting, Rate, Readjustment
from contracts.policy.scopes import MONEY, PROVIDER_LEADS, own_released_instalments
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class PostingPerm(StrEnum):
    VIEW = "posting.view"


class AllocationPerm(StrEnum):
    VIEW = "allocation.view"
    SPLIT = "allocation.split"


class RatePerm(StrEnum):
    VIEW = "rate.view"
    SET = "rate.set"


class ReadjustmentPerm(StrEnum):
    VIEW = "readjustment.view"
    PROPOSE = "readjustment.propose"
    DECIDE = "readjustment.decide"


class InvoicePerm(StrEnum):
    VIEW = "invoice.view"
    RECORD = "invoice.record"
    CHECK = "invoice.check"
    APPROVE = "invoice.approve"


def own_invoices(actor: Actor, role: Role) -> Q:
    """Invoices of the provider on its released lines."""
    return Q(line__organisation_id__in=actor.organisations(role), line__state=BudgetLine.State.RELEASED)


def own_decided(actor: Actor, role: Role) -> Q:
    """Readjustments of the provider's lines once they are decided; proposals are the office's own."""
    return own_invoices(actor, role) & Q(state=Readjustment.State.DECIDED)


posting_policy = Policy(
    Posting,
    PostingPerm,
    view=PostingPerm.VIEW,
    grants=[
        *(Grant(role, {PostingPerm.VIEW}) for role in MONEY),
        *(Grant(role, {PostingPerm.VIEW}, own_released_instalments) for role in PROVIDER_LEADS),
    ],
)

allocation_policy = Policy(
    Allocation,
    AllocationPerm,
    view=AllocationPerm.VIEW,
    grants=[
        *(Grant(role, {AllocationPerm.VIEW}) for role in MONEY),
        Grant(Role.PLANNER, {AllocationPerm.SPLIT}),
        Grant(Role.FINANCE, {AllocationPerm.SPLIT}),
    ],
)

rate_policy = Policy(
    Rate,
    RatePerm,
    view=RatePerm.VIEW,
    grants=[
        *(Grant(role, {RatePerm.VIEW}) for role in MONEY),
        *(Grant(role, {RatePerm.VIEW}, own_released_instalments) for role in PROVIDER_LEADS),
        Grant(Role.FINANCE, {RatePerm.SET}),
    ],
)

readjustment_policy = Policy(
    Readjustment,
    ReadjustmentPerm,
    view=ReadjustmentPerm.VIEW,
    grants=[
        *(Grant(role, {ReadjustmentPerm.VIEW}) for role in MONEY),
        *(Grant(role, {ReadjustmentPerm.VIEW}, own_decided) for role in PROVIDER_LEADS),
        Grant(Role.PLANNER, {ReadjustmentPerm.PROPOSE, ReadjustmentPerm.DECIDE}),
        Grant(Role.FINANCE, {ReadjustmentPerm.PROPOSE, ReadjustmentPerm.DECIDE}),
    ],
)

invoice_policy = Policy(
    Invoice,
    InvoicePerm,
    view=InvoicePerm.VIEW,
    grants=[
        *(Grant(role, {InvoicePerm.VIEW}) for role in MONEY),
        *(Grant(role, {InvoicePerm.VIEW}, own_invoices) for role in PROVIDER_LEADS),
        Grant(Role.FINANCE, {InvoicePerm.RECORD, InvoicePerm.CHECK, InvoicePerm.APPROVE}),
    ],
)
