"""What is on its way out: active, then restricted, offered to the archive, deleted."""

from django.db import models
from django.db.models import F, Q

from kernel.tenancy.models import VersionedModel


class Disposal(VersionedModel):
    """A matter whose term is over, or will be soon, and how far it is on its way; kept after the deletion as its proof."""

    class State(models.TextChoices):
        RESTRICTED = "restricted", "eingeschränkt"
        OFFERED = "offered", "dem Archiv angeboten"
        TAKEN = "taken", "vom Archiv übernommen"
        REFUSED = "refused", "vom Archiv abgelehnt"
        DELETED = "deleted", "gelöscht"

    model = models.CharField(max_length=80)
    record = models.UUIDField()
    rule = models.CharField(max_length=60)  # the class of retention.yaml
    state = models.CharField("Stand", max_length=10, choices=State)
    due_on = models.DateField("Frist endet am")
    offered_on = models.DateField("angeboten am", null=True)
    restricted_on = models.DateField("eingeschränkt am", null=True)
    answered_by = models.UUIDField(null=True, editable=False)
    answered_on = models.DateField("Antwort des Archivs am", null=True)
    deleted_on = models.DateField("gelöscht am", null=True)
    rows = models.PositiveIntegerField("Zeilen", default=0)  # how many went with it

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["rule", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["model", "record"], name="disposal_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "refused"]) | Q(answered_by__isnull=False), name="disposal_answered"
            ),
            models.CheckConstraint(condition=~Q(state="deleted") | Q(deleted_on__isnull=False), name="disposal_gone"),
        ]


class Hold(VersionedModel):
    """That a matter must not go yet, though its term is over: a lawsuit, an inquiry, a request of the person."""

    model = models.CharField(max_length=80)
    record = models.UUIDField()
    reason = models.CharField("Grund", max_length=300)  # no client data
    begins = models.DateField("seit")
    ends = models.DateField("aufgehoben am", null=True, blank=True)
    placed_by = models.UUIDField(editable=False)
    lifted_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["-begins", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["model", "record"], condition=Q(ends=None), name="hold_one"),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("begins")), name="hold_dates"),
        ]
