"""How money leaves the office: accounts, payment runs, invoices (R7, R11)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q, Value

from contracts.models.budget import BudgetLine, Instalment
from contracts.models.engagement import organisation_field
from contracts.models.hours import CaseReference
from contracts.models.steering import Rate
from contracts.models.terms import DateRange, dates_in_order
from kernel.tenancy.models import VersionedModel


class BankAccount(VersionedModel):
    """Where a provider gets its money, or (no organisation) from where the office pays; usable once a second person confirmed it."""

    organisation = organisation_field(null=True)
    holder = models.CharField("Kontoinhaber", max_length=70)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11, blank=True, default="")
    begins = models.DateField("gilt ab")
    ends = models.DateField("gilt bis", null=True, blank=True)
    recorded_by = models.UUIDField(editable=False)
    confirmed_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["organisation__sort_key", "-begins"]
        constraints = [
            dates_in_order("account_dates"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("recorded_by")), name="account_four_eyes"
            ),
            ExclusionConstraint(
                name="account_once",
                expressions=[("organisation", "="), (DateRange(F("begins"), F("ends"), Value("[]")), "&&")],
                condition=Q(organisation__isnull=False),
            ),
        ]


class PaymentRun(VersionedModel):
    """Payments that go to the bank together; who prepared a run cannot approve it (R11)."""

    class State(models.TextChoices):
        PREPARED = "prepared", "vorbereitet"
        APPROVED = "approved", "freigegeben"
        PAID = "paid", "ausgeführt"
        WITHDRAWN = "withdrawn", "zurückgezogen"

    number = models.PositiveIntegerField("Nummer", unique=True, editable=False)
    execute_on = models.DateField("Ausführung am")
    state = models.CharField("Stand", max_length=9, choices=State, default=State.PREPARED, editable=False)
    debtor = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+", verbose_name="vom Konto")
    total = models.DecimalField("Summe", max_digits=14, decimal_places=2, editable=False)
    prepared_by = models.UUIDField(editable=False)
    approved_by = models.UUIDField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    paid_on = models.DateField("ausgeführt am", null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "withdrawn"])
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("prepared_by")),
                name="run_four_eyes",
            ),
            models.CheckConstraint(condition=~Q(state="paid") | Q(paid_on__isnull=False), name="run_paid"),
        ]

    def __str__(self) -> str:
        return f"Zahlungslauf {self.number}"


class Invoice(VersionedModel):
    """A bill for help outside every contract, checked against rate and quantity before it is paid (R7)."""

    class State(models.TextChoices):
        RECEIVED = "received", "eingegangen"
        CHECKED = "checked", "geprüft"
        APPROVED = "approved", "freigegeben"
        REJECTED = "rejected", "zurückgewiesen"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="invoices", verbose_name="Budgetposten")
    number = models.CharField("Rechnungsnummer", max_length=60)
    issued_on = models.DateField("Rechnung vom")
    received_on = models.DateField("eingegangen am")
    due_on = models.DateField("zahlbar bis", db_index=True)
    amount = models.DecimalField("Rechnungsbetrag", max_digits=14, decimal_places=2)
    state = models.CharField("Stand", max_length=8, choices=State, default=State.RECEIVED, editable=False)
    checked_by = models.UUIDField(null=True, editable=False)
    approved_by = models.UUIDField(null=True, editable=False)
    paid_on = models.DateField("gezahlt am", null=True, blank=True, editable=False)
    remark = models.CharField("Bemerkung", max_length=300, blank=True, default="")
    findings = models.JSONField(default=list, editable=False)  # what stood out when it was checked
    reason = models.CharField("Begründung", max_length=300, blank=True, default="", editable=False)

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="invoice_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_amount"),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(checked_by__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("checked_by")),
                name="invoice_four_eyes",
            ),
            models.CheckConstraint(condition=Q(paid_on=None) | Q(state="approved"), name="invoice_paid"),
        ]

    def __str__(self) -> str:
        return f"Rechnung {self.number}"


class InvoiceItem(VersionedModel):
    """A position of an invoice: for which case reference, when, how many units at which rate."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="items")
    reference = models.ForeignKey(CaseReference, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begins = models.DateField("von")
    ends = models.DateField("bis")
    unit = models.CharField("Einheit", max_length=5, choices=Rate.Unit)
    quantity = models.DecimalField("Menge", max_digits=10, decimal_places=2)
    rate = models.DecimalField("Satz", max_digits=10, decimal_places=2)

    class Meta:
        ordering = ["begins", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="item_dates"),
            models.CheckConstraint(condition=Q(quantity__gt=0, rate__gt=0), name="item_positive"),
        ]


class Payment(VersionedModel):
    """An instalment or an invoice in a run, with the account as it was then."""

    run = models.ForeignKey(PaymentRun, on_delete=models.CASCADE, related_name="payments")
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, null=True, related_name="payments")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="payments")
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)
    holder = models.CharField("Empfänger", max_length=70)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11, blank=True, default="")
    purpose = models.CharField("Verwendungszweck", max_length=140)
    live = models.BooleanField(default=True)  # counts: neither withdrawn with its run nor returned by the bank

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=Q(instalment__isnull=False, invoice=None) | Q(instalment=None, invoice__isnull=False),
                name="payment_of_one",
            ),
            models.UniqueConstraint(fields=["instalment"], condition=Q(live=True), name="payment_instalment_once"),
            models.UniqueConstraint(fields=["invoice"], condition=Q(live=True), name="payment_invoice_once"),
        ]
