"""Opening and closing what is due for a provider, in the office's own transaction: so list and cause never disagree."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from tenants.worklist.events import event_of, tell, tell_all
from tenants.worklist.models import Event, WorkItem

Kind = WorkItem.Kind


def open_item(
    *,
    office: str,
    organisation: str,
    kind: Kind,
    subject: UUID | str,
    due_on: date,
    code: str = "",
    amount: Decimal | None = None,
    person: UUID | None = None,
) -> None:
    """Something is due for the provider, or for one person of it alone; a second call for the same subject brings it up to date.

    It is told where it is new, open again or due on another day.
    """
    where: dict[str, Any] = {
        "office_id": office,
        "organisation_id": organisation,
        "kind": kind,
        "subject": str(subject),
        "person": person,
    }
    before = WorkItem.objects.filter(**where).values_list("due_on", "done_at").first()
    WorkItem.objects.update_or_create(
        **where, defaults={"due_on": due_on, "code": code, "amount": amount, "done_at": None}
    )
    if before != (due_on, None):
        tell(
            Event.Kind(kind),
            office=office,
            organisation=organisation,
            person=person,
            subject=subject,
            code=code,
            due_on=due_on,
        )


def close_item(*, office: str, organisation: str, kind: Kind, subject: UUID | str, person: UUID | None = None) -> None:
    """It is done, and told; nothing happens if it never was due."""
    found = WorkItem.objects.filter(
        office=office, organisation=organisation, kind=kind, subject=str(subject), person=person, done_at=None
    )
    for code, due_on in found.values_list("code", "due_on"):
        found.update(done_at=timezone.now())
        tell(
            Event.Kind(kind),
            office=office,
            organisation=organisation,
            person=person,
            subject=subject,
            code=code,
            due_on=due_on,
            done=True,
        )


def settle_items(
    office: str, kinds: Collection[Kind], due: Iterable[WorkItem], *, subjects: Collection[UUID] | None = None
) -> None:
    """Of these kinds nothing but `due` is due (on these subjects): the rest is done, in a few statements however many.

    A change of some subjects is told as far as it is new; what is settled as a whole is not.
    """
    known = WorkItem.objects.filter(office=office, kind__in=kinds, done_at=None)
    due = list(due)
    if subjects is None:
        known.update(done_at=timezone.now())
        open_items(due)
        return
    known = known.filter(subject__in=[str(subject) for subject in subjects])
    before = {_key(item): item for item in known}
    known.update(done_at=timezone.now())
    open_items(due)
    now = {_key(item): item for item in due}
    fresh = [item for key, item in now.items() if key not in before or before[key].due_on != item.due_on]
    over = [item for key, item in before.items() if key not in now]
    tell_all([*(event_of(item) for item in fresh), *(event_of(item, done=True) for item in over)])


def _key(item: WorkItem) -> tuple[object, ...]:
    return item.organisation_id, item.kind, item.subject, item.person


def open_items(due: Iterable[WorkItem]) -> None:
    """Many at once; what was done is due again."""
    WorkItem.objects.bulk_create(
        due,
        update_conflicts=True,
        unique_fields=["office", "organisation", "kind", "subject", "person"],
        update_fields=["due_on", "code", "done_at"],
    )
