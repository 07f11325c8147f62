"""Hours and case references."""

from enum import StrEnum

from contracts.models import (
    CaseReference,
    HoursEntry,
)
from contracts.policy.scopes import PROVIDER_LEADS, own_organisation, own_work
from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy


class HoursPerm(StrEnum):
    VIEW = "hours.view"
    RECORD = "hours.record"


class ReferencePerm(StrEnum):
    VIEW = "reference.view"
    ISSUE = "reference.issue"


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
