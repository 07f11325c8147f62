"""Gaps in the districts' leads."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from contracts import queries
from contracts.models import FieldOfHelp, ProviderRole
from contracts.policy import RolePerm, role_policy
from contracts.web.today.shared import WARNING
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due


def due(actor: Actor) -> Iterator[Due]:
    if role_policy.allows(actor, RolePerm.MANAGE):
        yield from gaps(actor)


def gaps(actor: Actor) -> Iterator[Due]:
    """Districts that have or will have no lead in a field that has or needs one, where the office works with leads (R2)."""
    if not actor.settings.get("uses_leads"):
        return
    leads: dict[tuple[object, str], list[tuple[date, date | None]]] = {}
    for role in queries.roles_for(actor).filter(kind=ProviderRole.Kind.LEAD).order_by("begins"):
        leads.setdefault((role.district_id, role.field_of_help), []).append((role.begins, role.ends))
    for district in queries.districts_for(actor).filter(Q(ends=None) | Q(ends__gt=actor.today)):
        for field in FieldOfHelp:
            periods = leads.get((district.pk, field), [])
            if not periods and field != FieldOfHelp.EDUCATION:
                continue
            gap = first_gap(periods, actor.today)
            if gap is None or gap > actor.today + WARNING:
                continue
            yield Due(
                f"Für {district.name} fehlt {'ein Träger' if gap <= actor.today else f'ab {words.day_text(gap)} ein Träger'}.",
                f"{field.label}: Niemand ist dann federführend.",
                None if gap <= actor.today else gap,
                url=reverse("district", args=[district.pk]),
                icon="warning",
                action="Rolle vergeben",
                action_url=reverse("role-new", args=[district.pk]),
                badge="Lücke",
                tone="warning",
            )


def first_gap(periods: list[tuple[date, date | None]], today: date) -> date | None:
    """The first day from today on that no period covers; periods are sorted by their begin."""
    day = today
    for begins, ends in periods:
        if begins > day:
            return day
        if ends is None:
            return None
        day = max(day, ends + timedelta(days=1))
    return day
