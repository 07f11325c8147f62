"""Sessions in the workspaces of the providers whose people sit in the team: the day and the office, nothing else (R17)."""

from collections.abc import Iterable, Iterator

from cases.models import TeamMember, TeamSession
from kernel.access.use_case import place_of_connection
from tenants.worklist.items import Kind, settle_items
from tenants.worklist.models import WorkItem

AHEAD = (TeamSession.State.PLANNED, TeamSession.State.INVITED, TeamSession.State.RUNNING)


def feed_session(session: TeamSession) -> None:
    """Within a use case: this one session, as it is now."""
    settle_items(place_of_connection(), [Kind.CONFERENCE], _due([session]), subjects=[session.pk])


def feed_team(member: TeamMember) -> None:
    """Within a use case: the sessions that the team has ahead, after it has changed."""
    sessions = TeamSession.objects.filter(district=member.district_id, state__in=AHEAD)
    settle_items(place_of_connection(), [Kind.CONFERENCE], _due(sessions), subjects=[s.pk for s in sessions])


def rebuild() -> None:
    """All of the office, from what is stored."""
    settle_items(place_of_connection(), [Kind.CONFERENCE], _due(TeamSession.objects.filter(state__in=AHEAD)))


def _due(sessions: Iterable[TeamSession]) -> Iterator[WorkItem]:
    ahead = [session for session in sessions if session.state in AHEAD]
    team = list(TeamMember.objects.filter(district__in={s.district_id for s in ahead}).exclude(organisation=None))
    for session in ahead:
        for member in team:
            there = member.begins <= session.held_on and (member.ends is None or session.held_on <= member.ends)
            if there and member.district_id == session.district_id:
                yield WorkItem(
                    office_id=place_of_connection(),
                    organisation_id=str(member.organisation_id),
                    kind=Kind.CONFERENCE,
                    person=member.person,
                    subject=str(session.pk),
                    due_on=session.held_on,
                )
