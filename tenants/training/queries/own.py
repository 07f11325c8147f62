"""What a person sees of their own courses, at the service's own address."""

from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from kernel.access.actor import Actor
from tenants.training.codes import attendance_codes, clean
from tenants.training.models import Certificate, Course, CourseSession, Registration
from tenants.training.policy.courses import own_place_policy
from tenants.training.queries.courses import certified


def own_registrations(actor: Actor) -> QuerySet[Any]:
    """All that the person did not cancel, the latest first, with whether feedback is asked for (`asks`)."""
    rows = own_place_policy.rows(actor).exclude(state=Registration.State.CANCELLED)
    asked = Q(state=Registration.State.PLACED, course__state=Course.State.HELD, gave_feedback=False)
    rows = rows.annotate(asks=Case(When(asked, then=Value(True)), default=Value(False), output_field=BooleanField()))
    return certified(rows).select_related("course__office").order_by("-course__first_day", "id")


def place_by_code(actor: Actor, code: str) -> tuple[Registration, CourseSession] | None:
    """The own place in the course on whose screen this code stands now, with today's session."""
    open_places = own_place_policy.rows(actor).filter(state=Registration.State.PLACED, course__state=Course.State.OPEN)
    today = CourseSession.objects.filter(day=actor.today)
    for row in open_places.filter(course__sessions__in=today).select_related("course").distinct():
        for session in today.filter(course=row.course):
            if clean(code) in attendance_codes(session, row.course.attendance_secret):
                return row, session
    return None


def certificate_by_code(code: str) -> Certificate | None:
    """What anyone may check: by the code on the sheet."""
    return Certificate.objects.filter(code=code).first()
