"""What participants do for themselves at the service's own address: say that they are there, say what they thought.

There is no place to act in and no role: whose registration it is decides.
"""

from uuid import UUID

from django.db import transaction

from kernel import clock
from kernel.access.errors import RuleViolation
from kernel.audit.models import Entry
from tenants.training.codes import attendance_codes, clean
from tenants.training.models import Course, CourseAttendance, CourseFeedback, CourseSession, Registration
from tenants.training.queries.own import own_places

WRONG = "Dieser Code gilt nicht oder nicht mehr. Lesen Sie ihn noch einmal vom Bildschirm ab."
ALREADY = "Ihre Rückmeldung zu diesem Kurs ist schon da. Danke."


@transaction.atomic
def attend(*, person: UUID, code: str) -> CourseSession:
    """Be there today, by the code on the screen of a course in which one has a place."""
    typed = clean(code)
    today = CourseSession.objects.filter(day=clock.today(), course__state=Course.State.OPEN)
    for registration in own_places(person).filter(course__sessions__in=today).distinct():
        for session in today.filter(course=registration.course):
            if typed in attendance_codes(session, registration.course.attendance_secret):
                _be_there(registration, session, person)
                return session
    raise RuleViolation(WRONG, field="code")


def _be_there(registration: Registration, session: CourseSession, person: UUID) -> None:
    how = CourseAttendance.How.CODE
    _, made = CourseAttendance.objects.get_or_create(
        registration=registration, session=session, defaults={"how": how, "recorded_by": person}
    )
    if made:
        Entry.objects.create(
            place="", person=person, via="page", verb="attend", model="training.registration",
            record=str(registration.pk), fields=["attendances"],
        )  # fmt: skip


@transaction.atomic
def give_feedback(
    *, person: UUID, registration: Registration, content: int, practice: int, setting: int, remark: str = ""
) -> None:
    """Say once what one thought. The audit says nothing of it: the answer is nobody's."""
    row = own_places(person).select_for_update(of=("self",), no_key=True).get(pk=registration.pk)
    if row.course.state != Course.State.HELD:
        raise RuleViolation("Rückmeldungen nimmt der Kurs an, wenn er abgeschlossen ist.")
    if row.gave_feedback:
        raise RuleViolation(ALREADY)
    row.gave_feedback = True
    row.save(update_fields=["gave_feedback"])
    CourseFeedback.objects.create(
        course=row.course, content=content, practice=practice, setting=setting, remark=remark.strip()
    )
