"""Helps and help plans: whole for who works on the case, their amounts for the finance office, the own commission for a provider."""

from enum import StrEnum

from django.db.models import Q

from cases.models import Help, HelpPlan, LetterRules, LetterTemplate
from cases.policy.scopes import in_open_cases, in_own_cases
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy

STARTED = (Help.State.RUNNING, Help.State.ENDED)


class HelpPerm(StrEnum):
    VIEW = "help.view"
    GRANT = "help.grant"  # only staff of the office decide (R6)
    CHANGE = "help.change"
    EXTEND = "help.extend"
    APPROVE = "help.approve"
    END = "help.end"


class HelpMoneyPerm(StrEnum):
    VIEW = "help_money.view"  # case number, kind, provider and hours; nothing about people


class CommissionPerm(StrEnum):
    VIEW = "commission.view"  # what a provider carries out


class PlanPerm(StrEnum):
    VIEW = "help_plan.view"
    WRITE = "help_plan.write"


class LetterPerm(StrEnum):
    VIEW = "letter_rules.view"
    SET = "letter_rules.set"


class TemplatePerm(StrEnum):
    VIEW = "letter_template.view"
    FILE = "letter_template.file"


def own_commissions(actor: Actor, role: Role) -> Q:
    """Helps that the actor's provider carries out under a case reference of its own, once they may begin."""
    return Q(
        assignment__reference__organisation_id__in=actor.organisations(role),
        state__in=STARTED,
        case__restricted_on=None,
    )


help_policy = Policy(
    Help,
    HelpPerm,
    view=HelpPerm.VIEW,
    sensitive=True,
    grants=[
        Grant(
            Role.CASE_WORKER,
            {HelpPerm.VIEW, HelpPerm.GRANT, HelpPerm.CHANGE, HelpPerm.EXTEND, HelpPerm.END},
            in_own_cases,
        ),
        Grant(Role.ASD_LEAD, {HelpPerm.VIEW, HelpPerm.APPROVE, HelpPerm.EXTEND}, in_open_cases),
    ],
)

help_money_policy = Policy(
    Help,
    HelpMoneyPerm,
    view=HelpMoneyPerm.VIEW,
    sensitive=True,
    grants=[Grant(Role.FINANCE, {HelpMoneyPerm.VIEW}, in_open_cases)],
)

commission_policy = Policy(
    Help,
    CommissionPerm,
    view=CommissionPerm.VIEW,
    sensitive=True,
    grants=[
        Grant(role, {CommissionPerm.VIEW}, own_commissions) for role in (Role.PROVIDER_WORKER, Role.PROVIDER_MANAGER)
    ],
)

plan_policy = Policy(
    HelpPlan,
    PlanPerm,
    view=PlanPerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, set(PlanPerm), in_own_cases),
        Grant(Role.ASD_LEAD, {PlanPerm.VIEW}, in_open_cases),
    ],
)

letter_policy = Policy(
    LetterRules, LetterPerm, view=LetterPerm.VIEW, grants=[Grant(Role.OFFICE_ADMIN, set(LetterPerm))]
)

template_policy = Policy(
    LetterTemplate, TemplatePerm, view=TemplatePerm.VIEW, grants=[Grant(Role.OFFICE_ADMIN, set(TemplatePerm))]
)
