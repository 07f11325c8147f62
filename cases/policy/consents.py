"""Who sees, records and revokes consents and legal bases (R17): who works on the case; the lead reads."""

from enum import StrEnum

from django.db.models import Q

from cases.models import CaseFile, Consent
from cases.policy.scopes import own_cases
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class ConsentPerm(StrEnum):
    VIEW = "consent.view"
    RECORD = "consent.record"
    REVOKE = "consent.revoke"


def of_own_cases(actor: Actor, role: Role) -> Q:
    """Consents of the cases that the actor works on."""
    return Q(case__in=CaseFile.objects.filter(own_cases(actor, role)).values("pk"))


def of_cases_not_restricted(actor: Actor, role: Role) -> Q:
    """Consents of all cases but those whose term is over."""
    return Q(case__restricted_on=None)


consent_policy = Policy(
    Consent,
    ConsentPerm,
    view=ConsentPerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, set(ConsentPerm), of_own_cases),
        Grant(Role.ASD_LEAD, {ConsentPerm.VIEW, ConsentPerm.REVOKE}, of_cases_not_restricted),
    ],
)
