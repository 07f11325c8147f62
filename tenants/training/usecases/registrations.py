"""Registering oneself or one's people, and cancelling: in an office, or in a provider's workspace (R26)."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from kernel.web import words
from tenants.people.models import Membership
from tenants.training.models import Course, Registration
from tenants.training.policy.courses import RegistrationPerm, StaffRegistrationPerm
from tenants.training.queries.courses import office_staff, provider_staff
from tenants.training.usecases.due import feed_cancelled
from tenants.training.usecases.places import place_soon, tell_soon

CLOSED = {
    Course.State.DRAFT: "Die Anmeldung ist noch nicht offen.",
    Course.State.HELD: "Der Kurs ist abgeschlossen.",
    Course.State.CANCELLED: "Der Kurs ist abgesagt.",
}


@use_case(RegistrationPerm.REGISTER)
def register(*, actor: Actor, course: Course, person: UUID) -> Registration:
    """Register oneself or one of the office's own people; at first everybody waits for the organiser to give the places."""
    return _register(actor, course, office_staff(actor.place, actor.today), person, home_office_id=actor.place)


@use_case(StaffRegistrationPerm.REGISTER)
def register_colleague(*, actor: Actor, course: Course, person: UUID) -> Registration:
    """Register oneself or an own colleague: in the workspace for any office's course, with an office's token for its own."""
    if actor.place not in (course.office_id, actor.the_organisation()):
        raise RuleViolation("Diesen Kurs veranstaltet ein anderes Jugendamt. Melden Sie dort an.", field="course")
    return _register(actor, course, provider_staff(actor), person, organisation_id=actor.the_organisation())


@use_case(RegistrationPerm.CANCEL, on="registration")
def cancel_registration(*, actor: Actor, registration: Registration) -> Registration:
    """Free the place; whoever waits first moves up."""
    return _cancel(actor, registration)


@use_case(StaffRegistrationPerm.CANCEL, on="registration")
def cancel_colleague(*, actor: Actor, registration: Registration) -> Registration:
    """Free an own colleague's place; whoever waits first moves up."""
    return _cancel(actor, registration)


def _register(actor: Actor, course: Course, staff: QuerySet[Membership], person: UUID, **employer: Any) -> Registration:
    if course.state in CLOSED:
        raise RuleViolation(CLOSED[Course.State(course.state)])
    if course.registers_until < actor.today:
        raise RuleViolation(f"Die Anmeldung war bis {words.day(course.registers_until)} möglich.")
    member = staff.filter(person=person).first()
    if member is None:
        raise RuleViolation("Diese Person arbeitet heute nicht bei Ihnen.", field="person")
    try:
        with transaction.atomic():
            row = Registration.objects.create(
                course=course,
                office_id=course.office_id,
                person_id=person,
                display_name=member.display_name,
                sort_key=member.sort_key,
                registered_by=actor.person,
                **employer,
            )
    except IntegrityError:  # also one that another employer made and this place does not see
        raise RuleViolation(f"{member.display_name} ist schon angemeldet.", field="person") from None
    place_soon(course)
    return row


def _cancel(actor: Actor, row: Registration) -> Registration:
    course = Course.objects.get(pk=row.course_id)
    if row.state == Registration.State.CANCELLED:
        raise RuleViolation("Diese Anmeldung ist schon zurückgenommen.")
    if course.state != Course.State.OPEN or (course.first_day and course.first_day <= actor.today):
        raise RuleViolation("Der Kurs hat begonnen oder ist vorbei. Eine Abmeldung ist nicht mehr möglich.")
    row.state, row.seat, row.cancelled_at = Registration.State.CANCELLED, None, timezone.now()
    row.save(update_fields=["state", "seat", "cancelled_at"])
    feed_cancelled(row)
    tell_soon("cancelled", [row])
    place_soon(course)
    return row
