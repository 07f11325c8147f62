"""What training puts into the workspaces of providers: the days ahead of their people, and certificates that run out (R26)."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from tenants.training.models import Certificate, Course, CourseSession, Registration
from tenants.worklist.items import Kind, close_item, open_item, open_items, settle_items
from tenants.worklist.models import WorkItem


def feed_course(course: Course, *, gone: Iterable[UUID] = ()) -> None:
    """In the organiser's office: every day of the course for who has a place, as it is now; days that are `gone` no more."""
    days = list(course.sessions.all())
    placed = course.registrations.filter(state=Registration.State.PLACED) if course.state == Course.State.OPEN else []
    settle_items(course.office_id, [Kind.TRAINING], _days_of(placed, days), subjects=[*(d.pk for d in days), *gone])


def feed_places(course: Course, placed: Iterable[Registration]) -> None:
    """In the organiser's office: who got a place just now."""
    if of_providers := [row for row in placed if row.organisation_id]:
        open_items(_days_of(of_providers, course.sessions.all()))


def feed_cancelled(row: Registration) -> None:
    """Where the place is given back: in the organiser's office or in the provider's workspace."""
    if row.organisation_id:
        days = [str(key) for key in CourseSession.objects.filter(course=row.course_id).values_list("pk", flat=True)]
        items = WorkItem.objects.filter(kind=Kind.TRAINING, person=row.person_id, subject__in=days)
        items.filter(organisation=row.organisation_id, done_at=None).update(done_at=timezone.now())


def feed_certificate(row: Certificate) -> None:
    """In the office that gave it: when the last one of this curriculum runs out, told to the worker three weeks before."""
    if not row.organisation_id or not row.curriculum_id:
        return
    matter: dict[str, Any] = {"office": row.office_id, "organisation": row.organisation_id, "person": row.person_id}
    same = Certificate.objects.filter(curriculum=row.curriculum_id, revoked_at=None, **matter)
    until = same.aggregate(until=Max("valid_until"))["until"]
    given: dict[str, Any] = {**matter, "kind": Kind.CERTIFICATE_ENDING, "subject": row.curriculum_id}
    if until:
        open_item(**given, due_on=until)
    else:
        close_item(**given)


def rebuild(office: str) -> None:
    """All of the office, from what is stored."""
    days = CourseSession.objects.filter(course__office=office, course__state=Course.State.OPEN).order_by(
        "course", "day"
    )
    placed = Registration.objects.filter(course__office=office, state=Registration.State.PLACED)
    by_course: dict[UUID, list[Registration]] = {}
    for row in placed.exclude(organisation=None):
        by_course.setdefault(row.course_id, []).append(row)
    due = [item for day in days for item in _days_of(by_course.get(day.course_id, []), [day])]
    settle_items(office, [Kind.TRAINING], due)
    ends = Certificate.objects.filter(office=office, revoked_at=None, valid_until__isnull=False)
    ends = ends.exclude(organisation=None).exclude(curriculum=None).order_by()
    matters = ends.values("organisation", "curriculum", "person").annotate(until=Max("valid_until"))
    ending = [
        _item(office, row["organisation"], Kind.CERTIFICATE_ENDING, row["person"], row["curriculum"], row["until"])
        for row in matters
    ]
    settle_items(office, [Kind.CERTIFICATE_ENDING], ending)


def _days_of(placed: Iterable[Registration], days: Iterable[CourseSession]) -> list[WorkItem]:
    rows = [row for row in placed if row.organisation_id]
    return [
        _item(row.office_id, str(row.organisation_id), Kind.TRAINING, row.person_id, day.pk, day.day)
        for day in days
        for row in rows
    ]


def _item(office: str, organisation: str, kind: Kind, person: UUID, subject: UUID, due_on: date) -> WorkItem:
    return WorkItem(
        office_id=office, organisation_id=organisation, kind=kind, person=person, subject=str(subject), due_on=due_on
    )
