"""iCalendar (RFC 5545, 5546): a calendar around its events."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


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
