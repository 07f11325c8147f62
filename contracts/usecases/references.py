"""Case references: random numbers under which providers book, and that only the office can resolve (R12)."""

import secrets
from datetime import date

from contracts.models import CaseReference, District
from contracts.policy import ReferencePerm
from contracts.usecases.engagement import covering_engagement
from contracts.usecases.territory import check_dates
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from tenants.registry.models import Organisation

DIGITS = "23456789"  # none that are easily taken for another when read out
LENGTH = 8


def random_number() -> str:
    """Eight digits that say nothing and that no other reference of the office has."""
    while True:
        number = "".join(secrets.choice(DIGITS) for _ in range(LENGTH))
        if not CaseReference.objects.filter(number=number).exists():
            return number


@use_case(ReferencePerm.ISSUE)
def issue_reference(
    *,
    actor: Actor,
    organisation: Organisation,
    district: District,
    begins: date,
    ends: date | None = None,
) -> CaseReference:
    """A new number for a provider's work on a case (R12)."""
    check_dates(begins, ends)
    if not covering_engagement(organisation.pk, begins, ends):
        raise RuleViolation("Der Träger arbeitet in dieser Zeit nicht durchgehend mit.", field="organisation")
    return CaseReference.objects.create(
        number=random_number(), organisation=organisation, district=district, begins=begins, ends=ends
    )
