"""The papers of a case: what they are is told by their bytes, a scanner looks at them, they lie sealed (docs/adr/0007, 0008)."""

from cases.models import CaseDocument, CaseFile
from cases.policy.file import PaperPerm
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.documents.file_types import FileType, safe_name
from kernel.documents.uploads import kind_of, looked_at

NAME_LENGTH: int = CaseDocument._meta.get_field("filename").max_length or 0
Scan, Kind = CaseDocument.Scan, CaseDocument.Kind


@use_case(PaperPerm.FILE)
def file_paper(*, actor: Actor, case: CaseFile, title: str, filename: str, content: bytes) -> CaseDocument:
    """A paper that was sent or handed in joins the case."""
    kind = kind_of(content)
    scanned = Scan.CLEAN if looked_at(content) else Scan.NONE
    return _stored(actor, case, Kind.UPLOAD, title, filename, kind, content, scanned)


@use_case(PaperPerm.REMOVE, on="paper")
def remove_paper(*, actor: Actor, paper: CaseDocument) -> CaseDocument:
    """Take an upload out that does not belong here; letters that the service made stay."""
    if paper.kind != Kind.UPLOAD:
        raise RuleViolation("Bescheide, Hilfepläne und Protokolle bleiben in der Akte.")
    gone = CaseDocument.objects.get(pk=paper.pk)
    paper.delete()
    return gone


def keep_letter(
    actor: Actor, case: CaseFile, kind: str, title: str, filename: str, file_kind: FileType, content: bytes
) -> CaseDocument:
    """A letter that the service made itself joins the case; within another use case."""
    row = _stored(actor, case, kind, title, filename, file_kind, content, Scan.NONE)
    also_changed(row, "case", "kind")
    return row


def _stored(
    actor: Actor, case: CaseFile, kind: str, title: str, filename: str, file: FileType, content: bytes, scanned: str
) -> CaseDocument:
    name = safe_name(filename, file, NAME_LENGTH)
    return CaseDocument.objects.create(
        case=case,
        kind=kind,
        title=title.strip() or name,
        filename=name,
        media_type=file.media_type,
        size=len(content),
        content=content,
        scan=scanned,
        added_by=actor.person,
    )
