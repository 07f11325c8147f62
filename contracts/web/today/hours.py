"""Hours: a worker's own week, timer and months; what waits for the provider's lead."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.urls import reverse

from contracts.models import HoursImport
from contracts.policy import HoursPerm, hours_policy
from contracts.policy.hours import ImportPerm, MonthPerm, import_policy, month_policy
from contracts.queries import hours_months as queries
from contracts.web.hours_week import timer_context
from contracts.web.today.shared import MOST
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due


def due(actor: Actor) -> Iterator[Due]:
    if hours_policy.allows(actor, HoursPerm.RECORD):
        yield from timer(actor)
        yield from hours(actor)
        yield from to_submit(actor)
    if month_policy.allows(actor, MonthPerm.APPROVE):
        yield from to_approve(actor)
    if import_policy.allows(actor, ImportPerm.BOOK):
        yield from files(actor)


def timer(actor: Actor) -> Iterator[Due]:
    if running := timer_context(actor):
        yield Due(
            f"Die Stoppuhr läuft{': ' + running['ran'] if running['ran'] else ''}",
            f"seit {running['since']}, {running['what']}",
            actor.today,
            url=reverse("hours-week"),
            icon="clock",
            action="Anhalten",
            action_url=running["url"],
            badge="läuft",
            tone="success",
        )


def hours(actor: Actor) -> Iterator[Due]:
    """What is booked this week, and on which working days until yesterday nothing is."""
    monday = actor.today - timedelta(days=actor.today.weekday())
    own = hours_policy.rows(actor, HoursPerm.RECORD).filter(worked_on__range=(monday, actor.today)).order_by()
    booked = {row["worked_on"]: row["sum"] for row in own.values("worked_on").annotate(sum=Sum("minutes"))}
    week = sum(booked.values())
    state = str(actor.settings.get("state", "NW"))
    empty = queries.empty_working_days(set(booked), monday, actor.today - timedelta(days=1), state)
    missing = f"; noch leer: {', '.join(words.WEEKDAYS[d.weekday()] for d in empty)}" if empty and week else ""
    yield Due(
        "Stunden eintragen",
        f"Diese Woche {words.hours(week)} gebucht{missing}" if week else "Diese Woche ist noch nichts gebucht",
        actor.today,
        url=reverse("hours-week"),
        icon="clock",
        action="Eintragen",
        action_url=reverse("hours-week"),
        badge="" if actor.today in booked else "heute noch nichts",
        tone="info",
    )


def to_submit(actor: Actor) -> Iterator[Due]:
    for month in queries.months_to_submit(actor)[:MOST]:
        link, name = reverse("hours-month", args=[month.pk]), words.month(month.month)
        returned = bool(month.return_reason)
        yield Due(
            f"{name}: Stunden {'sind zurückgegeben' if returned else 'einreichen'}",
            month.return_reason or "Der Monat ist vorbei und noch nicht eingereicht",
            url=link,
            icon="undo" if returned else "clock",
            action="Ansehen",
            action_url=link,
            badge="zurückgegeben" if returned else "",
            tone="warning",
        )


def to_approve(actor: Actor) -> Iterator[Due]:
    waiting = queries.submitted_by_others(actor).order_by("month").values("month").annotate(count=Count("pk"))
    for row in waiting[:MOST]:
        count = row["count"]
        yield Due(
            f"Stunden im {words.month(row['month'])} freigeben",
            f"{count} {'Monat ist' if count == 1 else 'Monate sind'} eingereicht",
            url=reverse("hours-months"),
            icon="check",
            action="Prüfen",
            action_url=f"{reverse('hours-months')}?state=submitted&month={row['month'].isoformat()}",
        )


def files(actor: Actor) -> Iterator[Due]:
    rows = queries.imports_for(actor).filter(state=HoursImport.State.CHECKED)
    for row in rows.filter(Q(recorded_by=actor.person) | Q(faults=0))[:MOST]:
        link = reverse("hours-import", args=[row.pk])
        yield Due(
            f"Datei {row.filename} buchen" if not row.faults else f"Datei {row.filename} berichtigen",
            f"{words.number(row.rows)} Zeilen, {words.hours(row.minutes)}"
            + (f", {words.number(row.faults)} Fehler" if row.faults else ""),
            url=link,
            icon="upload",
            action="Ansehen",
            action_url=link,
            badge="Fehler" if row.faults else "",
            tone="warning",
        )
