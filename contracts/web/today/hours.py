"""A worker's own hours."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Sum
from django.urls import reverse

from contracts.policy import HoursPerm, hours_policy
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due


def due(actor: Actor) -> Iterator[Due]:
    if hours_policy.allows(actor, HoursPerm.RECORD):
        yield from hours(actor)


def hours(actor: Actor) -> Iterator[Due]:
    monday = actor.today - timedelta(days=actor.today.weekday())
    own = hours_policy.rows(actor, HoursPerm.RECORD).filter(worked_on__range=(monday, actor.today)).order_by()
    booked = {row["worked_on"]: row["sum"] for row in own.values("worked_on").annotate(sum=Sum("minutes"))}
    week = sum(booked.values())
    yield Due(
        "Stunden eintragen",
        f"Diese Woche {words.hours(week)} gebucht" if week else "Diese Woche ist noch nichts gebucht",
        actor.today,
        url=reverse("hours"),
        icon="clock",
        action="Eintragen",
        action_url=reverse("hours-new"),
        badge="" if actor.today in booked else "heute noch nichts",
        tone="info",
    )
