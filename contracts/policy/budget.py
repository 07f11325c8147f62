"""Budget lines."""

from enum import StrEnum

from contracts.models import (
    BudgetLine,
)
from contracts.policy.scopes import MONEY, PROVIDER_LEADS, own_released_lines
from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy


class LinePerm(StrEnum):
    VIEW = "line.view"
    EDIT = "line.edit"
    RELEASE = "line.release"
    SCHEDULE = "line.schedule"
    CORRECT = "line.correct"
    CONVERT = "line.convert"


line_policy = Policy(
    BudgetLine,
    LinePerm,
    view=LinePerm.VIEW,
    grants=[
        *(Grant(role, {LinePerm.VIEW}) for role in MONEY),
        *(Grant(role, {LinePerm.VIEW}, own_released_lines) for role in PROVIDER_LEADS),
        Grant(Role.PLANNER, {LinePerm.EDIT, LinePerm.CONVERT}),
        Grant(Role.FINANCE, {LinePerm.EDIT, LinePerm.RELEASE, LinePerm.SCHEDULE, LinePerm.CORRECT, LinePerm.CONVERT}),
    ],
)
