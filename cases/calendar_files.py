"""iCalendar (RFC 5545, 5546): what a calendar program learns of a session. Never anything about a case (R17)."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from cases.models import TeamSession
from tenants.registry.places import office_url

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


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


def calendar(name: str, method: str, events: Iterable[Event]) -> Calendar:
    """A calendar with its events; `name` is whose it is."""
    made = Calendar()
    made.add("prodid", "-//Hilfenetz//Sitzungen//DE")
    made.add("version", "2.0")
    made.add("method", method)
    if method == PUBLISH:
        made.add("x-wr-calname", name)
        made.add("refresh-interval", dt.timedelta(hours=4), parameters={"VALUE": "DURATION"})
    for event in events:
        if method != PUBLISH:
            organizer = vCalAddress(f"mailto:{_address(settings.DEFAULT_FROM_EMAIL)}")
            organizer.params["cn"] = vText(name)
            event["organizer"] = organizer
        made.add_component(event)
    made.add_missing_timezones()
    return made


def as_text(made: Calendar) -> str:
    return made.to_ical().decode()  # type: ignore[no-any-return]


def _address(sender: str) -> str:
    return sender.rpartition("<")[2].rstrip(">").strip()
