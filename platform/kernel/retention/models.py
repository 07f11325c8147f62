"""What is on its way out: active, then restricted, offered to the archive, deleted."""

from django.db import models

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
    deleted_on = models.DateField("gelöscht am", null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["model", "record"], name="disposal_once")]
