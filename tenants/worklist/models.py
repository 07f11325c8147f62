"""What is due, over all offices of a provider or a person: codes and ids, never free text or client data."""

from django.db import models

from kernel.keys import uuid7
from tenants.registry.models import Office, Organisation


class WorkItem(models.Model):
    """One thing to do, written in the transaction of the change it follows from."""

    class Kind(models.TextChoices):
        HOURS_MISSING = "hours_missing", "Stunden eintragen"
        INSTALMENT_EXPECTED = "instalment_expected", "Abschlag erwartet"
        SIGNATURE_OUTSTANDING = "signature_outstanding", "Unterschrift fehlt"
        CONTRACT_ENDING = "contract_ending", "Vertrag läuft aus"
        INSTRUCTION_ENDING = "instruction_ending", "Unterweisung läuft ab"
        PROOF_DUE = "proof_due", "Verwendungsnachweis fällig"
        PROOF_QUERY = "proof_query", "Rückfrage zum Verwendungsnachweis"
        TASK_DUE = "task_due", "Aufgabe nach einer Beratung"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    kind = models.CharField(max_length=24, choices=Kind)
    subject = models.CharField(max_length=64)  # the record's id in the office
    code = models.CharField(max_length=60, blank=True, default="")  # e.g. the contract's number
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["organisation", "due_on"], condition=models.Q(done_at=None), name="workitem_open")
        ]
        constraints = [
            models.UniqueConstraint(fields=["office", "organisation", "kind", "subject"], name="workitem_once"),
        ]
