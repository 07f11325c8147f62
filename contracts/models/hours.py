"""Hours that a provider's workers book, and the case references they book them on (R12)."""

from django.db import models
from django.db.models import Q

from contracts.models.engagement import ProviderRole, organisation_field
from contracts.models.terms import WorkKind
from contracts.models.territory import District
from kernel.tenancy.models import VersionedModel


class CaseReference(VersionedModel):
    """A random number under which one provider books on a case; only the office can tell which case it is (R12)."""

    number = models.CharField("Fallreferenz", max_length=12, unique=True)
    organisation = organisation_field()
    district = models.ForeignKey(District, on_delete=models.PROTECT, verbose_name="Raum")
    begins = models.DateField("gilt ab")
    ends = models.DateField("gilt bis", null=True, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["organisation", "begins"])]

    def __str__(self) -> str:
        return self.number


class HoursEntry(VersionedModel):
    """Work done: by whom, when, how long, where, of which kind, with or without the family (R12)."""

    class Contact(models.TextChoices):
        DIRECT = "direct", "mit der Familie"
        INDIRECT = "indirect", "ohne die Familie"

    worker = models.UUIDField(editable=False)
    organisation = organisation_field()
    role = models.ForeignKey(ProviderRole, on_delete=models.PROTECT, related_name="hours")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="hours", verbose_name="Raum")
    worked_on = models.DateField("Tag")
    minutes = models.PositiveSmallIntegerField("Dauer")
    work_kind = models.CharField("Arbeitsart", max_length=10, choices=WorkKind)
    contact = models.CharField("Kontakt", max_length=8, choices=Contact)
    references = models.ManyToManyField(CaseReference, through="HoursCase", related_name="hours")

    class Meta:
        ordering = ["-worked_on", "-id"]
        indexes = [
            models.Index(fields=["organisation", "worked_on"]),
            models.Index(fields=["worker", "worked_on"]),
            models.Index(fields=["district", "worked_on"]),
        ]
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="hours_minutes")]


class HoursCase(models.Model):
    """That an entry concerns a case reference."""

    pk = models.CompositePrimaryKey("entry_id", "reference_id")
    entry = models.ForeignKey(HoursEntry, on_delete=models.CASCADE, related_name="cases")
    reference = models.ForeignKey(CaseReference, on_delete=models.PROTECT, related_name="+")
