"""What the register of cases puts on Heute."""

from collections.abc import Iterator

from django.urls import reverse

from cases.policy import CasePerm, case_policy
from kernel.access.actor import Actor
from kernel.web.today import Due


def due(actor: Actor) -> Iterator[Due]:
    """Open cases in which no provider works yet."""
    if not case_policy.allows(actor, CasePerm.ASSIGN):
        return
    waiting = case_policy.rows(actor, CasePerm.ASSIGN).filter(ends=None, assignments=None).select_related("district")
    for case in waiting.order_by("begins")[:12]:
        yield Due(
            f"Fall {case.number}: noch kein Träger",
            case.district.name,
            url=reverse("case", args=[case.pk]),
            icon="cases",
            action="Träger einbeziehen",
            action_url=reverse("case-assign", args=[case.pk]),
        )
