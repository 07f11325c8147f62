"""The papers of a case, sealed as a whole, and the files from which cases are taken over."""

from django.db import models

from cases.models.casefile import CaseFile
from kernel.sealed.fields import SealedField, SealedTextField
from kernel.tenancy.models import VersionedModel


class CaseDocument(VersionedModel):
    """A paper of a case: uploaded, or a letter that the service made."""

    class Kind(models.TextChoices):
        UPLOAD = "upload", "Unterlage"
        DECISION = "decision", "Bescheid"
        PLAN = "plan", "Hilfeplan"
        MINUTES = "minutes", "Protokoll der Beratung"

    class Scan(models.TextChoices):
        NONE = "none", "kein Virenscanner eingerichtet"
        CLEAN = "clean", "geprüft, ohne Befund"

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField("Art", max_length=8, choices=Kind)
    title = SealedTextField("Titel", max_length=200)
    filename = SealedTextField("Datei", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("Größe")
    content = SealedField()
    scan = models.CharField("Virenprüfung", max_length=5, choices=Scan)
    added_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]


class CaseImport(VersionedModel):
    """A table of existing cases: read, shown as a dry run, then taken over; again with the same file numbers changes them."""

    class State(models.TextChoices):
        CHECKED = "checked", "geprüft"
        DONE = "done", "übernommen"

    state = models.CharField("Stand", max_length=7, choices=State, default=State.CHECKED)
    filename = models.CharField("Datei", max_length=200)
    content = SealedField()
    added = models.PositiveIntegerField("neu", default=0)
    changed = models.PositiveIntegerField("geändert", default=0)
    refused = models.PositiveIntegerField("nicht übernommen", default=0)
    uploaded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
