"""Who may see what will go, answer for the archive, and hold something up."""

from enum import StrEnum

from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy
from kernel.retention.models import Disposal, Hold


class DisposalPerm(StrEnum):
    VIEW = "disposal.view"  # counts, and disposals by their keys
    NAMES = "disposal.names"  # by file number
    ANSWER = "disposal.answer"
    EXECUTE = "disposal.execute"  # the service at night


class HoldPerm(StrEnum):
    VIEW = "hold.view"
    PLACE = "hold.place"


disposal_policy = Policy(
    Disposal,
    DisposalPerm,
    view=DisposalPerm.VIEW,
    grants=[
        Grant(Role.OFFICE_ADMIN, {DisposalPerm.VIEW, DisposalPerm.EXECUTE}),
        Grant(Role.ASD_LEAD, {DisposalPerm.VIEW, DisposalPerm.NAMES, DisposalPerm.ANSWER}),
        Grant(Role.AUDITOR, {DisposalPerm.VIEW}),
    ],
)

hold_policy = Policy(
    Hold,
    HoldPerm,
    view=HoldPerm.VIEW,
    grants=[
        Grant(Role.ASD_LEAD, {HoldPerm.VIEW, HoldPerm.PLACE}),
        Grant(Role.OFFICE_ADMIN, {HoldPerm.VIEW}),
        Grant(Role.AUDITOR, {HoldPerm.VIEW}),
    ],
)
