"""Proof of use (Verwendungsnachweis): what a provider did with a year's money (R13, R14)."""

from django.db import models
from django.db.models import F, Q

from contracts.models.budget import BudgetLine
from contracts.models.contract import Contract
from contracts.models.engagement import organisation_field
from kernel.tenancy.models import VersionedModel


class Proof(VersionedModel):
    """A provider's proof for a contract and a year; who prepared it cannot approve it (R14)."""

    class State(models.TextChoices):
        OPEN = "open", "offen"
        SUBMITTED = "submitted", "eingereicht"
        IN_REVIEW = "in_review", "in Prüfung"
        QUERY = "query", "Rückfrage"
        ACCEPTED = "accepted", "anerkannt"
        PARTLY = "partly", "teilweise anerkannt"
        CLOSED = "closed", "abgeschlossen"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="proofs", verbose_name="Vertrag")
    organisation = organisation_field()
    year = models.PositiveSmallIntegerField("Jahr")
    due_on = models.DateField("fällig am", db_index=True)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.OPEN, editable=False)
    report = models.TextField("Sachbericht", max_length=20_000, blank=True, default="")
    prepared_by = models.UUIDField(null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.UUIDField(null=True, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_reason = models.CharField("Begründung", max_length=600, blank=True, default="")
    findings = models.JSONField(default=list, editable=False)  # what stood out when it was decided (R13)
    accepted = models.DecimalField("anerkannt", max_digits=14, decimal_places=2, null=True, blank=True)
    surplus = models.DecimalField("Überschuss", max_digits=14, decimal_places=2, null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-year", "organisation__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "organisation", "year"], name="proof_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("prepared_by")) & ~Q(decided_by=F("reviewed_by")),
                name="proof_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "partly", "closed"])
                | Q(decided_by__isnull=False, decided_at__isnull=False, accepted__isnull=False),
                name="proof_decided",
            ),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_at__isnull=False), name="proof_closed"),
        ]

    def __str__(self) -> str:
        return f"Verwendungsnachweis {self.organisation} {self.year}"


class ProofFigure(VersionedModel):
    """A figure of a proof for one line: as the ledger says, and as the provider reports it."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="figures")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+", verbose_name="Budgetposten")
    ledger_minutes = models.PositiveIntegerField("gebucht", editable=False)
    ledger_direct = models.PositiveIntegerField("davon direkt", editable=False)
    ledger_paid = models.DecimalField("gezahlt", max_digits=14, decimal_places=2, editable=False)
    minutes = models.PositiveIntegerField("geleistete Stunden")
    group_minutes = models.PositiveIntegerField("davon in Gruppen", default=0)
    staff_cost = models.DecimalField("Personalkosten", max_digits=14, decimal_places=2, default=0)
    material_cost = models.DecimalField("Sachkosten", max_digits=14, decimal_places=2, default=0)
    overhead_cost = models.DecimalField("Gemeinkosten", max_digits=14, decimal_places=2, default=0)
    remark = models.CharField("Erläuterung", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["line__year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proof", "line"], name="figure_once"),
            models.CheckConstraint(
                condition=Q(staff_cost__gte=0, material_cost__gte=0, overhead_cost__gte=0), name="figure_costs"
            ),
            models.CheckConstraint(condition=Q(group_minutes__lte=F("minutes")), name="figure_groups"),
        ]


class ProofQuery(VersionedModel):
    """A question of the office on a proof, and the provider's answer."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="queries")
    question = models.CharField("Frage", max_length=1000)
    asked_on = models.DateField(editable=False)
    asked_by = models.UUIDField(editable=False)
    answer = models.CharField("Antwort", max_length=2000, blank=True, default="")
    answered_on = models.DateField(null=True, editable=False)
    answered_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None, answered_by=None)
                | ~Q(answer="") & Q(answered_on__isnull=False, answered_by__isnull=False),
                name="query_answered",
            )
        ]
