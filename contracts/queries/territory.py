"""Districts, roles and providers."""

from datetime import date, timedelta

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from contracts.models import (
    Centre,
    CentrePeriod,
    District,
    DistrictName,
    DistrictSuccession,
    ProviderRole,
)
from contracts.policy import (
    district_policy,
    engagement_policy,
    role_policy,
)
from kernel.access.actor import Actor


def valid_on(day: date, path: str = "") -> Q:
    """What began by a day and has not ended before it."""
    return Q(**{f"{path}begins__lte": day}) & (Q(**{f"{path}ends": None}) | Q(**{f"{path}ends__gte": day}))


def districts_for(actor: Actor, day: date | None = None) -> QuerySet[District]:
    """Districts as of a day (today): their name then, the centres open and the providers with a role on it (R3)."""
    day = day or actor.today
    names = DistrictName.objects.filter(district=OuterRef("pk"), begins__lte=day).order_by("-begins")
    roles = ProviderRole.objects.filter(valid_on(day), district=OuterRef("pk")).order_by().values("district")
    periods = CentrePeriod.objects.filter(centre=OuterRef("pk"), begins__lte=day).order_by("-begins")
    centres = (
        Centre.objects.filter(Q(closed_on=None) | Q(closed_on__gte=day), opened_on__lte=day)
        .annotate(place=Coalesce(Subquery(periods.values("district")[:1]), F("district_id"), output_field=UUIDField()))
        .filter(place=OuterRef("pk"))
        .order_by()
        .values("place")
    )
    return (
        district_policy.rows(actor)
        .annotate(
            name_then=Coalesce(Subquery(names.values("name")[:1]), F("name")),
            providers=_number(roles.annotate(n=Count("organisation", distinct=True))),
            open_centres=_number(centres.annotate(n=Count("pk"))),
        )
        .order_by("sort_key", "id")
    )


def _number(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def roles_for(actor: Actor) -> QuerySet[ProviderRole]:
    return role_policy.rows(actor).select_related("organisation", "district", "contract")


def engagements_for(actor: Actor) -> QuerySet:
    return engagement_policy.rows(actor).select_related("organisation")


def roles_ending(actor: Actor, until: date) -> QuerySet[ProviderRole]:
    return roles_for(actor).filter(ends__gte=actor.today, ends__lte=until)


def successions_of(district: District) -> tuple[list[DistrictSuccession], list[DistrictSuccession]]:
    """What the district came from, and what followed it (R3)."""
    rows = DistrictSuccession.objects.filter(Q(predecessor=district) | Q(successor=district)).select_related(
        "predecessor", "successor"
    )
    return [r for r in rows if r.successor_id == district.pk], [r for r in rows if r.predecessor_id == district.pk]


def roles_not_followed(actor: Actor, district: District) -> list[ProviderRole]:
    """Roles that ended when the district began in place of others, and that nobody has here since (R2, R3)."""
    ended = Q(pk__in=[])
    for origin in DistrictSuccession.objects.filter(successor=district):
        ended |= Q(district=origin.predecessor_id, ends=origin.begins - timedelta(days=1))
    here = set(district.roles.values_list("organisation", "kind", "field_of_help"))
    roles = roles_for(actor).filter(ended).order_by("field_of_help", "organisation__sort_key")
    return [r for r in roles if (r.organisation_id, r.kind, r.field_of_help) not in here]
