"""What participants do for themselves at the service's own address: say that they are there, say what they thought (R26)."""

from kernel.access.actor import Actor
from kernel.access.errors import Denied, RuleViolation
from kernel.access.use_case import also_changed, use_case
from tenants.training.models import Course, CourseAttendance, CourseFeedback, Registration
from tenants.training.policy.courses import OwnPlacePerm, own_place_policy
from tenants.training.queries.own import place_by_code


@use_case(OwnPlacePerm.ATTEND, on="registration")
def attend(*, actor: Actor, registration: Registration, code: str) -> Registration:
    """Be there today, by the code on the screen of the course in which one has a place."""
    found = place_by_code(actor, code)
    if found is None or found[0] != registration:
        raise RuleViolation(
            "Dieser Code gilt nicht oder nicht mehr. Lesen Sie ihn noch einmal vom Bildschirm ab.", field="code"
        )
    how = CourseAttendance.How.CODE
    _, made = CourseAttendance.objects.get_or_create(
        registration=registration, session=found[1], defaults={"how": how, "recorded_by": actor.person}
    )
    if made:
        also_changed(registration, "attendances")
    return registration


def give_feedback(
    *, actor: Actor, registration: Registration, content: int, practice: int, setting: int, remark: str = ""
) -> None:
    """Say once what one thought. No use case: its line in the audit would say when, and so whose an answer is."""
    rows = own_place_policy.rows(actor, OwnPlacePerm.ANSWER).filter(state=Registration.State.PLACED)
    row = rows.select_for_update(of=("self",), no_key=True).select_related("course").filter(pk=registration.pk).first()
    if row is None:
        raise Denied("Dafür fehlt Ihnen das Recht.")
    if row.course.state != Course.State.HELD:
        raise RuleViolation("Rückmeldungen nimmt der Kurs an, wenn er abgeschlossen ist.")
    if row.gave_feedback:
        raise RuleViolation("Ihre Rückmeldung zu diesem Kurs ist schon da. Danke.")
    row.gave_feedback = True
    row.save(update_fields=["gave_feedback"])
    CourseFeedback.objects.create(
        course=row.course, content=content, practice=practice, setting=setting, remark=remark.strip()
    )
