"""Framework contracts."""

from django.db.models import Count, F, QuerySet

from contracts.models import (
    Contract,
    Party,
)
from contracts.policy import (
    contract_policy,
)
from kernel.access.actor import Actor


def contracts_for(actor: Actor) -> QuerySet[Contract]:
    """Contracts with the number of providers that are party to them."""
    return (
        contract_policy.rows(actor)
        .annotate(providers=Count("parties__organisation", distinct=True))
        .order_by("-begins", "sort_key", "id")
    )


def parties_of(contract: Contract) -> QuerySet[Party]:
    return (
        contract.parties.select_related("organisation")
        .prefetch_related("signatures")
        .order_by(F("organisation__sort_key").asc(nulls_first=True))
    )
