"""What changes a released line: postings, rates, readjustment (R5, R15)."""

from django.db import models
from django.db.models import F, Q

from contracts.models.budget import BudgetLine
from kernel.tenancy.models import VersionedModel


class Posting(VersionedModel):
    """A correction of a released line: signed amounts that count from a day on. Never changed, never deleted (R15)."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Berichtigung"
        READJUSTMENT = "readjustment", "Nachsteuerung"
        CARRY_OVER = "carry_over", "Übertrag"
        CONVERSION = "conversion", "Umwandlung in Vorbeugung"
        SHARE = "share", "Anteil am Überschuss"
        REPAYMENT = "repayment", "Rückzahlung"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="postings", verbose_name="Budgetposten")
    kind = models.CharField("Art", max_length=12, choices=Kind)
    posted_on = models.DateField("gilt ab", db_index=True)
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2, default=0)
    minutes = models.IntegerField("Stunden", default=0)
    posts = models.DecimalField("Vollzeitstellen", max_digits=6, decimal_places=2, default=0)
    reason = models.CharField("Grund", max_length=300)
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["posted_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0, minutes=0, posts=0), name="posting_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="posting_reason"),
        ]


class Rate(VersionedModel):
    """What a unit of work costs on a line, from a day on; under §§ 78a-g never for a past day (R5)."""

    class Unit(models.TextChoices):
        HOUR = "hour", "Stunde"
        DAY = "day", "Tag"
        MONTH = "month", "Monat"
        FLAT = "flat", "Pauschale"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="rates", verbose_name="Budgetposten")
    unit = models.CharField("Einheit", max_length=5, choices=Unit)
    amount = models.DecimalField("Satz", max_digits=10, decimal_places=2)
    begins = models.DateField("gilt ab")
    reason = models.CharField("rückwirkend, weil", max_length=300, blank=True, default="", editable=False)

    class Meta:
        ordering = ["line", "unit", "-begins"]
        constraints = [
            models.UniqueConstraint(fields=["line", "unit", "begins"], name="rate_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="rate_amount"),
        ]


class Readjustment(VersionedModel):
    """Steering in the year (Nachsteuerung): from what was noticed to the decision and its posting (R15)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "vorgeschlagen"
        DECIDED = "decided", "beschlossen"
        REJECTED = "rejected", "abgelehnt"

    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="readjustments", verbose_name="Budgetposten"
    )
    trigger = models.CharField("Anlass", max_length=300)
    forecast_amount = models.DecimalField("Prognose", max_digits=14, decimal_places=2, editable=False)
    forecast_minutes = models.PositiveIntegerField("Prognose der Stunden", editable=False)
    proposal = models.CharField("Vorschlag", max_length=600)
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2, default=0)
    minutes = models.IntegerField("Stunden", default=0)
    state = models.CharField("Stand", max_length=8, choices=State, default=State.PROPOSED, editable=False)
    proposed_on = models.DateField("vorgeschlagen am", editable=False)
    proposed_by = models.UUIDField(editable=False)
    body = models.CharField("Gremium", max_length=120, blank=True, default="")
    reference = models.CharField("Beschluss", max_length=120, blank=True, default="")
    decided_on = models.DateField("entschieden am", null=True, blank=True)
    effective_on = models.DateField("gilt ab", null=True, blank=True)
    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, null=True, editable=False, related_name="origin")

    class Meta:
        ordering = ["-proposed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_on=None, posting=None)
                | Q(state="rejected", decided_on__isnull=False, posting=None)
                | Q(
                    state="decided", decided_on__isnull=False, posting__isnull=False, effective_on__gte=F("decided_on")
                ),
                name="readjustment_decided",
            ),
            models.CheckConstraint(condition=~Q(amount=0, minutes=0), name="readjustment_something"),
        ]
