"""What follows a consultation: the office's decision, the approved minutes, tasks and feedback (R6, R7, R23)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.models.helps import Help
from cases.models.sheet import Item
from contracts.models.engagement import organisation_field
from kernel.sealed.fields import SealedField, SealedTextField
from kernel.tenancy.models import PlacedModel, VersionedModel


class Decision(VersionedModel):
    """What the office decided after the team's advice; recorded by office staff only, there is no vote (R6)."""

    class Outcome(models.TextChoices):
        AS_ADVISED = "as_advised", "wie beraten"
        CHANGED = "changed", "abweichend von der Beratung"
        NO_HELP = "no_help", "keine Hilfe des Jugendamts nötig"

    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="decisions", related_query_name="decision"
    )  # another one after the item came back to the team
    outcome = models.CharField("Entscheidung", max_length=10, choices=Outcome)
    reasons = SealedTextField("Begründung", max_length=3000, blank=True)
    advised_on = models.DateField("über Wunsch und Wahl beraten am", null=True, blank=True)
    decided_on = models.DateField("entschieden am")
    decided_by = models.UUIDField(editable=False)
    helps = models.ManyToManyField(Help, related_name="decisions", verbose_name="Hilfen", blank=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="no_help") | Q(advised_on__isnull=False), name="decision_advised"
            )
        ]


class MinutesDraft(VersionedModel):
    """Minutes that were prepared and wait for a second person of the office; gone once they are approved (R23)."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="minutes_prepared")
    held_on = models.DateField("Sitzung vom")
    content = SealedField()  # JSON of the sheet as it was when they were prepared
    prepared_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["-changed_at"]


class Minutes(PlacedModel):
    """The approved minutes of an item: as they were approved, never changed; the database role may only add them (R23)."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="minutes_approved")
    held_on = models.DateField("Sitzung vom")
    content = SealedField()  # JSON of the sheet as it was
    sha256 = models.CharField(max_length=64)
    prepared_by = models.UUIDField()
    approved_by = models.UUIDField()
    approved_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-approved_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "held_on"], name="minutes_once"),
            models.CheckConstraint(condition=~Q(prepared_by=F("approved_by")), name="minutes_four_eyes"),
        ]


class ProviderTask(VersionedModel):
    """Something that a provider does after a decision."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="tasks")
    help = models.ForeignKey(Help, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True)
    organisation = organisation_field()
    text = SealedTextField("Aufgabe", max_length=600)
    due_on = models.DateField("bis")
    done_at = models.DateTimeField("erledigt", null=True, editable=False)
    done_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["organisation", "due_on"], condition=Q(done_at=None), name="provider_task_open")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="provider_task_done",
            )
        ]


class Feedback(VersionedModel):
    """What became of it, for the team that thought along."""

    class Outcome(models.TextChoices):
        WORKED = "worked", "Es hat geholfen"
        PARTLY = "partly", "Zum Teil"
        NOT = "not", "Es hat nicht geholfen"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="feedbacks")
    outcome = models.CharField("Wie ist es gegangen?", max_length=6, choices=Outcome)
    text = SealedTextField("Was ist daraus geworden?", max_length=3000)
    given_on = models.DateField("am")
    given_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["given_on", "id"]
