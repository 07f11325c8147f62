"""Hours, case references, months, timers and imports."""

from enum import StrEnum

from django.db.models import Q

from contracts.models import (
    CaseReference,
    HoursEntry,
    HoursImport,
    HoursMonth,
    HoursTimer,
)
from contracts.policy.scopes import PROVIDER_LEADS, own_organisation, own_work
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class HoursPerm(StrEnum):
    VIEW = "hours.view"
    RECORD = "hours.record"


class ReferencePerm(StrEnum):
    VIEW = "reference.view"
    ISSUE = "reference.issue"


class MonthPerm(StrEnum):
    VIEW = "hours_month.view"
    SUBMIT = "hours_month.submit"
    APPROVE = "hours_month.approve"


class TimerPerm(StrEnum):
    RUN = "hours_timer.run"


class ImportPerm(StrEnum):
    VIEW = "hours_import.view"
    BOOK = "hours_import.book"


def own_imports(actor: Actor, role: Role) -> Q:
    """Files that the actor sent for the provider for which the role is held."""
    return own_organisation(actor, role) & Q(recorded_by=actor.person)


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

# A worker's month is the provider's: the office sees sums of hours, never whose (R12).
month_policy = Policy(
    HoursMonth,
    MonthPerm,
    view=MonthPerm.VIEW,
    grants=[
        Grant(Role.PROVIDER_WORKER, {MonthPerm.VIEW, MonthPerm.SUBMIT}, own_work),
        *(Grant(role, {MonthPerm.VIEW}, own_organisation) for role in PROVIDER_LEADS),
        Grant(Role.PROVIDER_MANAGER, {MonthPerm.APPROVE}, own_organisation),
    ],
)

timer_policy = Policy(
    HoursTimer,
    TimerPerm,
    view=TimerPerm.RUN,
    grants=[Grant(Role.PROVIDER_WORKER, {TimerPerm.RUN}, own_work)],
)

import_policy = Policy(
    HoursImport,
    ImportPerm,
    view=ImportPerm.VIEW,
    grants=[
        Grant(Role.PROVIDER_WORKER, {ImportPerm.VIEW, ImportPerm.BOOK}, own_imports),
        *(Grant(role, {ImportPerm.VIEW}, own_organisation) for role in PROVIDER_LEADS),
        Grant(Role.PROVIDER_MANAGER, {ImportPerm.BOOK}, own_organisation),
    ],
)
