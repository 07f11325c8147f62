"""Finding providers by name or place, also when they are spelt a little differently."""

import re
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest

from kernel.access.actor import Actor
from kernel.keys import sort_key
from tenants.registry.models import JoinRequest, Organisation
from tenants.registry.policy import join_request_policy

LEGAL_FORM = re.compile(r"\b(e\. ?v|g?gmbh|gug|ag|stiftung)\b\.?")
ALIKE, DOUBLE = 0.5, 0.7  # of 1: worth showing to who searches; maybe the same
LONGEST = 160


def matching(rows: QuerySet[Any], text: str, alike_from: float = ALIKE) -> QuerySet[Any]:
    """Those whose name or place fits the text, or whose name is alike; the best first. All of them without a text."""
    text = text.replace("\x00", "")[:LONGEST].strip()
    typed = sort_key(text)
    if not typed:
        return rows
    name = LEGAL_FORM.sub("", typed).strip() or typed
    alike = Greatest(TrigramWordSimilarity(name, "sort_key"), TrigramSimilarity("sort_key", name))
    rows = rows.annotate(alike=alike)
    found = Q(sort_key__contains=name) | Q(town__icontains=text) | Q(alike__gte=alike_from)
    return rows.filter(found).order_by("-alike", "sort_key", "pk")


def similar_organisations(name: str, most: int = 5) -> list[Organisation]:
    """Providers known already whose name is so much alike that they may be the same."""
    return list(matching(Organisation.objects.all(), name, DOUBLE)[:most])


def join_requests_for(actor: Actor) -> QuerySet[JoinRequest]:
    return join_request_policy.rows(actor)
