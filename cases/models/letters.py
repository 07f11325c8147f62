"""How the office writes to families: its own words and its own template of each letter. Nothing here is about a family."""

from django.db import models

from kernel.tenancy.models import VersionedModel


class LetterRules(VersionedModel):
    """What stands on every letter of the office; one row."""

    sender = models.CharField("Absender", max_length=300, blank=True, default="")
    appeal = models.CharField("Rechtsbehelfsbelehrung", max_length=1500, blank=True, default="")


class LetterTemplate(VersionedModel):
    """The office's own template of a kind of letter as DOCX; without one ours is used."""

    class Kind(models.TextChoices):
        DECISION = "decision", "Bescheid"
        PLAN = "plan", "Hilfeplan"

    kind = models.CharField("Brief", max_length=8, choices=Kind, unique=True)
    filename = models.CharField("Datei", max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["kind"]
