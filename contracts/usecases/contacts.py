"""Walk-in contacts and short counselling: counted in two taps, never named (R23b)."""

from datetime import date, timedelta

from django.utils import timezone

from contracts.models import Centre, Contact
from contracts.policy.offers import ContactPerm
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case

LATEST = timedelta(days=92)  # how far back one may still count


@use_case(ContactPerm.RECORD)
def record_contact(*, actor: Actor, centre: Centre, kind: str, happened_on: date | None = None) -> Contact:
    """Someone came without an appointment, or for a short counselling: one more, for centre and district (R23b)."""
    day = happened_on or actor.today
    if day > actor.today:
        raise RuleViolation("Der Tag liegt in der Zukunft. Zählen Sie, wer schon da war.", field="happened_on")
    if day < actor.today - LATEST:
        raise RuleViolation(
            f"Nachtragen können Sie bis zu {LATEST.days} Tage. Wählen Sie einen späteren Tag.", field="happened_on"
        )
    if not centre.is_open_on(day):
        raise RuleViolation(
            f"{centre} war an diesem Tag nicht geöffnet. Wählen Sie ein anderes Zentrum.", field="centre"
        )
    own = sorted(actor.organisations())
    return Contact.objects.create(
        centre=centre,
        district=centre.district_on(day),
        organisation_id=own[0] if own else None,
        kind=kind,
        happened_on=day,
        recorded_by=actor.person,
    )


@use_case(ContactPerm.RECORD, on="contact")
def undo_contact(*, actor: Actor, contact: Contact) -> Contact:
    """Take back the last contact that one counted oneself today (R23b); the audit keeps that it was there."""
    last = last_of(actor)
    if last is None or last.pk != contact.pk:
        raise RuleViolation("Zurücknehmen können Sie nur den letzten Kontakt, den Sie heute gezählt haben.")
    key = contact.pk
    contact.delete()
    contact.pk = key  # for the audit
    return contact


def last_of(actor: Actor) -> Contact | None:
    """The last contact that the actor counted since midnight."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    own = Contact.objects.filter(recorded_by=actor.person, created_at__gte=midnight).select_related("centre")
    return own.order_by("-created_at", "-id").first()
