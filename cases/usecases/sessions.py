"""Sessions of a district's team: planned, invited to, changed, cancelled, begun and held (R23)."""

from datetime import date, time
from itertools import islice
from uuid import UUID

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.utils import timezone

from cases.models import Attendance, Item, SessionSeries, TeamMember, TeamSession
from cases.policy.teams import SeriesPerm, SessionPerm
from cases.queries.teams import in_team_on
from cases.usecases.conference_dates import feed_session
from cases.usecases.session_mails import invited_to, tell
from contracts.models import District
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.calendar import is_holiday
from kernel.web.words import day as in_words

MOST = 60  # sessions of a series
TAKEN = {"session_once": ("Um diese Zeit tagt das Team an diesem Tag schon.", "starts_at")}
State = TeamSession.State
OVER = (State.HELD, State.CANCELLED)


@use_case(SessionPerm.PLAN)
def plan_session(
    *,
    actor: Actor,
    district: District,
    held_on: date,
    starts_at: time,
    ends_at: time,
    place: str = "",
    moderator: UUID | None = None,
) -> TeamSession:
    """A single session; in the past there is none to plan (R23)."""
    session = TeamSession(district=district)
    return _set(actor, session, held_on, starts_at, ends_at, place, moderator)


@use_case(SeriesPerm.PLAN)
def plan_series(
    *,
    actor: Actor,
    district: District,
    rhythm: str,
    begins: date,
    ends: date,
    starts_at: time,
    ends_at: time,
    place: str = "",
    moderator: UUID | None = None,
    skip_holidays: bool = True,
) -> SessionSeries:
    """A rhythm by which the team meets; each session is its own and may differ (R23)."""
    if ends < begins:
        raise RuleViolation("Das Ende liegt vor der ersten Sitzung. Wählen Sie ein späteres.", field="ends")
    _check_ahead(actor, begins, "begins")
    _check_times(starts_at, ends_at)
    days = days_of(begins, rhythm, ends)
    if len(days) > MOST:
        raise RuleViolation(f"Das sind mehr als {MOST} Sitzungen. Wählen Sie ein früheres Ende.", field="ends")
    if skip_holidays:
        days = [d for d in days if not is_holiday(d, str(actor.settings.get("state", "NW")))]
    if not days:
        raise RuleViolation("Alle Tage sind Feiertage. Wählen Sie andere.", field="begins")
    series = SessionSeries.objects.create(
        district=district,
        rhythm=rhythm,
        begins=begins,
        ends=ends,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
    )
    for day in days:
        session = TeamSession(district=district, series=series)
        _set(actor, session, day, starts_at, ends_at, place, moderator)
        also_changed(session, "series", "district", "held_on", "starts_at", "ends_at", "place", "moderator")
    return series


def days_of(first: date, rhythm: str, until: date) -> list[date]:
    """The days of a series, both ends included; a fifth weekday of a month is its last (one more than `MOST` at most)."""
    if rhythm == SessionSeries.Rhythm.MONTHLY:
        nth = (first.day - 1) // 7 + 1
        rule = rrule(MONTHLY, dtstart=first, until=until, byweekday=weekday(first.weekday(), nth if nth < 5 else -1))
    else:
        rule = rrule(
            WEEKLY, dtstart=first, until=until, interval=2 if rhythm == SessionSeries.Rhythm.FORTNIGHTLY else 1
        )
    return [moment.date() for moment in islice(rule, MOST + 1)]


@use_case(SessionPerm.CHANGE, on="session")
def change_session(
    *,
    actor: Actor,
    session: TeamSession,
    held_on: date,
    starts_at: time,
    ends_at: time,
    place: str = "",
    moderator: UUID | None = None,
) -> TeamSession:
    """Another day, time, place or moderator for this one session; who was invited is told (R23)."""
    _check_open(actor, session)
    before = invited_to(session)
    was = (session.held_on, session.starts_at, session.ends_at, session.place, session.moderator)
    if was == (held_on, starts_at, ends_at, place, moderator):
        return session
    _check_agenda(session, moderator)
    _set(actor, session, held_on, starts_at, ends_at, place, moderator, announced=session.state == State.INVITED)
    if session.state == State.INVITED:
        after = invited_to(session)
        tell(actor, session, "cancelled", before - after)
        tell(actor, session, "changed", after)
    return session


@use_case(SessionPerm.CHANGE, on="session")
def invite_team(*, actor: Actor, session: TeamSession) -> TeamSession:
    """Send the invitation, or send it again after the team has changed (R23)."""
    _check_open(actor, session)
    people = invited_to(session)
    if not people:
        raise RuleViolation("In diesem Team ist an dem Tag noch niemand. Nehmen Sie zuerst Fachkräfte auf.")
    session.state, session.invited_at = State.INVITED, timezone.now()
    session.save()
    tell(actor, session, "invited", people)
    return session


@use_case(SessionPerm.CHANGE, on="session")
def cancel_session(*, actor: Actor, session: TeamSession) -> TeamSession:
    """The session does not take place; what was on its agenda waits for another one (R23)."""
    _check_open(actor, session)
    people = invited_to(session) if session.state == State.INVITED else set()
    for item in session.items.filter(state=Item.State.SCHEDULED):
        item.state, item.session, item.position = Item.State.CHECKED, None, 0
        item.save()
        also_changed(item, "state", "session")
    session.state, session.sequence = State.CANCELLED, session.sequence + 1
    session.save()
    feed_session(session)
    tell(actor, session, "cancelled", people)
    return session


@use_case(SessionPerm.LEAD, on="session")
def begin_session(*, actor: Actor, session: TeamSession) -> TeamSession:
    """The moderator opens the session, on its day (R23)."""
    if session.state not in (State.PLANNED, State.INVITED):
        raise RuleViolation("Diese Sitzung läuft schon oder ist vorbei.")
    if session.held_on != actor.today:
        raise RuleViolation(f"Diese Sitzung ist am {in_words(session.held_on)}. Eröffnen Sie sie an diesem Tag.")
    if session.moderator is None:
        raise RuleViolation("Wer moderiert? Tragen Sie es ein, bevor die Sitzung beginnt.")
    session.state = State.RUNNING
    session.save()
    return session


@use_case(SessionPerm.LEAD, on="session")
def end_session(*, actor: Actor, session: TeamSession) -> TeamSession:
    """The session is over; what was not consulted waits for another one, guests see nothing more (R23)."""
    if session.state != State.RUNNING:
        raise RuleViolation("Diese Sitzung läuft nicht.")
    for item in session.items.filter(state=Item.State.SCHEDULED):
        item.state, item.session, item.position, item.opened_at = Item.State.CHECKED, None, 0, None
        item.save()
        also_changed(item, "state", "session", "opened_at")
    session.state = State.HELD
    session.save()
    feed_session(session)
    return session


@use_case(SessionPerm.LEAD, on="session")
def note_attendance(*, actor: Actor, session: TeamSession, members: list[TeamMember]) -> TeamSession:
    """Who was there: only who was in the team on that day (R23)."""
    if session.held_on > actor.today:
        raise RuleViolation("Die Sitzung war noch nicht. Tragen Sie danach ein, wer dabei war.", field="members")
    if session.state == State.CANCELLED:
        raise RuleViolation("Diese Sitzung ist abgesagt.", field="members")
    for member in members:
        there = member.begins <= session.held_on and (member.ends is None or member.ends >= session.held_on)
        if member.district_id != session.district_id or not there:
            raise RuleViolation(
                f"Dabei sein kann nur, wer am {in_words(session.held_on)} im Team war. Prüfen Sie die Auswahl.",
                field="members",
            )
    wanted = {member.pk for member in members}
    session.attendances.exclude(member__in=wanted).delete()
    known = set(session.attendances.values_list("member", flat=True))
    for member in members:
        if member.pk not in known:
            also_changed(Attendance.objects.create(session=session, member=member), "session", "member")
    session.save()
    return session


@use_case(SessionPerm.LEAD, on="session")
def move_on_agenda(*, actor: Actor, session: TeamSession, item: Item, up: bool) -> TeamSession:
    """Put an item before or behind its neighbour (R23)."""
    if session.state in OVER:
        raise RuleViolation("Die Sitzung ist vorbei. Ihre Tagesordnung steht fest.")
    rows = list(session.items.order_by("position", "id"))
    place = next((n for n, row in enumerate(rows) if row.pk == item.pk), None)
    if place is None:
        raise RuleViolation("Diese Beratung steht nicht auf dieser Tagesordnung.", field="item")
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            row.save()
            also_changed(row, "position")
    session.save()
    return session


def _set(
    actor: Actor,
    session: TeamSession,
    held_on: date,
    starts_at: time,
    ends_at: time,
    place: str,
    moderator: UUID | None,
    *,
    announced: bool = False,
) -> TeamSession:
    _check_ahead(actor, held_on, "held_on")
    _check_times(starts_at, ends_at)
    district = session.district
    if held_on < district.begins or (district.ends and held_on > district.ends):
        raise RuleViolation(f"{district} gibt es an diesem Tag nicht. Wählen Sie einen anderen.", field="held_on")
    if moderator and not in_team_on(district, moderator, held_on):
        raise RuleViolation(
            f"Diese Person ist am {in_words(held_on)} nicht im Team. Wählen Sie jemanden aus dem Team.",
            field="moderator",
        )
    session.held_on, session.starts_at, session.ends_at = held_on, starts_at, ends_at
    session.place, session.moderator = place, moderator
    session.sequence += announced
    with explained(**TAKEN):
        session.save()
    feed_session(session)
    return session


def _check_ahead(actor: Actor, day: date, field: str) -> None:
    if day < actor.today:
        raise RuleViolation(f"Der {in_words(day)} ist vorbei. Planen Sie eine Sitzung ab heute.", field=field)


def _check_times(starts_at: time, ends_at: time) -> None:
    if ends_at <= starts_at:
        raise RuleViolation("Das Ende liegt vor dem Beginn. Wählen Sie eine spätere Uhrzeit.", field="ends_at")


def _check_open(actor: Actor, session: TeamSession) -> None:
    if session.state in OVER or session.state == State.RUNNING or session.held_on < actor.today:
        words = {State.CANCELLED: "abgesagt", State.RUNNING: "eröffnet"}.get(State(session.state), "vorbei")
        raise RuleViolation(f"Diese Sitzung ist schon {words}. Planen Sie eine neue.")


def _check_agenda(session: TeamSession, moderator: UUID | None) -> None:
    if moderator and session.items.filter(presenter=moderator).exists():
        raise RuleViolation(
            "Wer einbringt, moderiert nicht. Diese Person bringt in der Sitzung selbst etwas ein: "
            "Wählen Sie jemand anderen.",
            field="moderator",
        )
