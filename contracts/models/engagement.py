"""Which providers work for the office, and their dated roles in its districts (R1, R2)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q, Value

from contracts.models.terms import DateRange, FieldOfHelp, dates_in_order
from contracts.models.territory import District
from kernel.tenancy.models import VersionedModel
from tenants.registry.models import Organisation


def organisation_field(*, null: bool = False) -> models.ForeignKey:
    """A provider of the shared schema; no constraint reaches from an office's schema into it (docs/adr/0002)."""
    return models.ForeignKey(
        Organisation,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        verbose_name="Träger",
        null=null,
        blank=null,
    )


class Engagement(VersionedModel):
    """That a provider works for this office, from when to when."""

    organisation = organisation_field()
    begins = models.DateField("arbeitet mit seit")
    ends = models.DateField("arbeitet mit bis", null=True, blank=True)
    remark = models.CharField("Bemerkung", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["organisation__sort_key", "begins"]
        constraints = [
            dates_in_order("engagement_dates"),
            ExclusionConstraint(
                name="engagement_once",
                expressions=[("organisation", "="), (DateRange("begins", "ends", Value("[]")), "&&")],
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ProviderRole(VersionedModel):
    """A provider's dated role in a district; at most one lead per district, field of help and day (R2)."""

    class Kind(models.TextChoices):
        LEAD = "lead", "federführender Träger"
        NETWORK = "network_partner", "Netzwerkpartner"
        COOPERATION = "cooperation_partner", "Kooperationspartner"
        PUBLIC = "public_provider", "öffentlicher Träger"
        OUTSIDE = "outside", "ausführend von außerhalb"

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="roles", verbose_name="Raum")
    organisation = organisation_field()
    contract = models.ForeignKey(
        "contracts.Contract",
        on_delete=models.PROTECT,
        related_name="roles",
        null=True,
        blank=True,
        verbose_name="Vertrag",
    )
    kind = models.CharField("Rolle", max_length=20, choices=Kind)
    field_of_help = models.CharField("Hilfefeld", max_length=12, choices=FieldOfHelp, default=FieldOfHelp.EDUCATION)
    purpose = models.CharField("Zweck", max_length=200, blank=True, default="")
    begins = models.DateField("gilt ab")
    ends = models.DateField("gilt bis", null=True, blank=True)
    remark = models.CharField("Bemerkung", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["district__sort_key", "begins", "id"]
        indexes = [models.Index(fields=["organisation", "begins"])]
        constraints = [
            dates_in_order("role_dates"),
            models.CheckConstraint(
                condition=~Q(kind="cooperation_partner") | ~Q(purpose=""), name="role_cooperation_purpose"
            ),
            ExclusionConstraint(
                name="role_one_lead",
                expressions=[
                    ("district", "="),
                    ("field_of_help", "="),
                    (DateRange(F("begins"), F("ends"), Value("[]")), "&&"),
                ],
                condition=Q(kind="lead"),
            ),
            ExclusionConstraint(
                name="role_once",
                expressions=[
                    ("district", "="),
                    ("field_of_help", "="),
                    ("organisation", "="),
                    ("kind", "="),
                    (DateRange(F("begins"), F("ends"), Value("[]")), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.district}"
