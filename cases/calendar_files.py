"""What a calendar program learns of a session. Never anything about a case (R17)."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Event

from cases.models import TeamSession
from tenants.registry.places import office_url


def subject_of(session: TeamSession) -> str:
    """All that a mail's subject and a calendar's entry say."""
    return f"Beratung im Team {session.district.name}"


def uid_of(session: TeamSession, office: str) -> str:
    """The same for every version of the entry, so that a calendar replaces it."""
    return f"{session.pk}@{office_url(office, '').split('//')[-1].split(':')[0].strip('/')}"


def entry_of(session: TeamSession, office: str, url: str, *, cancelled: bool = False) -> Event:
    zone = ZoneInfo(settings.TIME_ZONE)
    event = Event()
    event.add("uid", uid_of(session, office))
    event.add("sequence", session.sequence)
    event.add("dtstamp", session.changed_at)
    event.add("dtstart", dt.datetime.combine(session.held_on, session.starts_at, zone))
    event.add("dtend", dt.datetime.combine(session.held_on, session.ends_at, zone))
    event.add("summary", subject_of(session))
    event.add("status", "CANCELLED" if cancelled or session.state == TeamSession.State.CANCELLED else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("url", url)
    if session.place:
        event.add("location", session.place)
    return event
