"""Who may see and do what with cases: the responsible worker and the lead, nobody else in the office, no provider."""

from enum import StrEnum

from django.db.models import Q

from cases.models import CaseFile
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class CasePerm(StrEnum):
    VIEW = "case.view"
    OPEN = "case.open"
    CLOSE = "case.close"
    ASSIGN = "case.assign"


def own_cases(actor: Actor, role: Role) -> Q:
    """Cases for which the actor is responsible."""
    return Q(worker=actor.person)


case_policy = Policy(
    CaseFile,
    CasePerm,
    view=CasePerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, set(CasePerm), own_cases),
        Grant(Role.ASD_LEAD, {CasePerm.VIEW, CasePerm.CLOSE}),
    ],
)
