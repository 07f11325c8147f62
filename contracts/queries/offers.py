"""Teams, offers with their next date and who came, contacts as counts (R23b)."""

from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from contracts.models import Centre, CentreMember, Contact, OfferDate
from contracts.policy import centre_policy
from contracts.policy.offers import (
    contact_policy,
    member_policy,
    offer_date_policy,
    offer_policy,
    own_centres,
)
from kernel.access.actor import Actor
from tenants.people.models import Membership


def centres_for(actor: Actor) -> QuerySet[Centre]:
    return centre_policy.rows(actor).select_related("district")


def members_of(actor: Actor, centre: Centre) -> QuerySet[CentreMember]:
    """The team with names, as the office knows its people; the latest on top."""
    return members_for(actor).filter(centre=centre).order_by(F("ends").desc(nulls_first=True), "begins", "id")


def members_for(actor: Actor) -> QuerySet[Any]:
    """Members of all teams with their names."""
    names = Membership.objects.filter(person=OuterRef("person"), office=actor.place).order_by("-begins")
    return (
        member_policy.rows(actor)
        .select_related("organisation", "centre")
        .annotate(person_name=Coalesce(Subquery(names.values("display_name")[:1]), F("function")))
    )


def can_join(actor: Actor) -> QuerySet[Membership]:
    """One membership of each person who may act in this office today or later, for each provider (R3)."""
    open_ones = Membership.objects.filter(
        Q(ends=None) | Q(ends__gte=actor.today), office=actor.place, person__technical=False
    )
    first = open_ones.filter(person=OuterRef("person"), organisation__isnull=True).order_by("begins", "id")
    of_provider = open_ones.filter(person=OuterRef("person"), organisation=OuterRef("organisation")).order_by(
        "begins", "id"
    )
    own = Q(organisation=None, pk=Subquery(first.values("pk")[:1]))
    return (
        open_ones.filter(own | Q(pk=Subquery(of_provider.values("pk")[:1])))
        .select_related("organisation")
        .order_by("sort_key", "id")
    )


def offers_for(actor: Actor) -> QuerySet[Any]:
    """Offers with their next date and with who came in this year."""
    ahead = Q(dates__held_on__gte=actor.today, dates__cancelled=False)
    year = Q(dates__held_on__year=actor.today.year)
    return (
        offer_policy.rows(actor)
        .select_related("centre__district", "organisation")
        .annotate(
            next_on=Min("dates__held_on", filter=ahead),
            held=Count("dates", filter=year & Q(dates__adults__isnull=False)),
            came=Coalesce(Sum(F("dates__adults") + F("dates__children"), filter=year), 0),
        )
        .order_by("sort_key", "id")
    )


def dates_for(actor: Actor) -> QuerySet[OfferDate]:
    return offer_date_policy.rows(actor).select_related("offer__centre__district")


def uncounted_dates(actor: Actor) -> QuerySet[OfferDate]:
    """Dates of the own centres' offers that are over, and nobody has said who came."""
    return dates_for(actor).filter(
        offer__centre__in=own_centres(actor), held_on__lte=actor.today, cancelled=False, adults=None
    )


def teams_of(actor: Actor) -> list[Centre]:
    """The open centres in whose team the actor is today."""
    rows = centres_for(actor).filter(pk__in=own_centres(actor), opened_on__lte=actor.today)
    return list(rows.filter(Q(closed_on=None) | Q(closed_on__gte=actor.today)))


def open_centres(actor: Actor) -> QuerySet[Centre]:
    """Centres to which families can come today."""
    return centres_for(actor).filter(
        Q(closed_on=None) | Q(closed_on__gte=actor.today), opened_on__lte=actor.today
    )  # fmt: skip


def contact_counts(actor: Actor) -> QuerySet[Any]:
    """Contacts per month, centre and district, as numbers by kind; the latest month first."""
    kinds = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in Contact.Kind}
    return (
        contact_policy.rows(actor)
        .order_by()
        .values("centre", "district", "centre__name", "district__name", month=TruncMonth("happened_on"))
        .annotate(**kinds, together=Count("pk"))
        .order_by("-month", "centre__sort_key", "district__sort_key")
    )


def own_today(actor: Actor) -> dict[str, int]:
    """What the actor counted for today, by kind."""
    own = contact_policy.rows(actor).filter(recorded_by=actor.person, happened_on=actor.today)
    return dict(own.order_by().values_list("kind").annotate(Count("pk")))
