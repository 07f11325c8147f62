"""Telling that something happened: a row in the outbox, in the transaction of the change (docs/adr/0011)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kernel.clock import today
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.worklist.models import Event

Kind = Event.Kind
AHEAD = timedelta(days=21)
# What is known long before it is due is told three weeks before; everything else at once.
KNOWN_LONG_BEFORE = frozenset(
    {Kind.HOURS_MISSING, Kind.INSTALMENT_EXPECTED, Kind.CONTRACT_ENDING, Kind.INSTRUCTION_ENDING, Kind.PROOF_DUE}
)
JOB = "deliver_notices"


def tell(
    kind: Kind,
    *,
    office: str | None = None,
    organisation: str | None = None,
    person: UUID | None = None,
    subject: UUID | str,
    code: str = "",
    due_on: date | None = None,
    done: bool = False,
) -> None:
    """Ids and codes only. What was to be told of the same matter and has not been yet is replaced."""
    Event.objects.filter(
        office=office, organisation=organisation, person=person, kind=kind, subject=str(subject), told_at=None
    ).delete()
    ahead = due_on is not None and not done and kind in KNOWN_LONG_BEFORE
    tell_on = max(today(), due_on - AHEAD) if ahead and due_on else today()
    Event.objects.create(
        office_id=office,
        organisation_id=organisation,
        person=person,
        kind=kind,
        done=done,
        subject=str(subject),
        code=code,
        due_on=due_on,
        tell_on=tell_on,
    )
    if tell_on <= today() and all(
        function is not wake for _, function, _ in transaction.get_connection().run_on_commit
    ):
        transaction.on_commit(wake)


def wake(job: str = JOB) -> None:
    """Queue a job of the delivery; while one waits there is no need of another. Lost with a crash, the clock makes up for it."""
    try:
        with transaction_in(PORTAL):
            app.configure_task(job, queueing_lock=job).defer(place=PORTAL.role)
    except AlreadyEnqueued:
        return
