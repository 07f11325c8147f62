"""District teams and their sessions, with names and numbers; nothing here says what is consulted on."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cases.models import Attendance, Item, TeamMember, TeamSession
from cases.policy.items import TEAM_ROLES
from cases.policy.teams import session_policy, team_policy
from contracts.models import District
from contracts.policy import district_policy
from kernel.access.actor import Actor
from tenants.people.models import Membership

AHEAD = (TeamSession.State.PLANNED, TeamSession.State.INVITED, TeamSession.State.RUNNING)


def _name_of(field: str, actor: Actor) -> Subquery:
    rows = Membership.objects.filter(person=OuterRef(field), office=actor.place).order_by("-begins")
    return Subquery(rows.values("display_name")[:1])


def members_for(actor: Actor) -> QuerySet[Any]:
    """Members of all teams that the actor may know, with names; the latest on top."""
    return (
        team_policy.rows(actor)
        .select_related("organisation", "district")
        .annotate(person_name=Coalesce(_name_of("person", actor), F("function")))
        .order_by("district__sort_key", F("ends").desc(nulls_first=True), "begins", "id")
    )


def on_day(day: date) -> Q:
    return Q(begins__lte=day) & (Q(ends=None) | Q(ends__gte=day))


def team_on(actor: Actor, district: District | UUID, day: date) -> list[Any]:
    """The team of a district on a day, with `person_name`, sorted by name; for forms and lists of who was there."""
    rows = TeamMember.objects.filter(on_day(day), district=district).select_related("organisation")
    named = rows.annotate(person_name=Coalesce(_name_of("person", actor), F("function")))
    return sorted(named, key=lambda m: str(m.person_name).casefold())


def in_team_on(district: District | UUID, person: UUID, day: date) -> bool:
    return TeamMember.objects.filter(on_day(day), district=district, person=person).exists()


def can_join_team(actor: Actor) -> QuerySet[Membership]:
    """One membership of each person who may sit in a team, for each provider: who works with families."""
    rows = Membership.objects.filter(
        Q(ends=None) | Q(ends__gte=actor.today), office=actor.place, role__in=TEAM_ROLES, person__technical=False
    )
    first = (
        rows.filter(person=OuterRef("person"), organisation__isnull=True)
        .order_by("begins", "id")
    )  # fmt: skip
    of_provider = rows.filter(person=OuterRef("person"), organisation=OuterRef("organisation")).order_by("begins", "id")
    own = Q(organisation=None, pk=Subquery(first.values("pk")[:1]))
    return (
        rows.filter(own | Q(pk=Subquery(of_provider.values("pk")[:1])))
        .select_related("organisation")
        .order_by("sort_key", "id")
    )


def teams_for(actor: Actor) -> QuerySet[Any]:
    """Districts with how many are in their team today, of the office and of providers, and when they meet next."""
    known = team_policy.rows(actor).values("district")
    everywhere = any(not role.of_provider for role in actor.roles)
    rows = district_policy.rows(actor).filter(Q(ends=None) | Q(ends__gte=actor.today))
    today = Q(team__begins__lte=actor.today) & (Q(team__ends=None) | Q(team__ends__gte=actor.today))
    ahead = (
        TeamSession.objects.filter(district=OuterRef("pk"), held_on__gte=actor.today, state__in=AHEAD)
        .order_by("held_on", "starts_at")
    )  # fmt: skip
    return (
        (rows if everywhere else rows.filter(pk__in=known))
        .annotate(
            of_office=Count("team", filter=today & Q(team__organisation=None)),
            of_providers=Count("team", filter=today & Q(team__organisation__isnull=False)),
            next_on=Subquery(ahead.values("held_on")[:1]),
        )
        .order_by("sort_key", "id")
    )


def sessions_for(actor: Actor) -> QuerySet[Any]:
    """Sessions with the moderator's name and how much time their agenda takes."""
    of_session = Item.objects.filter(session=OuterRef("pk"), state__in=[Item.State.SCHEDULED, Item.State.CONSULTED])
    grouped = of_session.order_by().values("session")
    return (
        session_policy.rows(actor)
        .select_related("district")
        .annotate(
            moderator_name=_name_of("moderator", actor),
            items_count=Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0),
            items_minutes=Coalesce(Subquery(grouped.annotate(n=Sum("minutes")).values("n")), 0),
        )
        .order_by("held_on", "starts_at", "id")
    )


def own_sessions(actor: Actor) -> QuerySet[Any]:
    """Sessions of the actor's own teams, and those in which the actor moderates or presents."""
    teams = TeamMember.objects.filter(
        Q(ends=None) | Q(ends__gte=OuterRef("held_on")),
        person=actor.person,
        district=OuterRef("district"),
        begins__lte=OuterRef("held_on"),
    )
    presents = Item.objects.filter(presenter=actor.person, session=OuterRef("pk"))
    rows = sessions_for(actor)
    return rows.filter(
        Q(pk__in=TeamSession.objects.filter(Exists(teams)).values("pk"))
        | Q(moderator=actor.person)
        | Q(pk__in=TeamSession.objects.filter(Exists(presents)).values("pk"))
    )


def attendance_of(session: TeamSession) -> set[UUID]:
    """Keys of the members who were there."""
    return set(Attendance.objects.filter(session=session).values_list("member", flat=True))


def length_of(session: TeamSession) -> int:
    """Minutes between begin and end."""
    return (session.ends_at.hour - session.starts_at.hour) * 60 + session.ends_at.minute - session.starts_at.minute


def names(members: Iterable[Any]) -> dict[UUID, str]:
    return {m.person: m.person_name for m in members}
