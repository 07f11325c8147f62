"""Courses and the record, in the shared schema: courses are made in an office's place or by the owner, the record by the owner."""

from datetime import date, time, timedelta
from typing import Any

from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tenants.people.actors import enter_organisation
from tenants.people.models import Membership, Person
from tenants.training.models import (
    Certificate,
    ConductCheck,
    Course,
    CourseSession,
    Curriculum,
    Module,
    Recognition,
    Registration,
    Release,
    Requirement,
)
from tests.database import set_up
from tests.factories import people

DAY = timedelta(days=1)
PDF = b"%PDF-1.7 Zeugnis"


def curriculum(office: str = "nord", title: str = "Sozialraumorientierung", **given: Any) -> Curriculum:
    row = Curriculum.objects.create(office_id=office, title=title, **given)
    Module.objects.create(curriculum=row, number=1, title="Grundlagen", minutes=360)
    return row


def course(office: str = "nord", days: tuple[date, ...] = (), **given: Any) -> Course:
    """An open course of two days in a month's time; with other days, it is as if they were planned so."""
    today = clock.today()
    days = days or (today + 30 * DAY, today + 31 * DAY)
    row = Course.objects.create(
        office_id=office,
        **{
            "title": "Grundkurs",
            "capacity": 2,
            "registers_until": min(days) - DAY,
            "state": Course.State.OPEN,
            "first_day": min(days),
            "last_day": max(days),
            "attendance_secret": "geheim",
        }
        | given,
    )
    for day in days:
        CourseSession.objects.create(course=row, day=day, begins=time(9), ends=time(16))
    return row


def registration(row: Course, who: Person, seat: int | None = None, **given: Any) -> Registration:
    """Of an office's worker, if nothing else is said; with a seat or waiting."""
    if not given:
        given = {"home_office_id": row.office_id}
    return Registration.objects.create(
        course=row,
        office_id=row.office_id,
        person=who,
        display_name=who.name,
        sort_key=who.sort_key,
        registered_by=uuid7(),
        state="placed" if seat else "waiting",
        seat=seat,
        **given,
    )


def rows(office: str = "nord", who: Person | None = None) -> list[Any]:
    """One of each kind, as the walks over pages and API want it."""
    held = course(office, curriculum=curriculum(office))
    placed = registration(held, who or people.person("Lernende Person"), seat=1)
    return [held.curriculum, held, *held.sessions.all(), placed]


def employ(who: Person, organisation: str, role: Role = Role.PROVIDER_WORKER) -> Membership:
    """At the provider itself, not for it in an office."""
    with set_up():
        return Membership.objects.create(
            person=who, organisation_id=organisation, role=role, begins=clock.today() - 100 * DAY
        )


def let_in(office: Place, organisation: str) -> None:
    """The provider works in the office: one of its people has a role there."""
    people.membership(people.person("Die Erste"), office, Role.PROVIDER_WORKER, organisation)


def provider_actor(place: Place, role: Role = Role.PROVIDER_MANAGER, who: Person | None = None) -> Actor:
    """Someone of a provider in its own place."""
    who = who or people.person(f"{role.label} {place.key}")
    employ(who, place.key, role)
    with transaction_in(place):
        return enter_organisation(who.pk, place, clock.today())


def record_curriculum(office: str = "nord", title: str = "Grundkurs", **fields: Any) -> Curriculum:
    with set_up():
        return Curriculum.objects.get_or_create(office_id=office, title=title, defaults=fields)[0]


def record_certificate(
    who: Person, office: str = "nord", organisation: str | None = None, **fields: Any
) -> Certificate:
    """A certificate of the basic course, completed today."""
    curriculum = fields.pop("curriculum", None) or record_curriculum()
    given = {
        "code": uuid7().hex[-16:],
        "display_name": who.name,
        "sort_key": who.sort_key,
        "title": curriculum.title,
        "minutes": 480,
        "completed_on": clock.today(),
        "issued_by": uuid7(),
    }
    with set_up():
        return Certificate.objects.create(
            person=who, office_id=office, organisation_id=organisation, curriculum=curriculum, **given | fields
        )


def record_recognition(
    who: Person, office: str = "nord", organisation: str | None = None, **fields: Any
) -> Recognition:
    given = {
        "curriculum": record_curriculum(),
        "institution": "Akademie Musterstadt",
        "title": "Sozialraum kompakt",
        "completed_on": clock.today(),
        "minutes": 600,
        "evidence": PDF,
        "evidence_name": "zeugnis.pdf",
        "evidence_type": "application/pdf",
        "display_name": who.name,
        "sort_key": who.sort_key,
    }
    with set_up():
        return Recognition.objects.create(person=who, office_id=office, organisation_id=organisation, **given | fields)


def record_requirement(office: str = "nord", **fields: Any) -> Requirement:
    given = {
        "curriculum": record_curriculum(),
        "roles": ["case_worker", "provider_worker"],
        "begins": date(2020, 1, 1),
        "within_months": 12,
    }
    with set_up():
        return Requirement.objects.create(office_id=office, **given | fields)


def record_release(who: Person, organisation: str, **fields: Any) -> Release:
    with set_up():
        return Release.objects.create(person=who, organisation_id=organisation, **{"begins": clock.today()} | fields)


def record_check(who: Person, organisation: str = "alpha", **fields: Any) -> ConductCheck:
    given = {"certificate_date": clock.today(), "inspected_on": clock.today(), "clear": True, "recorded_by": uuid7()}
    with set_up():
        return ConductCheck.objects.create(
            person=who, organisation_id=organisation, display_name=who.name, sort_key=who.sort_key, **given | fields
        )
