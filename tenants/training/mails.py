"""Mails to participants, sent by the service itself: it alone knows addresses. They hold what the course's page says, no more."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from icalendar import Event

from kernel.calendar_files import CANCEL, PUBLISH, REQUEST, as_text, calendar
from tenants.people.mail import send_later
from tenants.people.models import Account
from tenants.registry.places import base_url
from tenants.training.models import Course, CourseSession, Registration

SUBJECTS = {
    "placed": "Sie haben einen Platz",
    "changed": "Neue Termine",
    "cancelled": "Abgemeldet",
    "course_cancelled": "Kurs abgesagt",
    "reminder": "Bald beginnt Ihr Kurs",
    "waiting": "Noch kein Platz",
}
GONE = ("cancelled", "course_cancelled")


def send(kind: str, registrations: list[Registration]) -> None:
    """One mail each, in the transaction of the service's own address."""
    people = [row.person_id for row in registrations]
    addresses = dict(
        Account.objects.filter(person__in=people, is_active=True).values_list("person", "email")  # type: ignore[misc]
    )
    for row in registrations:
        if address := addresses.get(row.person_id):
            _send(kind, row, address)


def _send(kind: str, row: Registration, address: str) -> None:
    course, office = row.course, row.course.office.name
    sessions = list(course.sessions.all())
    context: dict[str, Any] = {
        "kind": kind,
        "course": course,
        "sessions": sessions,
        "office": office,
        "attend_url": base_url("/fortbildung/anwesend/"),
    }
    attached = ""
    if row.placed_at and sessions and kind not in ("reminder", "waiting"):
        attached = calendar_text(course, sessions, CANCEL if kind in GONE else REQUEST)
    body = render_to_string("training/mail/course.txt", context)
    send_later(address, f"{SUBJECTS[kind]}: {course.title}", body, calendar=attached)


def calendar_text(course: Course, sessions: list[CourseSession], method: str = PUBLISH) -> str:
    """The days of a course for a calendar program."""
    return as_text(
        calendar(course.office.name, method, [_event(course, session, method == CANCEL) for session in sessions])
    )


def _event(course: Course, session: CourseSession, cancelled: bool) -> Event:
    zone = ZoneInfo(settings.TIME_ZONE)
    event = Event()
    event.add("uid", f"{session.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", course.version)
    event.add("dtstamp", course.changed_at)
    event.add("dtstart", dt.datetime.combine(session.day, session.begins, zone))
    event.add("dtend", dt.datetime.combine(session.day, session.ends, zone))
    event.add("summary", course.title)
    event.add("status", "CANCELLED" if cancelled or course.state == Course.State.CANCELLED else "CONFIRMED")
    if where := ", ".join(filter(None, (session.room, course.place))):
        event.add("location", where)
    return event
