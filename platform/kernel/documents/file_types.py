"""What kind of file some bytes are: told by the bytes, never by the name or by what the browser says."""

import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that papers may have."""

    extension: str
    media_type: str


PDF = FileType("pdf", "application/pdf")
PNG = FileType("png", "image/png")
JPEG = FileType("jpg", "image/jpeg")
ODT = FileType("odt", "application/vnd.oasis.opendocument.text")
DOCX = FileType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = FileType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
STARTS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


def file_type(content: bytes) -> FileType | None:
    """One of the kinds above, or None; office files with macros are none of them."""
    for start, kind in STARTS:
        if content.startswith(start):
            return kind
    return _office_type(content) if content.startswith(b"PK\x03\x04") else None


def _office_type(content: bytes) -> FileType | None:
    """By the parts that the archive lists; nothing is unpacked but the short name of an OpenDocument's kind."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size == len(ODT.media_type):
                return ODT if archive.read("mimetype") == ODT.media_type.encode() else None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return None
    return next((kind for part, kind in MAIN_PARTS.items() if part in names), None)


def safe_name(name: str, kind: FileType, longest: int) -> str:
    """The file's own name without folders and signs that do not show, with the ending of what it really is."""
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    stem = PurePosixPath(plain.replace("\\", "/")).stem.strip(" .") or "Dokument"
    return f"{stem[: longest - len(kind.extension) - 1]}.{kind.extension}"
