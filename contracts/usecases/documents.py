"""The papers of a contract's file: kept as they came, each version with its sum (docs/adr/0007)."""

import hashlib

from contracts.models import Contract, Document, DocumentVersion
from contracts.policy import DocumentPerm
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.documents.file_types import FileType, safe_name
from kernel.documents.uploads import kind_of

NAME_LENGTH = DocumentVersion._meta.get_field("filename").max_length or 0


@use_case(DocumentPerm.FILE)
def file_document(*, actor: Actor, contract: Contract, title: str, filename: str, content: bytes) -> Document:
    """A paper joins the contract's file; all its versions share it (R4)."""
    kind = kind_of(content)
    document = Document.objects.create(contract=contract.file, title=title)
    _add(actor, document, 1, filename, content, kind)
    return document


@use_case(DocumentPerm.FILE, on="document")
def replace_document(*, actor: Actor, document: Document, filename: str, content: bytes) -> Document:
    """A new version of a paper; the earlier ones stay (R4)."""
    kind = kind_of(content)
    newest = document.versions.defer("content").first()
    digest = hashlib.sha256(content).hexdigest()
    if newest and newest.sha256 == digest:
        raise RuleViolation("Diese Datei ist schon die neueste Fassung.", field="file")
    _add(actor, document, newest.number + 1 if newest else 1, filename, content, kind)
    document.save()
    return document


def _add(actor: Actor, document: Document, number: int, filename: str, content: bytes, kind: FileType) -> None:
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        filename=safe_name(filename, kind, NAME_LENGTH),
        media_type=kind.media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=actor.person,
    )
    also_changed(version, "number", "filename", "sha256")
