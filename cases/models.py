"""The register of family cases: number, district, worker and dates. Nothing about the people in them yet.

Names, addresses and narrative follow with their encryption; until then nothing about a child is stored in clear.
"""

from django.db import models

from contracts.models import CaseReference, District
from contracts.models.terms import dates_in_order
from kernel.tenancy.models import VersionedModel


class CaseFile(VersionedModel):
    """A family's case (Fall) in the office; one family, however many young people (indicator 6)."""

    number = models.CharField("Aktenzeichen", max_length=40, unique=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="cases", verbose_name="Raum")
    worker = models.UUIDField("zuständig")
    begins = models.DateField("begonnen am")
    ends = models.DateField("beendet am", null=True, blank=True)

    class Meta:
        ordering = ["-begins", "number"]
        indexes = [models.Index(fields=["district", "begins"]), models.Index(fields=["worker"])]
        constraints = [dates_in_order("case_dates")]

    def __str__(self) -> str:
        return self.number


class Assignment(VersionedModel):
    """That a provider works on a case: the only place where case and case reference meet (R12)."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="assignments")
    reference = models.OneToOneField(CaseReference, on_delete=models.PROTECT, related_name="+")
