"""Who may see and do what with cases: the responsible worker and the lead, nobody else in the office, no provider."""

from enum import StrEnum

from cases.models import CaseFile
from cases.policy.scopes import not_restricted, own_cases, responsible
from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy


class CasePerm(StrEnum):
    VIEW = "case.view"
    OPEN = "case.open"
    CLOSE = "case.close"
    ASSIGN = "case.assign"
    WORK = "case.work"  # write in it: persons, notes, helps, plans, consents, bring it to a team
    HAND_OVER = "case.hand_over"  # to another worker or another office


case_policy = Policy(
    CaseFile,
    CasePerm,
    view=CasePerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, set(CasePerm) - {CasePerm.HAND_OVER}, own_cases),
        Grant(Role.CASE_WORKER, {CasePerm.HAND_OVER}, responsible),
        Grant(Role.ASD_LEAD, {CasePerm.VIEW, CasePerm.OPEN, CasePerm.CLOSE, CasePerm.HAND_OVER}, not_restricted),
    ],
)
