"""Instalments."""

from django.db.models import QuerySet

from contracts.models import (
    Instalment,
)
from contracts.policy import (
    instalment_policy,
)
from kernel.access.actor import Actor


def instalments_for(actor: Actor) -> QuerySet[Instalment]:
    return instalment_policy.rows(actor).select_related("line__organisation", "line__contract")
