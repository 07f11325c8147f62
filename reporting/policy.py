"""Who sees the office's figures, and for which districts. No figure is about a single worker or family."""

from enum import StrEnum

from contracts.models import District
from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy


class FiguresPerm(StrEnum):
    VIEW = "figures.view"


figures_policy = Policy(
    District,
    FiguresPerm,
    view=FiguresPerm.VIEW,
    grants=[
        Grant(role, {FiguresPerm.VIEW})
        for role in (Role.PLANNER, Role.ASD_LEAD, Role.COORDINATOR, Role.AUDITOR, Role.OFFICE_ADMIN)
    ],
)
