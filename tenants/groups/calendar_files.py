"""The dates of a group as iCalendar (RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from tenants.groups.models import Group, GroupDate


def calendar_of(group: Group, dates: Iterable[GroupDate], url: str) -> bytes:
    """All dates; one that was cancelled says so, so that a calendar takes it out."""
    made = Calendar()
    made.add("prodid", "-//Hilfenetz//Arbeitsgruppen//DE")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", group.name)
    for date in dates:
        made.add_component(_entry(group, date, url))
    made.add_missing_timezones()
    content: bytes = made.to_ical()
    return content


def _entry(group: Group, date: GroupDate, url: str) -> Event:
    zone = ZoneInfo(settings.TIME_ZONE)
    event = Event()
    event.add("uid", f"{date.pk}@hilfenetz")
    event.add("sequence", date.version)
    event.add("dtstamp", date.changed_at)
    event.add("dtstart", dt.datetime.combine(date.held_on, date.starts_at, zone))
    event.add("dtend", dt.datetime.combine(date.held_on, date.ends_at, zone))
    event.add("summary", f"{group.name}: {date.title}")
    event.add("status", "CANCELLED" if date.cancelled else "CONFIRMED")
    event.add("url", url)
    if date.place:
        event.add("location", date.place)
    return event
