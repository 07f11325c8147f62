"""Tables in files that people send: CSV as spreadsheets write it, and XLSX. What is hostile or unclear is refused.

Nothing is computed and nothing outside the file is opened. Limits are checked before a file is read in full.
"""

import csv
import io
from dataclasses import dataclass, field
from typing import Any

BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SEPARATORS = ";\t,"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SPACES = "\t\n\r\f\v"

NO_TEXT = "Diese Datei ist weder eine CSV- noch eine Excel-Datei (.xlsx). Speichern Sie die Tabelle in einem der beiden Formate."
UTF_16_TEXT = "Diese Datei ist in UTF-16 gespeichert. Speichern Sie sie als „CSV UTF-8“ oder als Excel-Datei (.xlsx)."
WRONG_ENCODING = "Die Buchstaben dieser Datei lassen sich nicht lesen. Speichern Sie sie als „CSV UTF-8“."
OLD = "Diese Excel-Datei ist im alten Format (.xls) oder mit einem Kennwort geschützt. Speichern Sie sie ohne Kennwort als .xlsx."
EMPTY = "Die Datei ist leer."


class Unreadable(Exception):
    """Why a file is not taken, as a sentence for the person who sent it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a table is taken."""

    size: int  # bytes
    rows: int  # without the heading
    columns: int = 50

    @property
    def too_many_rows(self) -> Unreadable:
        rows = f"{self.rows:,}".replace(",", ".")
        return Unreadable(f"Die Datei hat mehr als {rows} Zeilen. Teilen Sie sie auf mehrere Dateien auf.")

    @property
    def too_large(self) -> Unreadable:
        return Unreadable(
            f"Die Datei ist größer als {self.size // 1_000_000} MB. Teilen Sie sie auf mehrere Dateien auf."
        )

    @property
    def too_wide(self) -> Unreadable:
        return Unreadable(f"Die Tabelle hat mehr als {self.columns} Spalten. Löschen Sie, was nicht dazugehört.")


@dataclass(slots=True)
class Row:
    """The cells of a row with its number in the file."""

    number: int
    cells: list[Any]


@dataclass(slots=True)
class Sheet:
    """The rows that hold anything, the heading first; `formulas` are cells (row, column from 0) that compute."""

    rows: list[Row] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)

    def is_formula(self, row: int, column: int, value: Any) -> bool:
        """Whether a spreadsheet would compute this cell."""
        return (row, column) in self.formulas or (isinstance(value, str) and value.startswith(FORMULA_STARTS))


def read_sheet(content: bytes, limits: Limits, sheet_name: str = "") -> Sheet:
    """The table in a file; of several sheets of a workbook the one of this name. Raises `Unreadable`."""
    if len(content) > limits.size:
        raise limits.too_large
    if not content.strip(SPACES.encode() + b" " + BOM):
        raise Unreadable(EMPTY)
    if content.startswith(ZIP):
        from kernel.documents.workbook import read_workbook

        sheet = read_workbook(content, limits, sheet_name)
    else:
        sheet = read_csv(content, limits)
    if not sheet.rows:
        raise Unreadable(EMPTY)
    return sheet


def read_csv(content: bytes, limits: Limits) -> Sheet:
    """Text in UTF-8 or Windows-1252, with semicolons, tabs or commas between the cells."""
    text, separator, skipped = _separated(_decoded(content))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    sheet, number = Sheet(), skipped + 1
    try:
        for cells in reader:
            if len(cells) > limits.columns:
                raise limits.too_wide
            if any(cell.strip() for cell in cells):
                sheet.rows.append(Row(number, cells))
                if len(sheet.rows) > limits.rows + 1:
                    raise limits.too_many_rows
            number = skipped + reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"Zeile {number} lässt sich nicht lesen. Prüfen Sie, ob dort Anführungszeichen fehlen oder zu viel sind."
        ) from error
    return sheet


def _decoded(content: bytes) -> str:
    if content.startswith(UTF_16):
        raise Unreadable(UTF_16_TEXT)
    if content.startswith(OLD_EXCEL):
        raise Unreadable(OLD)
    if b"\0" in content:
        raise Unreadable(NO_TEXT)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Unreadable(WRONG_ENCODING) from error
    if any(character < " " and character not in SPACES for character in set(text)):
        raise Unreadable(NO_TEXT)
    return text


def _separated(text: str) -> tuple[str, str, int]:
    """The text, what stands between its cells, and how many lines were skipped: Excel's own `sep=;` says it itself."""
    first, _, rest = text.partition("\n")
    if first.strip().lower() in {f"sep={s}" for s in SEPARATORS.strip()} or first.rstrip("\r\n").lower() == "sep=\t":
        return rest, first.lower().removeprefix("sep=")[0], 1
    heading = text.lstrip().partition("\n")[0]
    return text, max(SEPARATORS, key=heading.count), 0
