"""Months of hours, sums for the office, timers and files: reads with a fixed number of queries."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from contracts.models import HoursEntry, HoursImport, HoursMonth, HoursTimer
from contracts.policy.hours import (
    HoursPerm,
    MonthPerm,
    TimerPerm,
    hours_policy,
    import_policy,
    month_policy,
    timer_policy,
)
from contracts.queries.hours import hours_for
from kernel.access.actor import Actor
from kernel.calendar import working_day_from
from tenants.people.models import Membership


class NextMonth(Func):
    """The same day a month later."""

    template = "(%(expressions)s + interval '1 month')"
    output_field = DateField()


class FirstOfMonth(Func):
    function = "DATE_TRUNC"
    template = "(DATE_TRUNC('month', %(expressions)s)::date)"
    output_field = DateField()


def booked_in_month() -> QuerySet[HoursEntry]:
    """The entries of the outer month."""
    return HoursEntry.objects.filter(
        worker=OuterRef("worker"),
        organisation=OuterRef("organisation"),
        worked_on__gte=OuterRef("month"),
        worked_on__lt=NextMonth(OuterRef("month")),
    ).order_by()


def months_for(actor: Actor) -> QuerySet[HoursMonth]:
    """Months in which something is booked, with their sums and, for the provider alone, the worker's name."""
    booked = booked_in_month().values("worker")
    names = Membership.objects.filter(person=OuterRef("worker"), office=actor.place).order_by("-begins", "id")
    direct = booked.annotate(sum=Sum("minutes", filter=Q(contact=HoursEntry.Contact.DIRECT)))
    return (
        month_policy.rows(actor)
        .filter(~Q(state=HoursMonth.State.OPEN) | Exists(booked_in_month()))
        .select_related("organisation")
        .annotate(
            minutes=Coalesce(Subquery(booked.annotate(sum=Sum("minutes")).values("sum"), IntegerField()), 0),
            direct=Coalesce(Subquery(direct.values("sum"), IntegerField()), 0),
            entries=Coalesce(Subquery(booked.annotate(n=Count("*")).values("n"), IntegerField()), 0),
            worker_name=Subquery(names.values("display_name")[:1]),
            worker_key=Subquery(names.values("sort_key")[:1]),
        )
        .order_by("-month", "worker_key", "id")
    )


def entries_of_month(actor: Actor, month: HoursMonth) -> QuerySet[HoursEntry]:
    """What the worker booked for the provider in the month, as far as the actor may see it."""
    return hours_for(actor).filter(
        worker=month.worker,
        organisation=month.organisation_id,
        worked_on__gte=month.month,
        worked_on__lt=_after(month.month),
    )


def submitted_by_others(actor: Actor, month: date | None = None) -> QuerySet[HoursMonth]:
    """Months that wait for the actor's approval; one's own waits for somebody else."""
    rows = month_policy.rows(actor, MonthPerm.APPROVE).filter(state=HoursMonth.State.SUBMITTED)
    rows = rows.exclude(worker=actor.person)
    return rows.filter(month=month) if month else rows


def months_to_submit(actor: Actor) -> QuerySet[HoursMonth]:
    """Own months that are over, or were given back, and are not handed in."""
    own = month_policy.rows(actor, MonthPerm.SUBMIT).filter(worker=actor.person, state=HoursMonth.State.OPEN)
    over = Q(month__lt=actor.today.replace(day=1))
    return own.filter(over | ~Q(return_reason="")).filter(Exists(booked_in_month())).order_by("month")


def timer_of(actor: Actor) -> HoursTimer | None:
    """The actor's running timer."""
    rows = timer_policy.rows(actor, TimerPerm.RUN).filter(worker=actor.person)
    return rows.select_related("district").first()


def imports_for(actor: Actor) -> QuerySet[HoursImport]:
    """Files without their bytes."""
    return import_policy.rows(actor).select_related("organisation").defer("content")


def sums_for(actor: Actor) -> QuerySet[Any, Any]:
    """Minutes by month, provider and kind of work; no worker is in them, and none can be asked for (R12)."""
    approved = HoursMonth.objects.filter(
        worker=OuterRef("worker"),
        organisation=OuterRef("organisation"),
        month=FirstOfMonth(OuterRef("worked_on")),
        state=HoursMonth.State.APPROVED,
    )
    return (
        hours_policy.rows(actor)
        .order_by()
        .annotate(month=TruncMonth("worked_on"))
        .values("month", "organisation", "work_kind", name=F("organisation__name"), key=F("organisation__sort_key"))
        .annotate(
            sum=Sum("minutes"),
            direct=Coalesce(Sum("minutes", filter=Q(contact=HoursEntry.Contact.DIRECT)), 0),
            approved=Coalesce(Sum("minutes", filter=Exists(approved)), 0),
        )
        .order_by("-month", "key", "work_kind")
    )


def in_month_state(rows: QuerySet[HoursEntry], state: str) -> QuerySet[HoursEntry]:
    """Entries whose month is open, handed in or approved."""
    months = HoursMonth.objects.filter(
        worker=OuterRef("worker"), organisation=OuterRef("organisation"), month=FirstOfMonth(OuterRef("worked_on"))
    )
    if state == HoursMonth.State.OPEN:
        return rows.exclude(Exists(months.exclude(state=state)))
    return rows.filter(Exists(months.filter(state=state)))


def own_entries(actor: Actor, first: date, last: date) -> QuerySet[HoursEntry]:
    """The actor's own entries of some days, in the order of the days."""
    own = hours_policy.scope(actor, HoursPerm.RECORD)
    rows = hours_for(actor).filter(own, worker=actor.person, worked_on__range=(first, last))
    return rows.order_by("worked_on", "id")


def empty_working_days(booked: set[date], first: date, last: date, state: str) -> list[date]:
    """Working days of the state on which nothing is booked."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [d for d in days if d not in booked and working_day_from(d, state) == d]


def _after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
