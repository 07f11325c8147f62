"""Training on an office's Heute: own days ahead; for the organiser lists and courses to finish, recognitions to decide (R26)."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from kernel.access.actor import Actor
from kernel.web.today import Due
from tenants.training.models import Course, CourseAttendance, CourseSession, Recognition, Registration
from tenants.training.policy.courses import CoursePerm, RegistrationPerm, course_policy, registration_policy
from tenants.training.policy.record import RecognitionPerm, recognition_policy
from tenants.training.queries.record import recognitions_for

SHOWN = 10
AHEAD = timedelta(days=21)
PLACED = Registration.State.PLACED


def due(actor: Actor) -> list[Due]:
    return [*_own_days(actor), *_lists(actor), *_to_finish(actor), *_recognitions(actor)]


def _own_days(actor: Actor) -> list[Due]:
    """The days in the next weeks of courses in which one has a place."""
    if not registration_policy.allows(actor, RegistrationPerm.REGISTER):
        return []
    own = registration_policy.rows(actor).filter(person=actor.person, state=PLACED, course__state=Course.State.OPEN)
    days = CourseSession.objects.filter(course__in=own.order_by().values("course"))
    days = days.filter(day__gte=actor.today, day__lte=actor.today + AHEAD).select_related("course")
    return [
        Due(
            title=f"Fortbildung: {day.course.title}",
            note=", ".join(
                filter(None, [f"{day.begins:%H:%M} bis {day.ends:%H:%M} Uhr", day.room or day.course.place])
            ),
            date=day.day,
            url=reverse("course", args=[day.course_id]),
            action="Zum Kurs",
            action_url=reverse("course", args=[day.course_id]),
            icon="training",
        )
        for day in days[:SHOWN]
    ]


def _lists(actor: Actor) -> list[Due]:
    """Days that were, of courses with participants, and for which nobody has said who was there."""
    rows = _organised(actor)
    if rows is None:
        return []
    taken = CourseAttendance.objects.filter(session=OuterRef("pk"))
    placed = Registration.objects.filter(course=OuterRef("course"), state=PLACED)
    days = CourseSession.objects.filter(Exists(placed), ~Exists(taken), course__in=rows, day__lte=actor.today)
    return [
        Due(
            title=f"Anwesenheit: {day.course.title}",
            date=day.day,
            url=reverse("course", args=[day.course_id]),
            action="Festhalten",
            action_url=reverse("attendance-list", args=[day.pk]),
            icon="check",
        )
        for day in days.select_related("course")[:SHOWN]
    ]


def _to_finish(actor: Actor) -> list[Due]:
    """Courses whose last day was: with their end come the certificates."""
    rows = _organised(actor)
    if rows is None:
        return []
    return [
        Due(
            title=f"Kurs zu Ende: {course.title}",
            note="Mit dem Abschluss entstehen die Bescheinigungen.",
            date=course.last_day,
            url=reverse("course", args=[course.pk]),
            action="Abschließen",
            action_url=reverse("course-finish", args=[course.pk]),
            icon="training",
        )
        for course in Course.objects.filter(pk__in=rows, last_day__lt=actor.today).order_by("last_day", "id")[:SHOWN]
    ]


def _organised(actor: Actor) -> QuerySet[Any] | None:
    """Open courses of the office, for who may take their lists."""
    if not course_policy.allows(actor, CoursePerm.WRITE):
        return None
    return course_policy.rows(actor, CoursePerm.WRITE).filter(state=Course.State.OPEN).order_by().values("pk")


def _recognitions(actor: Actor) -> list[Due]:
    """Recognitions that workers and providers have asked for, the oldest first."""
    if not recognition_policy.allows(actor, RecognitionPerm.DECIDE):
        return []
    rows = recognitions_for(actor).filter(state=Recognition.State.ASKED).order_by("created_at")[:SHOWN]
    return [
        Due(
            title=row.title,
            note=f"{row.display_name}, {row.institution}: Anerkennung beantragt",
            url=reverse("recognition", args=[row.pk]),
            action="Entscheiden",
            action_url=reverse("recognition", args=[row.pk]),
            icon="sign",
        )
        for row in rows
    ]
