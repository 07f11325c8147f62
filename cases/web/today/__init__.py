"""What cases and consultations put on Heute. A fixed number of queries per role."""

from collections.abc import Iterator

from cases.web.today import conferences, file, helps, inspection, protection, register, resources
from kernel.access.actor import Actor
from kernel.web.today import Due

PARTS = (conferences, file, helps, protection, register, resources, inspection)


def due(actor: Actor) -> Iterator[Due]:
    """What is due for the actor, in no particular order; each part asks its own policies."""
    for part in PARTS:
        yield from part.due(actor)
