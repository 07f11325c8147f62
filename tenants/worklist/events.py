"""Telling that something happened: a row in the outbox, in the transaction of the change (docs/adr/0011)."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kernel.clock import today
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.worklist.models import Event, WorkItem

Kind = Event.Kind
AHEAD = timedelta(days=21)
# What is known long before it is due is told three weeks before; everything else at once.
KNOWN_LONG_BEFORE = frozenset(
    {
        Kind.HOURS_MISSING,
        Kind.INSTALMENT_EXPECTED,
        Kind.CONTRACT_ENDING,
        Kind.INSTRUCTION_ENDING,
        Kind.PROOF_DUE,
        Kind.CERTIFICATE_ENDING,
    }
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
    """Ids and codes only. What was to be told of the same matter and has not been yet no longer is."""
    tell_all(
        [
            event_on(
                kind,
                office=office,
                organisation=organisation,
                person=person,
                subject=subject,
                code=code,
                due_on=due_on,
                done=done,
            )
        ]
    )


def event_on(
    kind: Kind,
    *,
    office: str | None = None,
    organisation: str | None = None,
    person: UUID | None = None,
    subject: UUID | str,
    code: str = "",
    due_on: date | None = None,
    done: bool = False,
) -> Event:
    """One of those that `tell_all` tells together."""
    return Event(
        office_id=office,
        organisation_id=organisation,
        person=person,
        kind=kind,
        done=done,
        subject=str(subject),
        code=code,
        due_on=due_on,
        tell_on=_tell_on(kind, due_on, done=done),
    )


def event_of(item: WorkItem, *, done: bool = False) -> Event:
    """That it is due, or done."""
    return Event(
        office_id=item.office_id,
        organisation_id=item.organisation_id,
        person=item.person,
        kind=item.kind,
        done=done,
        subject=item.subject,
        code=item.code,
        due_on=item.due_on,
        tell_on=_tell_on(item.kind, item.due_on, done=done),
    )


def tell_all(events: Collection[Event]) -> None:
    """Many of one office or organisation at once, in two statements."""
    events = [event for event in events if event.kind in Kind]
    if not events:
        return
    matter = {(e.office_id, e.organisation_id, e.person, e.kind, e.subject) for e in events}
    waiting = Event.objects.filter(
        told_at=None, kind__in={e.kind for e in events}, subject__in={e.subject for e in events}
    )
    same = [
        pk
        for pk, *of in waiting.values_list("pk", "office", "organisation", "person", "kind", "subject")
        if tuple(of) in matter
    ]
    if same:
        Event.objects.filter(pk__in=same, told_at=None).update(told_at=timezone.now())
    Event.objects.bulk_create(events)
    now = any(event.tell_on <= today() for event in events)
    if now and all(function is not wake for _, function, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(wake)


def _tell_on(kind: str, due_on: date | None, *, done: bool) -> date:
    ahead = due_on is not None and not done and kind in KNOWN_LONG_BEFORE
    return max(today(), due_on - AHEAD) if ahead and due_on else today()


def wake(job: str = JOB) -> None:
    """Queue a job of the delivery; while one waits there is no need of another. Lost with a crash, the clock makes up for it."""
    try:
        with transaction_in(PORTAL):
            app.configure_task(job, queueing_lock=job).defer(place=PORTAL.role)
    except AlreadyEnqueued:
        return
