"""What contracts, budgets, roles and hours put on Heute. A fixed number of queries per role."""

from collections.abc import Iterator

from contracts.web.today import budget, contract, hours, payments, proofs, territory
from kernel.access.actor import Actor
from kernel.web.today import Due

PARTS = (payments, proofs, budget, contract, territory, hours)


def due(actor: Actor) -> Iterator[Due]:
    """What is due for the actor, in no particular order; each part asks its own policies."""
    for part in PARTS:
        yield from part.due(actor)
