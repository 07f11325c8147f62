"""The resource map: found by German word forms, by parts of words and with typing errors (R24)."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from cases.models import Resource
from cases.policy.resources import resource_policy
from cases.policy.scopes import own_team_districts
from contracts.models import District
from kernel.access.actor import Actor
from kernel.keys import sort_key

WORDS = re.compile(r"[^\W_]+")
MOST_WORDS = 8
LONGEST = 120
ALIKE = 0.45  # how much of what was typed must stand in the name, letters in a row
SPELT_OUT = re.compile(r"(?<![aeq])([aou])e")  # Baeckerei for Bäckerei
MONTHS_FRESH = 12


def resources_for(actor: Actor) -> QuerySet[Any]:
    """All resources that the actor may see, also those that are gone."""
    return resource_policy.rows(actor).select_related("organisation").prefetch_related("districts")


def stale_since(actor: Actor) -> date:
    """What was last confirmed before this day is asked for."""
    return actor.today - relativedelta(months=MONTHS_FRESH)


def stale_for(actor: Actor) -> QuerySet[Any]:
    """What is to be confirmed in the districts in whose team the actor is, the oldest first."""
    rows = resource_policy.rows(actor).filter(closed_on=None, last_confirmed_on__lt=stale_since(actor))
    own = Resource.objects.filter(districts__in=own_team_districts(actor)).values("pk")
    return rows.filter(pk__in=own).order_by("last_confirmed_on", "id")


def search_resources(actor: Actor, text: str, districts: Iterable[District] | None = None) -> QuerySet[Any]:
    """What there is today, the best match first; of these districts only, if any are given.

    Without a text everything, by name. Lazy: the caller slices.
    """
    rows = resources_for(actor).filter(Q(closed_on=None) | Q(closed_on__gt=actor.today))
    if districts is not None:
        rows = rows.filter(pk__in=Resource.objects.filter(districts__in=list(districts)).values("pk"))
    return matching(rows, text)


def matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those of the rows that fit a text: all its words by form or beginning, or the name alike."""
    words = WORDS.findall(text[:LONGEST])[:MOST_WORDS]
    if not words:
        return rows
    typed = sort_key(" ".join(words))
    query = SearchQuery(" & ".join(f"'{word}':*" for word in words), search_type="raw", config="german")
    found = Q(search=query) | Q(sort_key__contains=typed) | Q(sort_key__contains=SPELT_OUT.sub(r"\1", typed))
    if len(typed) > 3:
        found |= Q(alike__gte=ALIKE)
    return (
        rows.annotate(rank=SearchRank(F("search"), query), alike=TrigramWordSimilarity(typed, "sort_key"))
        .filter(found)
        .order_by(Greatest(F("rank") * 2, F("alike")).desc(), "sort_key", "id")
    )
