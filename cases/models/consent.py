"""Consents and legal bases: what opens a person's own data to somebody outside the office (R17)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Q

from cases.models.casefile import CaseFile, CasePerson
from cases.models.told import ToldToRooms
from contracts.models.engagement import organisation_field
from kernel.sealed.fields import SealedTextField


class Consent(ToldToRooms):
    """That one person's data may be known to named recipients for one purpose, until a day or until revoked."""

    class Kind(models.TextChoices):
        CONSENT = "consent", "Einwilligung (§ 67b Abs. 2 SGB X)"
        LAW = "law", "gesetzliche Befugnis"

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(CasePerson, on_delete=models.CASCADE, related_name="consents", verbose_name="Daten von")
    kind = models.CharField("Grundlage", max_length=7, choices=Kind, default=Kind.CONSENT)
    law = models.CharField("Vorschrift", max_length=120, blank=True, default="")
    purpose = SealedTextField("Zweck", max_length=600)
    informed_on = models.DateField("über Verweigerung und Widerruf informiert am", null=True, blank=True)
    begins = models.DateField("gilt ab")
    ends = models.DateField("gilt bis")
    revoked_at = models.DateTimeField("widerrufen", null=True, editable=False)
    revoked_by = models.UUIDField(null=True, editable=False)
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["-begins", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=models.F("begins")), name="consent_dates"),
            models.CheckConstraint(
                condition=Q(kind="consent", informed_on__isnull=False) | (Q(kind="law") & ~Q(law="")),
                name="consent_informed_or_law",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="consent_revoked",
            ),
        ]

    def rooms(self) -> Iterable[UUID]:
        """Given or revoked, it changes what the readers of all the case's sheets may see (R17)."""
        return self.case.items.values_list("pk", flat=True)


class ConsentGiver(ToldToRooms):
    """Who gave the consent: each parent with custody, and the young person who can see what it means."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="givers")
    person = models.ForeignKey(CasePerson, on_delete=models.PROTECT, related_name="given_consents")
    given_on = models.DateField("unterschrieben am")

    class Meta:
        ordering = ["given_on", "id"]
        constraints = [models.UniqueConstraint(fields=["consent", "person"], name="consent_giver_once")]

    def rooms(self) -> Iterable[UUID]:
        return self.consent.rooms()


class ConsentRecipient(ToldToRooms):
    """To whom the data are opened: a person of the team, by the provider for which it works."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="recipients")
    person = models.UUIDField("Empfänger")
    organisation = organisation_field(null=True)

    class Meta:
        ordering = ["consent", "id"]
        indexes = [models.Index(fields=["person"])]
        constraints = [models.UniqueConstraint(fields=["consent", "person"], name="consent_recipient_once")]

    def rooms(self) -> Iterable[UUID]:
        return self.consent.rooms()
