"""The papers of a contract, with their versions."""

from django.db import models

from contracts.models.contract import Contract
from kernel.tenancy.models import VersionedModel


class Document(VersionedModel):
    """A paper of a contract's file; its text is in its versions."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField("Titel", max_length=200)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(VersionedModel):
    """A version of a document with its bytes: in the office's own schema, so in its own backup (docs/adr/0007)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("Fassung")
    filename = models.CharField("Datei", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("Größe")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.UUIDField(editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]
