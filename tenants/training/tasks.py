"""What training does by job: mails and notices to participants, and places that came free."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from kernel.clock import today
from kernel.tenancy.jobs import place_job
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.training import telling
from tenants.training.models import Course, Registration
from tenants.training.queries.courses import courses_with_waiting
from tenants.training.usecases.places import place_waiting

REMINDED = timedelta(days=3)  # before the first day


@place_job
def tell(kind: str, registrations: list[str]) -> None:
    """Write to participants, and show it to them; at the service's own address, which alone knows all of them."""
    telling.send(kind, list(_rows().filter(pk__in=registrations)))


@place_job
def remind() -> None:
    """Once a day, to each once: their course begins within three days; who waits for a place learns that it still is so.

    After days without a worker it goes to those whose course has not begun.
    """
    due = _rows().filter(course__state=Course.State.OPEN, course__first_day__range=(today(), today() + REMINDED))
    rows = list(due.filter(reminded_at=None).select_for_update(of=("self",), no_key=True))
    for kind in ("reminder", "waiting"):
        telling.send(kind, rows)
    Registration.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=timezone.now())


def place_all() -> None:
    """Give free seats in every course where somebody waits; each in its organiser's office."""
    with transaction_in(PORTAL, read_only=True):
        courses = list(courses_with_waiting())
    for course in courses:
        place_waiting(course)


def _rows() -> QuerySet[Registration]:
    return Registration.objects.select_related("course__office").prefetch_related("course__sessions")
