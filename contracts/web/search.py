"""What search finds of districts, providers, contracts and case references: each through its policy."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from contracts.policy import contract_policy, district_policy
from contracts.policy.offers import offer_policy
from contracts.queries import territory as queries
from contracts.queries.contract import without_older
from kernel.access.actor import Actor
from kernel.keys import sort_key

MOST = 8  # hits of a kind


def hits(actor: Actor, text: str) -> list[dict[str, Any]]:
    """Groups of rows with title, note, url and icon; one query each."""
    key = sort_key(text)
    contracts = without_older(contract_policy.rows(actor)).filter(Q(sort_key__contains=key) | Q(number__icontains=text))
    providers = queries.engagements_for(actor).filter(
        Q(organisation__sort_key__contains=key) | Q(organisation__short_name__icontains=text)
    )
    districts = (
        district_policy.rows(actor).filter(Q(sort_key__contains=key) | Q(centres__sort_key__contains=key)).distinct()
    )
    offers = offer_policy.rows(actor).filter(sort_key__contains=key).select_related("centre")
    return [
        {
            "title": "Verträge",
            "rows": [
                {
                    "title": c.subject,
                    "note": f"{c.number}, {c.get_state_display()}",
                    "url": reverse("contract", args=[c.pk]),
                    "icon": "contracts",
                }
                for c in contracts[:MOST]
            ],
        },
        {
            "title": "Träger",
            "rows": [
                {
                    "title": e.organisation.name,
                    "note": e.organisation.town,
                    "url": reverse("provider", args=[e.pk]),
                    "icon": "provider",
                }
                for e in providers[:MOST]
            ],
        },
        {
            "title": "Räume",
            "rows": [
                {"title": d.name, "note": "", "url": reverse("district", args=[d.pk]), "icon": "rooms"}
                for d in districts[:MOST]
            ],
        },
        {
            "title": "Angebote",
            "rows": [
                {"title": o.name, "note": o.centre.name, "url": reverse("offer", args=[o.pk]), "icon": "calendar"}
                for o in offers[:MOST]
            ],
        },
    ]
