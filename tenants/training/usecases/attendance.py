"""Who was there, and what follows from it: the end of a course and its certificates (R26)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import all_changed, also_changed, use_case
from tenants.training.codes import certificate_code
from tenants.training.models import Certificate, Course, CourseAttendance, CourseSession, Registration
from tenants.training.policy.courses import CoursePerm, RegistrationPerm
from tenants.training.policy.record import RecordPerm
from tenants.training.queries.courses import with_attendance
from tenants.training.usecases.courses import check_not_over
from tenants.training.usecases.due import feed_certificate, feed_course
from tenants.worklist.events import Kind, tell

PLACED = Registration.State.PLACED


@use_case(CoursePerm.WRITE, on="course")
def record_attendance(*, actor: Actor, course: Course, session: CourseSession, present: Sequence[UUID]) -> Course:
    """The list of a day: whose registrations these are was there, the others were not."""
    check_not_over(course)
    if session.course_id != course.pk:
        raise RuleViolation("Dieser Tag gehört zu einem anderen Kurs.", field="session")
    if session.day > actor.today:
        raise RuleViolation("Dieser Tag kommt erst noch.", field="session")
    placed = set(course.registrations.filter(state=PLACED).values_list("pk", flat=True))
    if set(present) - placed:
        raise RuleViolation("Anwesend sein kann, wer einen Platz hat.", field="present")
    before = CourseAttendance.objects.filter(session=session)
    known = set(before.values_list("registration", flat=True))
    before.exclude(registration__in=present).delete()
    CourseAttendance.objects.bulk_create(
        CourseAttendance(registration_id=key, session=session, how=CourseAttendance.How.LIST, recorded_by=actor.person)
        for key in set(present) - known
    )
    all_changed(Registration, known ^ set(present), "attendances")
    course.save()
    return course


@use_case(CoursePerm.WRITE, on="course")
def finish_course(*, actor: Actor, course: Course, share: int = 100) -> Course:
    """Close the course after its last day; who was there on `share` per cent of its days gets the certificate."""
    check_not_over(course)
    if course.last_day is None or course.last_day > actor.today or course.state != Course.State.OPEN:
        raise RuleViolation("Abschließen können Sie den Kurs nach seinem letzten Tag.")
    _check_share(share)
    course.state = Course.State.HELD
    course.save()
    feed_course(course)
    days = course.sessions.count()
    for row in with_attendance(course.registrations.filter(state=PLACED)):
        if row.days and row.days * 100 >= share * days:
            also_changed(_issue(actor, course, row), "code")
    return course


@use_case(RegistrationPerm.CERTIFY, on="registration")
def issue_certificate(*, actor: Actor, registration: Registration, share: int = 100) -> Registration:
    """A certificate for one person; who missed days gets it only if the office says that a smaller share is enough."""
    course = Course.objects.select_for_update(no_key=True).get(pk=registration.course_id)
    _check_share(share)
    if course.state != Course.State.HELD:
        raise RuleViolation("Bescheinigungen gibt es, wenn der Kurs abgeschlossen ist.")
    days, present = course.sessions.count(), registration.attendances.count()
    if not present:
        raise RuleViolation("Diese Person war an keinem Tag da. Sie bekommt keine Bescheinigung.")
    if present * 100 < share * days:
        raise RuleViolation(
            f"Diese Person war an {present} von {days} Tagen da. Verlangt sind {share} Prozent.", field="share"
        )
    if Certificate.objects.filter(course=course, person=registration.person_id, revoked_at=None).exists():
        raise RuleViolation("Diese Person hat die Bescheinigung schon.")
    also_changed(_issue(actor, course, registration), "code")
    return registration


@use_case(RecordPerm.REVOKE, on="certificate")
def revoke_certificate(*, actor: Actor, certificate: Certificate, why: str) -> Certificate:
    """It counts no longer, and whoever checks it sees since when; another may be issued instead (R26)."""
    if certificate.revoked_at:
        raise RuleViolation("Dieser Nachweis ist schon widerrufen.")
    if why not in Certificate.RevokeReason:
        raise RuleViolation("Wählen Sie einen Grund aus der Liste.", field="why")
    certificate.revoked_at, certificate.revoke_reason = timezone.now(), why
    certificate.save(update_fields=["revoked_at", "revoke_reason"])
    feed_certificate(certificate)
    tell(
        Kind.CERTIFICATE_REVOKED,
        office=certificate.office_id,
        organisation=certificate.organisation_id,
        person=certificate.person_id,
        subject=certificate.pk,
    )
    return certificate


def _check_share(share: int) -> None:
    if not 1 <= share <= 100:
        raise RuleViolation("Die verlangte Anwesenheit liegt zwischen 1 und 100 Prozent.", field="share")


def _issue(actor: Actor, course: Course, row: Any) -> Certificate:
    curriculum, completed = course.curriculum, course.last_day
    months = curriculum.valid_months if curriculum else None
    assert completed  # noqa: S101 - a held course has days
    certificate = Certificate.objects.create(
        code=certificate_code(),
        person_id=row.person_id,
        display_name=row.display_name,
        sort_key=row.sort_key,
        organisation_id=row.organisation_id,
        office_id=course.office_id,
        curriculum=curriculum,
        course=course,
        title=course.title,
        minutes=_minutes(course),
        completed_on=completed,
        valid_until=completed + relativedelta(months=months) if months else None,
        issued_by=actor.person,
    )
    feed_certificate(certificate)
    return certificate


def _minutes(course: Course) -> int:
    """The length of its modules; without modules the time from beginning to end of its days."""
    if modules := sum(course.modules.values_list("minutes", flat=True)):
        return modules
    spans = course.sessions.values_list("begins", "ends")
    return sum((e.hour - b.hour) * 60 + e.minute - b.minute for b, e in spans)
