"""What teams and items put on Heute: own sessions, sheets to check, sessions without a moderator. No word of a family."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse

from cases.models import Item, TeamSession
from cases.policy.items import ItemPerm, item_policy
from cases.policy.teams import SessionPerm, session_policy
from cases.queries.teams import AHEAD, own_sessions, sessions_for
from kernel.access.actor import Actor
from kernel.audit.reads import note_read
from kernel.web.today import Due

DAYS, MOST = timedelta(days=14), 8
State = TeamSession.State


def due(actor: Actor) -> Iterator[Due]:
    if session_policy.allows(actor, SessionPerm.LEAD):  # who sits in teams
        yield from _sessions(actor)
    if item_policy.allows(actor, ItemPerm.PREPARE):
        yield from _items(actor)
    if session_policy.allows(actor, SessionPerm.PLAN):
        yield from _without_moderator(actor)


def _sessions(actor: Actor) -> Iterator[Due]:
    """The own sessions of the next two weeks."""
    rows = own_sessions(actor).filter(held_on__range=(actor.today, actor.today + DAYS), state__in=AHEAD)
    for row in rows[:MOST]:
        running = row.state == State.RUNNING
        yield Due(
            f"Sitzung im Team {row.district.name}, {row.starts_at:%H:%M} Uhr",
            f"{_count(row)}{', Sie moderieren' if row.moderator == actor.person else ''}",
            date=row.held_on,
            url=reverse("session", args=[row.pk]),
            action="Zur Sitzung" if running or row.held_on == actor.today else "Tagesordnung",
            action_url=reverse("session", args=[row.pk]),
            icon="calendar",
            badge="läuft" if running else "",
            tone="success" if running else "neutral",
        )


def _count(row: Any) -> str:
    if row.items_count == 1:
        return "eine Beratung"
    return f"{row.items_count} Beratungen" if row.items_count else "noch keine Beratung"


def _items(actor: Actor) -> Iterator[Due]:
    """What the actor has brought in and what waits for the actor: the check, or a session."""
    mine = item_policy.rows(actor, ItemPerm.PREPARE).filter(presenter=actor.person).select_related("district")
    waiting = list(mine.filter(state__in=[Item.State.REGISTERED, Item.State.CHECKED]).order_by("created_at")[:MOST])
    if waiting:
        note_read(Item)
    for item in waiting:
        checked = item.state == Item.State.CHECKED
        yield Due(
            f"Beratung {item.code}: {'noch auf keiner Tagesordnung' if checked else 'Datenschutz prüfen'}",
            f"Team {item.district.name}",
            url=reverse("item", args=[item.pk]),
            action="Auf die Tagesordnung" if checked else "Prüfen",
            action_url=reverse("item-schedule" if checked else "item-check", args=[item.pk]),
            icon="cases",
        )


def _without_moderator(actor: Actor) -> Iterator[Due]:
    """Sessions of the next two weeks for which nobody moderates."""
    rows = sessions_for(actor).filter(
        held_on__range=(actor.today, actor.today + DAYS), state__in=[State.PLANNED, State.INVITED], moderator=None
    )
    for row in rows[:MOST]:
        yield Due(
            f"Team {row.district.name}: noch keine Moderation",
            _count(row),
            date=row.held_on,
            url=reverse("session", args=[row.pk]),
            action="Eintragen",
            action_url=reverse("session-change", args=[row.pk]),
            icon="calendar",
            badge="offen",
            tone="warning",
        )
