"""What is due, what a provider has and what happened, over all its offices: codes, dates and sums, never free text or client data."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kernel.keys import uuid7
from tenants.registry.models import Office, Organisation


class WorkItem(models.Model):
    """One thing to do, written in the transaction of the change it follows from."""

    class Kind(models.TextChoices):
        HOURS_MISSING = "hours_missing", "Stunden einreichen"
        HOURS_TO_APPROVE = "hours_to_approve", "Stunden freigeben"
        INSTALMENT_EXPECTED = "instalment_expected", "Abschlag erwartet"
        SIGNATURE_OUTSTANDING = "signature_outstanding", "Unterschrift fehlt"
        CONTRACT_ENDING = "contract_ending", "Vertrag läuft aus"
        INSTRUCTION_ENDING = "instruction_ending", "Unterweisung läuft ab"
        PROOF_DUE = "proof_due", "Verwendungsnachweis fällig"
        PROOF_QUERY = "proof_query", "Rückfrage zum Verwendungsnachweis"
        TASK_DUE = "task_due", "Aufgabe nach einer Beratung"
        CONFERENCE = "conference", "Teamsitzung"
        TRAINING = "training", "Fortbildung"
        CERTIFICATE_ENDING = "certificate_ending", "Fortbildung auffrischen"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    kind = models.CharField(max_length=24, choices=Kind)
    person = models.UUIDField(null=True)  # whom alone it concerns; None: the provider
    subject = models.CharField(max_length=64)  # the record's id in the office
    code = models.CharField(max_length=60, blank=True, default="")  # e.g. the contract's number
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["organisation", "due_on"], condition=Q(done_at=None), name="workitem_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "organisation", "kind", "subject", "person"],
                name="workitem_once",
                nulls_distinct=False,
            ),
        ]


class OwnEngagement(models.Model):
    """That a provider works for an office, from when to when, as the office has it (R1); `id` is the engagement's there."""

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    begins = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        ordering = ["office", "begins", "id"]
        indexes = [models.Index(fields=["organisation", "office"])]


class OwnRole(models.Model):
    """A provider's role in a district of an office, as the office has it (R1); `id` is the role's there."""

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    district = models.CharField(max_length=120)  # its name
    sort_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    field_of_help = models.CharField(max_length=12)
    contract = models.CharField(max_length=40)  # its number; empty without one
    begins = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        ordering = ["office", "sort_key", "begins", "id"]
        indexes = [models.Index(fields=["organisation", "office"])]


class OwnBudget(models.Model):
    """What a provider has in a year under a contract of an office, and what of it is used (R10).

    Released lines with their postings only; used are EUR that are paid and minutes whose month is approved.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    contract = models.UUIDField(null=True)  # the file's first version; None: outside every contract (R7)
    number = models.CharField(max_length=40)  # the contract's
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField("Budget", max_digits=14, decimal_places=2)
    paid = models.DecimalField("gezahlt", max_digits=14, decimal_places=2)
    minutes = models.IntegerField("Stunden")
    used = models.IntegerField("freigegeben")

    class Meta:
        ordering = ["-year", "office", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "office", "contract"], name="own_budget_once", nulls_distinct=False
            ),
        ]


class Event(models.Model):
    """The outbox: something became due or was done, written in the transaction of the change (docs/adr/0011).

    It waits until `tell_on` and is handed over once; `told_at` says when, or when a newer event took its place.
    """

    class Kind(models.TextChoices):
        HOURS_MISSING = WorkItem.Kind.HOURS_MISSING.value, "Stunden einreichen"
        HOURS_TO_APPROVE = WorkItem.Kind.HOURS_TO_APPROVE.value, "Stunden freigeben"
        INSTALMENT_EXPECTED = WorkItem.Kind.INSTALMENT_EXPECTED.value, "Abschlag erwartet"
        SIGNATURE_OUTSTANDING = WorkItem.Kind.SIGNATURE_OUTSTANDING.value, "Unterschrift fehlt"
        CONTRACT_ENDING = WorkItem.Kind.CONTRACT_ENDING.value, "Vertrag läuft aus"
        INSTRUCTION_ENDING = WorkItem.Kind.INSTRUCTION_ENDING.value, "Unterweisung läuft ab"
        PROOF_DUE = WorkItem.Kind.PROOF_DUE.value, "Verwendungsnachweis"
        PROOF_QUERY = WorkItem.Kind.PROOF_QUERY.value, "Rückfrage zum Verwendungsnachweis"
        TASK_DUE = WorkItem.Kind.TASK_DUE.value, "Aufgabe nach einer Beratung"
        CERTIFICATE_ENDING = WorkItem.Kind.CERTIFICATE_ENDING.value, "Fortbildung auffrischen"
        SESSION_INVITED = "session_invited", "Einladung zu einer Teamsitzung"
        WEBHOOK_PAUSED = "webhook_paused", "Webhook angehalten"
        ENGAGED = "engaged", "Vom Jugendamt aufgenommen"
        COURSE_PLACE = "course_place", "Sie haben einen Platz im Kurs"
        COURSE_WAITING = "course_waiting", "Noch kein Platz im Kurs"
        COURSE_LEFT = "course_left", "Vom Kurs abgemeldet"
        COURSE_CANCELLED = "course_cancelled", "Kurs abgesagt"
        RECOGNITION_DECIDED = "recognition_decided", "Über Anerkennung entschieden"
        CERTIFICATE_REVOKED = "certificate_revoked", "Nachweis widerrufen"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True)
    person = models.UUIDField(null=True)  # whom alone it concerns
    kind = models.CharField(max_length=24, choices=Kind)
    done = models.BooleanField(default=False)
    subject = models.CharField(max_length=64)
    code = models.CharField(max_length=60, blank=True, default="")
    due_on = models.DateField(null=True)
    at = models.DateTimeField(default=timezone.now)
    tell_on = models.DateField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["tell_on", "id"], condition=Q(told_at=None), name="event_waiting"),
            models.Index(fields=["subject"], name="event_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False) | Q(organisation__isnull=False), name="event_has_a_place"
            ),
        ]
