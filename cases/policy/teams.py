"""Who may do what with district teams, their sessions, attendance, guests and calendar addresses (R19, R23)."""

from enum import StrEnum

from django.db.models import Q

from cases.models import Attendance, CalendarFeed, Guest, SessionSeries, TeamMember, TeamSession
from cases.policy.items import TEAM_ROLES, of_moderated, of_not_restricted, of_own, of_own_prepared
from cases.policy.scopes import moderated_sessions, own_team_districts
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy

PLANNERS = (Role.ASD_LEAD, Role.PLANNER, Role.OFFICE_ADMIN, Role.COORDINATOR)
OFFICE = (*PLANNERS, Role.CASE_WORKER)


class TeamPerm(StrEnum):
    VIEW = "team.view"
    MANAGE = "team.manage"


class SeriesPerm(StrEnum):
    VIEW = "session_series.view"
    PLAN = "session_series.plan"


class SessionPerm(StrEnum):
    VIEW = "session.view"
    PLAN = "session.plan"
    CHANGE = "session.change"  # day, place, moderator; invite and cancel
    LEAD = "session.lead"  # order of the agenda, attendance, begin and end


class AttendancePerm(StrEnum):
    VIEW = "attendance.view"


class GuestPerm(StrEnum):
    VIEW = "guest.view"
    INVITE = "guest.invite"


class FeedPerm(StrEnum):
    OWN = "calendar_feed.own"


def members_beside_oneself(actor: Actor, role: Role) -> Q:
    """The teams in which the actor is today."""
    return Q(district__in=own_team_districts(actor))


def sessions_of_own_team(actor: Actor, role: Role) -> Q:
    """Sessions of the teams in which the actor is today."""
    return Q(district__in=own_team_districts(actor))


def led_by_oneself(actor: Actor, role: Role) -> Q:
    """Sessions that the actor moderates, while in the team."""
    return Q(pk__in=moderated_sessions(actor))


def attendance_of_own_team(actor: Actor, role: Role) -> Q:
    """Attendance at sessions of the teams in which the actor is today."""
    return Q(session__district__in=own_team_districts(actor))


def own_feed(actor: Actor, role: Role) -> Q:
    """The actor's own addresses."""
    return Q(person=actor.person)


team_policy = Policy(
    TeamMember,
    TeamPerm,
    view=TeamPerm.VIEW,
    grants=[
        *(Grant(role, {TeamPerm.VIEW}) for role in OFFICE),
        Grant(Role.PROVIDER_WORKER, {TeamPerm.VIEW}, members_beside_oneself),
        *(Grant(role, {TeamPerm.MANAGE}) for role in (Role.ASD_LEAD, Role.PLANNER, Role.OFFICE_ADMIN)),
    ],
)

series_policy = Policy(
    SessionSeries,
    SeriesPerm,
    view=SeriesPerm.VIEW,
    grants=[
        *(Grant(role, {SeriesPerm.VIEW}) for role in OFFICE),
        Grant(Role.PROVIDER_WORKER, {SeriesPerm.VIEW}, sessions_of_own_team),
        *(Grant(role, {SeriesPerm.PLAN}) for role in PLANNERS),
    ],
)

session_policy = Policy(
    TeamSession,
    SessionPerm,
    view=SessionPerm.VIEW,
    grants=[
        *(Grant(role, {SessionPerm.VIEW}) for role in OFFICE),
        Grant(Role.PROVIDER_WORKER, {SessionPerm.VIEW}, sessions_of_own_team),
        *(Grant(role, {SessionPerm.PLAN, SessionPerm.CHANGE}) for role in PLANNERS),
        *(Grant(role, {SessionPerm.CHANGE, SessionPerm.LEAD}, led_by_oneself) for role in TEAM_ROLES),
        Grant(Role.ASD_LEAD, {SessionPerm.LEAD}),
    ],
)

attendance_policy = Policy(
    Attendance,
    AttendancePerm,
    view=AttendancePerm.VIEW,
    grants=[
        *(Grant(role, {AttendancePerm.VIEW}) for role in OFFICE),
        Grant(Role.PROVIDER_WORKER, {AttendancePerm.VIEW}, attendance_of_own_team),
    ],
)

guest_policy = Policy(
    Guest,
    GuestPerm,
    view=GuestPerm.VIEW,
    grants=[
        Grant(Role.CASE_WORKER, {GuestPerm.VIEW}, of_own),
        Grant(Role.CASE_WORKER, {GuestPerm.INVITE}, of_own_prepared),
        *(Grant(role, {GuestPerm.VIEW}, of_moderated) for role in TEAM_ROLES),
        Grant(Role.ASD_LEAD, {GuestPerm.VIEW}, of_not_restricted),
    ],
)

feed_policy = Policy(
    CalendarFeed,
    FeedPerm,
    view=FeedPerm.OWN,
    grants=[Grant(role, {FeedPerm.OWN}, own_feed) for role in (*OFFICE, Role.PROVIDER_WORKER)],
)
