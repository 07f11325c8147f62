"""Opening and closing what is due for a provider, in the office's own transaction: so list and cause never disagree."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from tenants.worklist.models import WorkItem

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
) -> None:
    """Something is due for the provider; a second call for the same subject brings it up to date."""
    WorkItem.objects.update_or_create(
        office_id=office,
        organisation_id=organisation,
        kind=kind,
        subject=str(subject),
        person=None,
        defaults={"due_on": due_on, "code": code, "amount": amount, "done_at": None},
    )


def close_item(*, office: str, organisation: str, kind: Kind, subject: UUID | str) -> None:
    """It is done; nothing happens if it never was due."""
    WorkItem.objects.filter(
        office=office, organisation=organisation, kind=kind, subject=str(subject), done_at=None
    ).update(done_at=timezone.now())


def settle_items(
    office: str, kinds: Collection[Kind], due: Iterable[WorkItem], *, subjects: Collection[UUID] | None = None
) -> None:
    """Of these kinds nothing but `due` is due (on these subjects): the rest is done, in two statements however many."""
    known = WorkItem.objects.filter(office=office, kind__in=kinds, done_at=None)
    if subjects is not None:
        known = known.filter(subject__in=[str(subject) for subject in subjects])
    known.update(done_at=timezone.now())
    open_items(due)


def open_items(due: Iterable[WorkItem]) -> None:
    """Many at once; what was done is due again."""
    WorkItem.objects.bulk_create(
        due,
        update_conflicts=True,
        unique_fields=["office", "organisation", "kind", "subject", "person"],
        update_fields=["due_on", "code", "done_at"],
    )
