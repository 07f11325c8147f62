"""What comes before a contract's signature: selection of providers, rounds of negotiation, agreements (R5, R7)."""

from django.db import models
from django.db.models import F, Q

from contracts.models.contract import Contract
from contracts.models.engagement import organisation_field
from contracts.models.terms import dates_in_order
from kernel.tenancy.models import VersionedModel


class Agreement(VersionedModel):
    """What the parties agreed, by the kinds that the law knows; §§ 78a-g want three of them (R5)."""

    class Kind(models.TextChoices):
        SERVICE = "service", "Leistung"
        FEE = "fee", "Entgelt"
        QUALITY = "quality", "Qualitätsentwicklung"
        COST = "cost", "Kosten"
        CONTENT = "content", "Inhalt und Umfang"

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField("Art", max_length=8, choices=Kind)
    summary = models.CharField("Vereinbart ist", max_length=600)
    begins = models.DateField("gilt ab")
    ends = models.DateField("gilt bis", null=True, blank=True)

    class Meta:
        ordering = ["kind", "begins"]
        constraints = [dates_in_order("agreement_dates")]


class Negotiation(VersionedModel):
    """A round of negotiation: when, on what, with what result."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="negotiations")
    held_on = models.DateField("Tag")
    topic = models.CharField("Thema", max_length=200)
    result = models.CharField("Ergebnis", max_length=600, blank=True, default="")

    class Meta:
        ordering = ["held_on", "id"]


class Selection(VersionedModel):
    """How the providers of a contract were selected, for everyone to follow (R7)."""

    class Procedure(models.TextChoices):
        INTEREST = "interest", "Interessenbekundung"
        TENDER = "tender", "Ausschreibung"
        DIRECT = "direct", "ohne Auswahlverfahren"

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, related_name="selection")
    procedure = models.CharField("Verfahren", max_length=8, choices=Procedure)
    announced_on = models.DateField("bekannt gemacht am", null=True, blank=True)
    closes_on = models.DateField("Frist bis", null=True, blank=True)
    criteria = models.CharField("Maßstäbe", max_length=600, blank=True, default="")
    decided_on = models.DateField("entschieden am", null=True, blank=True)
    reason = models.CharField("Begründung", max_length=600, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("announced_on")), name="selection_dates"
            ),
            models.CheckConstraint(condition=~Q(procedure="direct") | ~Q(reason=""), name="selection_direct_reason"),
        ]


class Applicant(VersionedModel):
    """A provider that took part in a selection, and what became of it."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="applicants")
    organisation = organisation_field()
    received_on = models.DateField("eingegangen am")
    points = models.DecimalField("Punkte", max_digits=6, decimal_places=2, null=True, blank=True)
    selected = models.BooleanField("ausgewählt", null=True, blank=True)
    remark = models.CharField("Begründung", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["organisation__sort_key"]
        constraints = [models.UniqueConstraint(fields=["selection", "organisation"], name="applicant_once")]

    def __str__(self) -> str:
        return str(self.organisation)
