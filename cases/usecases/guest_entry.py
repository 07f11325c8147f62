"""What a guest confirms without an account: the instruction on purpose and secrecy (R19, § 78 SGB X)."""

from django.http import HttpRequest
from django.utils import timezone

from cases.models import Guest
from cases.queries.guests import log_guest


def confirm_instruction(guest: Guest, request: HttpRequest) -> None:
    """The guest has read and confirmed it; before, the address shows nothing of the item. The audit keeps it."""
    row = Guest.objects.select_for_update().get(pk=guest.pk)
    if row.instructed_at:
        return
    row.instructed_at = timezone.now()
    row.save()
    log_guest(row, request, "confirm_instruction", Guest._meta.label_lower, row.pk)
