"""Hours and case references."""

from datetime import date

from django.db.models import Case, OuterRef, Prefetch, Q, QuerySet, Subquery, When

from contracts.models import (
    CaseReference,
    HoursCase,
    HoursEntry,
)
from contracts.policy import (
    hours_policy,
    reference_policy,
)
from kernel.access.actor import Actor
from tenants.people.models import Membership


def hours_for(actor: Actor) -> QuerySet[HoursEntry]:
    """Hours with their case references; who worked is named to the own provider only, never to the office."""
    rows = (
        hours_policy.rows(actor)
        .select_related("organisation", "district")
        .prefetch_related(Prefetch("references", queryset=CaseReference.objects.only("id", "number")))
    )
    if not (own := actor.organisations()):
        return rows
    names = Membership.objects.filter(person=OuterRef("worker"), office=actor.place).values("display_name")[:1]
    return rows.annotate(worker_name=Case(When(organisation__in=own, then=Subquery(names))))


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
