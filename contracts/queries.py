"""Reads with a shape: what pages and API show of contracts, budgets and hours, in a fixed number of queries."""

from datetime import date

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from contracts.models import (
    BudgetLine,
    CaseReference,
    Contract,
    District,
    HoursCase,
    HoursEntry,
    Instalment,
    Party,
    ProviderRole,
)
from contracts.policy import (
    contract_policy,
    district_policy,
    engagement_policy,
    hours_policy,
    instalment_policy,
    line_policy,
    reference_policy,
    role_policy,
)
from kernel.access.actor import Actor
from tenants.people.models import Membership


def districts_for(actor: Actor) -> QuerySet[District]:
    """Districts with the number of their open centres and of the providers with a role today."""
    today = Q(roles__begins__lte=actor.today) & (Q(roles__ends=None) | Q(roles__ends__gte=actor.today))
    return (
        district_policy.rows(actor)
        .annotate(
            providers=Count("roles__organisation", filter=today, distinct=True),
            open_centres=Count(
                "centres", filter=Q(centres__opened_on__lte=actor.today, centres__closed_on=None), distinct=True
            ),
        )
        .order_by("sort_key", "id")
    )


def roles_for(actor: Actor) -> QuerySet[ProviderRole]:
    return role_policy.rows(actor).select_related("organisation", "district", "contract")


def engagements_for(actor: Actor) -> QuerySet:
    return engagement_policy.rows(actor).select_related("organisation")


def contracts_for(actor: Actor) -> QuerySet[Contract]:
    """Contracts with the number of providers that are party to them."""
    return (
        contract_policy.rows(actor)
        .annotate(providers=Count("parties__organisation", distinct=True))
        .order_by("-begins", "sort_key", "id")
    )


def parties_of(contract: Contract) -> QuerySet[Party]:
    return (
        contract.parties.select_related("organisation")
        .prefetch_related("signatures")
        .order_by(F("organisation__sort_key").asc(nulls_first=True))
    )


def delivered_minutes() -> Coalesce:
    """Minutes worked by the line's provider in the line's year, in districts where it works under the line's contract."""
    worked = (
        HoursEntry.objects.filter(
            organisation=OuterRef("organisation"),
            worked_on__year=OuterRef("year"),
            role__contract=OuterRef("contract"),
        )
        .order_by()
        .values("organisation")
        .annotate(sum=Sum("minutes"))
        .values("sum")
    )
    return Coalesce(Subquery(worked, output_field=IntegerField()), 0)


def lines_for(actor: Actor) -> QuerySet[BudgetLine]:
    """Budget lines with what was paid and what was worked on them."""
    paid = (
        Instalment.objects.filter(line=OuterRef("pk"))
        .exclude(paid_on=None)
        .order_by()
        .values("line")
        .annotate(sum=Sum("amount"))
        .values("sum")
    )
    return (
        line_policy.rows(actor)
        .select_related("organisation", "contract")
        .annotate(
            paid=Coalesce(Subquery(paid), 0, output_field=BudgetLine._meta.get_field("amount")),
            delivered=delivered_minutes(),
        )
    )


def instalments_for(actor: Actor) -> QuerySet[Instalment]:
    return instalment_policy.rows(actor).select_related("line__organisation", "line__contract")


def hours_for(actor: Actor) -> QuerySet[HoursEntry]:
    """Hours with their case references; who worked is named to the provider only, never to the office."""
    rows = (
        hours_policy.rows(actor)
        .select_related("organisation", "district")
        .prefetch_related(Prefetch("references", queryset=CaseReference.objects.only("id", "number")))
    )
    if not actor.organisations():
        return rows
    names = Membership.objects.filter(person=OuterRef("worker"), office=actor.place)
    return rows.annotate(worker_name=Subquery(names.values("display_name")[:1]))


def recent_references(actor: Actor, since: date) -> QuerySet[CaseReference]:
    """The case references on which the actor booked lately, the latest first."""
    own = HoursCase.objects.filter(entry__worker=actor.person, entry__worked_on__gte=since, reference=OuterRef("pk"))
    latest = own.order_by("-entry__worked_on").values("entry__worked_on")[:1]
    valid = Q(ends=None) | Q(ends__gte=since)
    return (
        reference_policy.rows(actor)
        .filter(valid)
        .annotate(latest=Subquery(latest))
        .exclude(latest=None)
        .order_by("-latest", "number")
    )


def roles_ending(actor: Actor, until: date) -> QuerySet[ProviderRole]:
    return roles_for(actor).filter(ends__gte=actor.today, ends__lte=until)
