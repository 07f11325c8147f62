"""Opening and closing what is due for a provider, in the office's own transaction: so list and cause never disagree."""

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
        defaults={"due_on": due_on, "code": code, "amount": amount, "done_at": None},
    )


def close_item(*, office: str, organisation: str, kind: Kind, subject: UUID | str) -> None:
    """It is done; nothing happens if it never was due."""
    WorkItem.objects.filter(
        office=office, organisation=organisation, kind=kind, subject=str(subject), done_at=None
    ).update(done_at=timezone.now())
