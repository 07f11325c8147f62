"""Opening and closing what is due for a provider, in the office's own transaction: so list and cause never disagree."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from tenants.worklist.events import tell
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
) -> None:
    """Something is due for the provider; a second call for the same subject brings it up to date.

    It is told where it is new, open again or due on another day.
    """
    where: dict[str, Any] = {
        "office_id": office,
        "organisation_id": organisation,
        "kind": kind,
        "subject": str(subject),
    }
    before = WorkItem.objects.filter(**where).values_list("due_on", "done_at").first()
    WorkItem.objects.update_or_create(
        **where, defaults={"due_on": due_on, "code": code, "amount": amount, "done_at": None}
    )
    if before != (due_on, None):
        tell(Event.Kind(kind), office=office, organisation=organisation, subject=subject, code=code, due_on=due_on)


def close_item(*, office: str, organisation: str, kind: Kind, subject: UUID | str) -> None:
    """It is done, and told; nothing happens if it never was due."""
    found = WorkItem.objects.filter(
        office=office, organisation=organisation, kind=kind, subject=str(subject), done_at=None
    )
    for code, due_on in found.values_list("code", "due_on"):
        found.update(done_at=timezone.now())
        tell(
            Event.Kind(kind),
            office=office,
            organisation=organisation,
            subject=subject,
            code=code,
            due_on=due_on,
            done=True,
        )
