"""Budget lines of a contract and the instalments that pay them (R10, R11)."""

from django.db import models
from django.db.models import F, Q

from contracts.models.contract import Contract
from contracts.models.engagement import organisation_field
from contracts.models.terms import Setting, WorkKind
from contracts.models.territory import District
from kernel.tenancy.models import VersionedModel


class BudgetLine(VersionedModel):
    """What one provider gets in one year under a contract: EUR, minutes of work, full-time posts.

    A line without a contract pays help outside every contract, by rate, quantity and invoice (R7). `contract` is the
    first version of its file. A released line stays as it is; what changes is posted (R15).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        RELEASED = "released", "freigegeben"

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="lines", verbose_name="Vertrag", null=True, blank=True
    )
    organisation = organisation_field()
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="lines", verbose_name="Raum", null=True, blank=True
    )
    year = models.PositiveSmallIntegerField("Jahr")
    work_kind = models.CharField("Arbeitsart", max_length=10, choices=WorkKind, blank=True, default="")
    setting = models.CharField("Form", max_length=12, choices=Setting, blank=True, default="")
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)
    minutes = models.PositiveIntegerField("Stunden", default=0)
    posts = models.DecimalField("Vollzeitstellen", max_digits=6, decimal_places=2, default=0)
    corridor_percent = models.DecimalField("Korridor in %", max_digits=5, decimal_places=2, default=0)
    state = models.CharField("Stand", max_length=8, choices=State, default=State.DRAFT, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = models.UUIDField(null=True, editable=False)
    remark = models.CharField("Bemerkung", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-year", "organisation__sort_key", "id"]
        indexes = [models.Index(fields=["organisation", "year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "organisation", "district", "year", "work_kind", "setting"],
                name="line_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(corridor_percent__range=(0, 100)), name="line_corridor"),
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

    @property
    def under(self) -> str:
        """The number of its contract, or that there is none (R7)."""
        return self.contract.number if self.contract else "außerhalb von Verträgen"


class Instalment(VersionedModel):
    """A part payment (Abschlag); all of a line add up to its amount, to the cent (R11).

    What is set off against a claim (`offset`) is not transferred; a returned payment is open again.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField("Nr.")
    due_on = models.DateField("fällig am", db_index=True)
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)
    paid_on = models.DateField("gezahlt am", null=True, blank=True)
    paid_by = models.UUIDField(null=True, editable=False)
    offset = models.DecimalField("verrechnet", max_digits=14, decimal_places=2, default=0, editable=False)
    offset_reason = models.CharField("verrechnet mit", max_length=300, blank=True, default="", editable=False)
    returned_on = models.DateField("zurückgekommen am", null=True, blank=True, editable=False)
    return_reason = models.CharField("zurückgekommen, weil", max_length=300, blank=True, default="", editable=False)

    class Meta:
        ordering = ["due_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="instalment_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_amount"),
            models.CheckConstraint(
                condition=Q(paid_on=None, paid_by=None) | Q(paid_on__isnull=False, paid_by__isnull=False),
                name="instalment_paid",
            ),
            models.CheckConstraint(
                condition=Q(offset=0, offset_reason="")
                | Q(offset__gt=0, offset__lte=F("amount")) & ~Q(offset_reason=""),
                name="instalment_offset",
            ),
        ]


class Allocation(VersionedModel):
    """How a contract's total for a year was split into lines; kept so that the calculation can be followed (R10)."""

    class Method(models.TextChoices):
        PERCENT = "percent", "nach Prozentsätzen"
        BASE_YEAR = "base_year", "nach den Anteilen eines früheren Jahres"
        INDICATOR = "indicator", "nach einer Kennzahl"
        RAISE = "raise", "alle Posten des Vorjahres um einen Prozentsatz erhöht"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="allocations", verbose_name="Vertrag")
    year = models.PositiveSmallIntegerField("Jahr")
    total = models.DecimalField("Gesamtbetrag", max_digits=14, decimal_places=2)
    method = models.CharField("Verfahren", max_length=9, choices=Method)
    basis = models.CharField("Grundlage", max_length=300)
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [models.CheckConstraint(condition=Q(total__gt=0), name="allocation_total")]


class AllocationShare(VersionedModel):
    """One share of an allocation: its weight, what that gives exactly, and what it got to the cent."""

    allocation = models.ForeignKey(Allocation, on_delete=models.CASCADE, related_name="shares")
    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="shares")
    weight = models.DecimalField("Gewicht", max_digits=20, decimal_places=6)
    exact = models.DecimalField("genau", max_digits=22, decimal_places=8)
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["allocation", "line"], name="share_once")]
