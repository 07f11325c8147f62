"""What people ask about the data that are kept of them, and what they object to (Art. 15, 16, 21 DSGVO; §§ 83, 84 SGB X)."""

from django.db import models
from django.db.models import Q

from cases.models.casefile import CasePerson
from kernel.sealed.fields import SealedTextField
from kernel.tenancy.models import VersionedModel


class PersonRequest(VersionedModel):
    """Someone asked to see, to correct or to restrict what is kept; with the office's answer and its day."""

    class Kind(models.TextChoices):
        INSPECTION = "inspection", "Auskunft (Art. 15 DSGVO)"
        CORRECTION = "correction", "Berichtigung (Art. 16 DSGVO)"
        OBJECTION = "objection", "Widerspruch (Art. 21 DSGVO)"

    person = models.ForeignKey(CasePerson, on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField("Anliegen", max_length=10, choices=Kind)
    text = SealedTextField("Was die Person sagt", max_length=2000, blank=True)
    received_on = models.DateField("eingegangen am")
    answer = SealedTextField("Antwort", max_length=2000, blank=True)
    answered_on = models.DateField("beantwortet am", null=True, blank=True)
    answered_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None, answered_by=None)
                | Q(answered_on__isnull=False, answered_by__isnull=False),
                name="person_request_answered",
            )
        ]
