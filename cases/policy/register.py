"""Who may see and do what with cases: the responsible worker and the lead, nobody else in the office, no provider."""

from enum import StrEnum

from cases.models import CaseFile
from cases.policy.scopes import not_restricted, own_cases
from kernel.access.actor import Role
from kernel.access.policy import Grant, Policy


class CasePerm(StrEnum):
    VIEW = "case.view"
    OPEN = "case.open"
    CLOSE = "case.close"
    ASSIGN = "case.assign"
    WORK = "case.work"  # write in it: persons, notes, helps, plans, consents, bring it to a team


case_policy = Policy(
    CaseFile,
    CasePerm,
    view=CasePerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, set(CasePerm), own_cases),
        Grant(Role.ASD_LEAD, {CasePerm.VIEW, CasePerm.CLOSE}, not_restricted),
    ],
)
