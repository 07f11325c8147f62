"""What the resource map asks on Heute: whether it is still so (R24)."""

from collections.abc import Iterator

from django.urls import reverse

from cases.policy.resources import ResourcePerm, resource_policy
from cases.queries.resources import stale_for
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

MOST = 2


def due(actor: Actor) -> Iterator[Due]:
    """Of the districts in whose team the actor is, what nobody confirmed for a year; many make one row."""
    if not resource_policy.allows(actor, ResourcePerm.EDIT):
        return
    rows = list(stale_for(actor)[: MOST + 1])
    if len(rows) > MOST:
        url = f"{reverse('resources')}?fresh=old"
        note = "Fragen Sie nach und bestätigen Sie, was noch stimmt."
        yield Due(
            "Ressourcenkarte: einiges ist lange nicht bestätigt",
            note,
            url=url,
            action="Ansehen",
            action_url=url,
            icon="map",
        )
        return
    for row in rows:
        url = reverse("resource", args=[row.pk])
        note = f"Ressourcenkarte, zuletzt bestätigt am {words.day(row.last_confirmed_on)}"
        yield Due(f"Gibt es „{row.name}“ noch so?", note, url=url, action="Ansehen", action_url=url, icon="map")
