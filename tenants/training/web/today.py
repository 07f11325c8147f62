"""What waits for the training organiser: recognitions to decide, the oldest first."""

from django.urls import reverse

from kernel.access.actor import Actor
from kernel.web.today import Due
from tenants.training.models import Recognition
from tenants.training.policy.record import RecognitionPerm, recognition_policy
from tenants.training.queries.record import recognitions_for

SHOWN = 10


def due(actor: Actor) -> list[Due]:
    """Recognitions that workers and providers have asked for (R26)."""
    if not recognition_policy.allows(actor, RecognitionPerm.DECIDE):
        return []
    rows = recognitions_for(actor).filter(state=Recognition.State.ASKED).order_by("created_at")[:SHOWN]
    return [
        Due(
            title=row.title,
            note=f"{row.display_name}, {row.institution}: Anerkennung beantragt",
            url=reverse("recognition", args=[row.pk]),
            action="Entscheiden",
            action_url=reverse("recognition", args=[row.pk]),
            icon="sign",
        )
        for row in rows
    ]
