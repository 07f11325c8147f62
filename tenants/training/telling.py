"""What participants are told of their place: by mail, and in the page of their office or their provider's workspace."""

from tenants.training import mails
from tenants.training.models import Registration
from tenants.worklist.events import event_on, tell_all
from tenants.worklist.models import Event

State = Registration.State
# What is said is so when it leaves: who cancelled meanwhile hears nothing of a place.
MEANT_FOR = {
    "placed": {State.PLACED},
    "changed": {State.PLACED},
    "cancelled": {State.CANCELLED},
    "course_cancelled": {State.PLACED, State.WAITING},
    "reminder": {State.PLACED},
    "waiting": {State.WAITING},
}
SHOWN = {
    "placed": Event.Kind.COURSE_PLACE,
    "waiting": Event.Kind.COURSE_WAITING,
    "cancelled": Event.Kind.COURSE_LEFT,
    "course_cancelled": Event.Kind.COURSE_CANCELLED,
}


def send(kind: str, registrations: list[Registration]) -> None:
    """To those of them whom it still concerns, in the transaction of the service's own address."""
    rows = [row for row in registrations if row.state in MEANT_FOR[kind]]
    mails.send(kind, rows)
    if kind in SHOWN:
        tell_all([_event(SHOWN[kind], row) for row in rows])


def _event(kind: Event.Kind, row: Registration) -> Event:
    """In the office for its own people, in the workspace for a provider's."""
    return event_on(
        kind,
        office=row.home_office_id or row.office_id,
        organisation=row.organisation_id,
        person=row.person_id,
        subject=row.pk,
        due_on=row.course.first_day,
    )
