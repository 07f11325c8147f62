"""Who gets a place: given in the organiser's office, whoever registered where, so that there is one order for all (R26)."""

from django.db import transaction
from django.utils import timezone

from kernel.access.actor import SERVICE, Actor, Membership, Role
from kernel.access.use_case import all_changed, use_case
from kernel.clock import today
from kernel.tenancy.place import PORTAL, Place, transaction_in
from tenants.training.models import Course, Registration
from tenants.training.policy.courses import CoursePerm
from tenants.training.queries.courses import next_places
from tenants.training.usecases.due import feed_places


def office_place(key: str) -> Place:
    """The place of an office by its key; what a provider or another office may know of it is enough."""
    return Place("office", key, f"o_{key}", f"o_{key}")


def place_soon(course: Course) -> None:
    """After the current transaction: give the free seats to who waits. The job by the clock does it if this process dies."""
    transaction.on_commit(lambda: place_waiting(course))


def place_waiting(course: Course) -> None:
    """Give the free seats of a course in its organiser's office; nothing is written if nobody can be placed."""
    with transaction_in(office_place(course.office_id)):
        row = Course.objects.get(pk=course.pk)
        if row.state == Course.State.OPEN and next_places(row, today()):
            held = frozenset({Membership(Role.TRAINING)})
            actor = Actor(SERVICE, "Hilfenetz", row.office_id, held, today(), via="job")
            give_places(actor=actor, course=row)


@use_case(CoursePerm.WRITE, on="course")
def give_places(*, actor: Actor, course: Course) -> Course:
    """Free seats to who waits, by registration and shares; under the course's lock and never above its capacity."""
    given = next_places(course, actor.today) if course.state == Course.State.OPEN else []
    for row, seat in given:
        row.state, row.seat, row.placed_at = Registration.State.PLACED, seat, timezone.now()
    rows = [row for row, _ in given]
    Registration.objects.bulk_update(rows, ["state", "seat", "placed_at"])
    all_changed(Registration, [row.pk for row in rows], "state", "seat", "placed_at")
    feed_places(course, rows)
    tell_soon("placed", rows)
    return course


def tell_all(course: Course, kind: str) -> None:
    """A mail to everyone who has a place or waits for one."""
    tell_soon(kind, list(course.registrations.exclude(state=Registration.State.CANCELLED)))


def tell_soon(kind: str, rows: list[Registration]) -> None:
    """After the current transaction: a mail each, by a job of the service, which alone knows addresses."""
    from tenants.training.tasks import tell

    keys = [str(row.pk) for row in rows]
    if keys:
        transaction.on_commit(lambda: tell.later_in(PORTAL, kind=kind, registrations=keys))
