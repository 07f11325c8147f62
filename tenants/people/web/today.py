"""What the office's administrator has to do for its people: instruct those who wait, and again before it runs out."""

from datetime import timedelta

from django.urls import reverse

from kernel.access.actor import Actor
from kernel.web.today import Due
from tenants.people import queries
from tenants.people.policy import InstructionPerm, instruction_policy

SOON = timedelta(days=30)
SHOWN = 10


def due(actor: Actor) -> list[Due]:
    """Provider staff without a valid instruction, or with one that ends within a month (R19)."""
    if not instruction_policy.allows(actor, InstructionPerm.RECORD):
        return []
    rows = queries.to_instruct_for(actor, before=actor.today + SOON)[:SHOWN]
    return [
        Due(
            title=row.display_name,
            note=f"{row.organisation}: {queries.STATUS[row.status] if row.status != 'active' else 'Unterweisung läuft ab'}",
            date=row.instructed_until,
            url=reverse("person", args=[row.person_id]),
            action="Unterweisen",
            action_url=reverse("instruct", args=[row.pk]),
            icon="people",
        )
        for row in rows
    ]
