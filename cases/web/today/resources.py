"""What the resource map asks on Heute: whether it is still so (R24)."""

from collections.abc import Iterator

from django.urls import reverse

from cases.policy.resources import ResourcePerm, resource_policy
from cases.queries.resources import stale_for
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

MOST = 5


def due(actor: Actor) -> Iterator[Due]:
    """Of the districts in whose team the actor is, what nobody confirmed for a year; the oldest first."""
    if not resource_policy.allows(actor, ResourcePerm.EDIT):
        return
    for row in stale_for(actor)[:MOST]:
        url = reverse("resource", args=[row.pk])
        note = f"Ressourcenkarte, zuletzt bestätigt am {words.day(row.last_confirmed_on)}"
        yield Due(f"Gibt es „{row.name}“ noch so?", note, url=url, action="Ansehen", action_url=url, icon="map")
