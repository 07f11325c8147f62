"""What training does by job: mails to participants, and places that came free."""

from datetime import timedelta

from django.db.models import QuerySet

from kernel.clock import today
from kernel.tenancy.jobs import place_job
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.training import mails
from tenants.training.models import Course, Registration
from tenants.training.queries.courses import courses_with_waiting
from tenants.training.usecases.places import place_waiting

REMINDED = timedelta(days=3)  # before the first day


@place_job
def tell(kind: str, registrations: list[str]) -> None:
    """Write to participants; at the service's own address, which alone knows theirs."""
    mails.send(kind, list(_rows().filter(pk__in=registrations)))


@place_job
def remind() -> None:
    """Once a day: who has a place in a course that begins in three days."""
    soon = _rows().filter(course__state=Course.State.OPEN, course__first_day=today() + REMINDED)
    mails.send("reminder", list(soon.filter(state=Registration.State.PLACED)))


def place_all() -> None:
    """Give free seats in every course where somebody waits; each in its organiser's office."""
    with transaction_in(PORTAL, read_only=True):
        courses = list(courses_with_waiting())
    for course in courses:
        place_waiting(course)


def _rows() -> QuerySet[Registration]:
    return Registration.objects.select_related("course__office").prefetch_related("course__sessions")
