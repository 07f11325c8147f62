"""Which rows: who works on a case, who is in a district's team, who moderates. The table of who sees what is law."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from cases.models import CaseFile, EmergencyAccess, Item, StandIn, TeamMember, TeamSession
from kernel.access.actor import Actor, Role

# What a team may know of: an item is theirs once it was made anonymous and put on the agenda, and stays readable after.
SHARED = (
    Item.State.SCHEDULED,
    Item.State.CONSULTED,
    Item.State.DECIDED,
    Item.State.CARRIED_OUT,
    Item.State.FEEDBACK,
    Item.State.CLOSED,
)


def on(day_of: Actor) -> Q:
    """Dated rows that hold on the actor's day."""
    return Q(begins__lte=day_of.today) & (Q(ends=None) | Q(ends__gte=day_of.today))


def workers_stood_in_for(actor: Actor) -> QuerySet:
    """The workers for whom the actor stands in today."""
    return StandIn.objects.filter(stand_in=actor.person, begins__lte=actor.today, ends__gte=actor.today).values(
        "worker"
    )


def own_cases(actor: Actor, role: Role) -> Q:
    """Cases for which the actor is responsible, stands in, or has opened in an emergency that has not run out."""
    emergencies = EmergencyAccess.objects.filter(
        person=actor.person, expires_at__gt=Now()
    )  # the database's, at each asking
    mine = Q(worker=actor.person) | Q(worker__in=workers_stood_in_for(actor)) | Q(pk__in=emergencies.values("case"))
    return mine & Q(restricted_on=None)


def responsible(actor: Actor, role: Role) -> Q:
    """Cases for which the actor is responsible: no stand-in, no emergency."""
    return Q(worker=actor.person, restricted_on=None)


def not_restricted(actor: Actor, role: Role) -> Q:
    """All cases but those whose term is over."""
    return Q(restricted_on=None)


def in_own_cases(actor: Actor, role: Role) -> Q:
    """What lies in the cases that the actor works on."""
    return Q(case__in=CaseFile.objects.filter(own_cases(actor, role)).values("pk"))


def in_open_cases(actor: Actor, role: Role) -> Q:
    """What lies in any case but those whose term is over."""
    return Q(case__restricted_on=None)


def as_oneself(actor: Actor) -> Q:
    """Rows of a team that mean the actor: by the work for the provider, or for the office, that holds today (R19)."""
    for_office = Q(organisation=None) if any(not role.of_provider for role in actor.roles) else Q(pk__in=[])
    return Q(person=actor.person) & (for_office | Q(organisation__in=actor.organisations()))


def own_team_districts(actor: Actor) -> QuerySet:
    """Districts in whose team the actor is today; without a valid instruction provider staff get no actor at all (R19)."""
    return TeamMember.objects.filter(on(actor) & as_oneself(actor)).values("district")


def moderated_sessions(actor: Actor) -> QuerySet:
    """Sessions that the actor moderates, while still in the team."""
    return TeamSession.objects.filter(moderator=actor.person, district__in=own_team_districts(actor)).values("pk")


def own_sheets(actor: Actor, role: Role) -> Q:
    """Items of the cases that the actor works on."""
    return Q(case__in=CaseFile.objects.filter(own_cases(actor, role)).values("pk"))


def sheets_of_own_team(actor: Actor, role: Role) -> Q:
    """Items of districts in whose team the actor is today, once they are on an agenda (R17, R19)."""
    return Q(district__in=own_team_districts(actor), state__in=SHARED, case__restricted_on=None)
