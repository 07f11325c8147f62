"""Districts, roles and providers."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from contracts.models import (
    District,
    ProviderRole,
)
from contracts.policy import (
    district_policy,
    engagement_policy,
    role_policy,
)
from kernel.access.actor import Actor


def districts_for(actor: Actor) -> QuerySet[District]:
    """Districts with the number of their open centres and of the providers with a role today."""
    today = Q(roles__begins__lte=actor.today) & (Q(roles__ends=None) | Q(roles__ends__gte=actor.today))
    return (
        district_policy.rows(actor)
        .annotate(
            providers=Count("roles__organisation", filter=today, distinct=True),
            open_centres=Count(
                "centres", filter=Q(centres__opened_on__lte=actor.today, centres__closed_on=None), distinct=True
            ),
        )
        .order_by("sort_key", "id")
    )


def roles_for(actor: Actor) -> QuerySet[ProviderRole]:
    return role_policy.rows(actor).select_related("organisation", "district", "contract")


def engagements_for(actor: Actor) -> QuerySet:
    return engagement_policy.rows(actor).select_related("organisation")


def roles_ending(actor: Actor, until: date) -> QuerySet[ProviderRole]:
    return roles_for(actor).filter(ends__gte=actor.today, ends__lte=until)
