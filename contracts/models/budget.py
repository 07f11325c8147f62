"""Budget lines of a contract and the instalments that pay them (R10, R11)."""

from django.db import models
from django.db.models import Q

from contracts.models.contract import Contract
from contracts.models.engagement import organisation_field
from contracts.models.terms import Setting, WorkKind
from kernel.tenancy.models import VersionedModel


class BudgetLine(VersionedModel):
    """What one provider gets in one year under a contract: EUR, minutes of work, full-time posts."""

    class State(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        RELEASED = "released", "freigegeben"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="lines", verbose_name="Vertrag")
    organisation = organisation_field()
    year = models.PositiveSmallIntegerField("Jahr")
    work_kind = models.CharField("Arbeitsart", max_length=10, choices=WorkKind, blank=True, default="")
    setting = models.CharField("Form", max_length=12, choices=Setting, blank=True, default="")
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)
    minutes = models.PositiveIntegerField("Stunden", default=0)
    posts = models.DecimalField("Vollzeitstellen", max_digits=6, decimal_places=2, default=0)
    state = models.CharField("Stand", max_length=8, choices=State, default=State.DRAFT, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = models.UUIDField(null=True, editable=False)
    remark = models.CharField("Bemerkung", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-year", "organisation__sort_key", "id"]
        indexes = [models.Index(fields=["organisation", "year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "organisation", "year", "work_kind", "setting"], name="line_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_amount"),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="line_year"),
            models.CheckConstraint(
                condition=Q(state="draft", released_at=None, released_by=None)
                | Q(state="released", released_at__isnull=False, released_by__isnull=False),
                name="line_released",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"


class Instalment(VersionedModel):
    """A part payment (Abschlag); all of a line add up to its amount, to the cent (R11)."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField("Nr.")
    due_on = models.DateField("fällig am", db_index=True)
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)
    paid_on = models.DateField("gezahlt am", null=True, blank=True)
    paid_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["due_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="instalment_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_amount"),
            models.CheckConstraint(
                condition=Q(paid_on=None, paid_by=None) | Q(paid_on__isnull=False, paid_by__isnull=False),
                name="instalment_paid",
            ),
        ]
