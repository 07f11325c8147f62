"""What search finds of cases: by file number or case reference, through the policy."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from cases.policy import CasePerm, case_policy
from kernel.access.actor import Actor
from kernel.audit.reads import note_read

MOST = 8


def hits(actor: Actor, text: str) -> list[dict[str, Any]]:
    if not case_policy.allows(actor, CasePerm.VIEW):
        return []
    found = (
        case_policy.rows(actor)
        .filter(Q(number__icontains=text) | Q(assignments__reference__number=text))
        .select_related("district")
        .distinct()[:MOST]
    )
    rows = [
        {"title": f"Fall {c.number}", "note": c.district.name, "url": reverse("case", args=[c.pk]), "icon": "cases"}
        for c in found
    ]
    if rows:
        note_read(case_policy.model)
    return [{"title": "Fälle", "rows": rows}]
