"""A file that somebody sends: small enough, of a kind that is told by its bytes, and looked at by the virus scanner."""

from kernel.access.errors import RuleViolation
from kernel.documents.file_types import FileType, file_type
from kernel.documents.scan import Infected, Unscanned, scan

LARGEST = 20 * 1024 * 1024
EMPTY = "Die Datei ist leer. Wählen Sie eine andere."
TOO_LARGE = "Die Datei ist größer als 20 MB. Verkleinern Sie sie oder teilen Sie sie auf."
WRONG_KIND = "Das ist keine Datei, die wir annehmen. Wählen Sie PDF, DOCX, ODT, XLSX ohne Makros, PNG oder JPEG."
INFECTED = "Der Virenscanner hat in dieser Datei etwas gefunden. Sie wurde nicht abgelegt. Fragen Sie Ihre IT."
UNSCANNED = (
    "Der Virenscanner antwortet gerade nicht. Die Datei wurde nicht abgelegt. Versuchen Sie es später noch einmal."
)


def kind_of(content: bytes) -> FileType:
    """What the bytes are; raises `RuleViolation` at the field `file` for what is not taken."""
    if not content:
        raise RuleViolation(EMPTY, field="file")
    if len(content) > LARGEST:
        raise RuleViolation(TOO_LARGE, field="file")
    if (kind := file_type(content)) is None:
        raise RuleViolation(WRONG_KIND, field="file")
    return kind


def looked_at(content: bytes) -> bool:
    """Whether a scanner found nothing; False where none is set. Raises `RuleViolation` for anything else."""
    try:
        return scan(content)
    except Infected:
        raise RuleViolation(INFECTED, field="file") from None
    except Unscanned:
        raise RuleViolation(UNSCANNED, field="file") from None
