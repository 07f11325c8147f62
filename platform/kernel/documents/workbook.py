"""XLSX, read by a library only after we have looked at it: unpacked within limits, measured, and packed anew without
macros, links to other files and whatever else is no cell. A small file can otherwise fill any memory.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from kernel.documents.sheets import Limits, Row, Sheet, Unreadable

MOST_PARTS = 500
MOST_UNPACKED = 50_000_000  # bytes
MOST_PACKED = 200  # times: a table of numbers comes to 10 or 20
SMALL = 1_000_000  # bytes; below, the ratio does not matter
MOST_TEXT = 50_000_000  # characters of all cells
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/[\w.-]*\.xml|xl/_rels/[\w.-]+\.rels|xl/worksheets/[\w.-]+\.xml", re.I
)

BROKEN = "Diese Excel-Datei lässt sich nicht lesen. Speichern Sie sie neu oder als CSV."
NO_WORKBOOK = "Das ist keine Excel-Tabelle (.xlsx). Speichern Sie die Tabelle als .xlsx oder als CSV."
BOMB = "Diese Datei ist ungewöhnlich stark gepackt und wird nicht geöffnet. Speichern Sie sie neu oder als CSV."


def read_workbook(content: bytes, limits: Limits, sheet_name: str) -> Sheet:
    """The cells of one sheet: the only one, or the one of this name."""
    parts = _unpack(content)
    if "xl/workbook.xml" not in parts:
        raise Unreadable(NO_WORKBOOK)
    name, part = _chosen(parts, sheet_name)
    cells = _Cells(limits)
    _parse(parts[part], cells.begin)
    if cells.count * _longest_text(parts.get("xl/sharedStrings.xml", b"")) > MOST_TEXT:
        raise limits.too_large
    rows = [Row(n, row) for n, row in enumerate(_values(parts, name), 1) if any(c not in ("", None) for c in row)]
    if len(rows) > limits.rows + 1:
        raise limits.too_many_rows
    return Sheet(rows, cells.formulas)


def _unpack(content: bytes) -> dict[str, bytes]:
    """The parts that make up cells, each checked before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_UNPACKED:
                raise Unreadable(BOMB)
            if any(e.file_size > SMALL and e.file_size > MOST_PACKED * max(e.compress_size, 1) for e in entries):
                raise Unreadable(BOMB)
            return {e.filename: packed.read(e) for e in entries if PARTS.fullmatch(e.filename)}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Unreadable(BROKEN) from error


def _chosen(parts: dict[str, bytes], wanted: str) -> tuple[str, str]:
    """The name and the part of the sheet to read."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            )

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id" and ":" in k), "")
            sheets.append((attributes.get("name", ""), key))

    _parse(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"), relation)
    _parse(parts["xl/workbook.xml"], sheet)
    found = [(n, targets[k]) for n, k in sheets if targets.get(k) in parts]
    named = [s for s in found if s[0].casefold() == wanted.casefold()]
    if not found:
        raise Unreadable(BROKEN)
    if len(found) > 1 and len(named) != 1:
        raise Unreadable(f"Die Datei hat mehrere Blätter. Nennen Sie das Blatt mit den Daten „{wanted}“.")
    return named[0] if named else found[0]


class _Cells:
    """Measures a sheet: where its cells are, how many, and which of them compute."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = self.column = self.count = 0
        self.formulas: set[tuple[int, int]] = set()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row, self.column = _number(attributes.get("r")) or self.row + 1, 0
        elif name == "c":
            self._place(attributes.get("r"))
        elif name in ("v", "is", "f"):
            if self.row > self.limits.rows + 1 + 50:  # the library holds every row up to the last
                raise self.limits.too_many_rows
            if self.column > self.limits.columns:
                raise self.limits.too_wide
            self.count += 1
            if name == "f":
                self.formulas.add((self.row, self.column - 1))

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise Unreadable(BROKEN)
        self.row, self.column = int(match[2]), 0
        for letter in match[1]:
            self.column = self.column * 26 + ord(letter) - 64


def _number(text: str | None) -> int:
    if text is None:
        return 0
    if not re.fullmatch(r"[1-9]\d{0,6}", text, re.ASCII):
        raise Unreadable(BROKEN)
    return int(text)


def _longest_text(shared: bytes) -> int:
    """Characters of the longest text that cells share."""
    longest, length = 1, 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal length
        if name == "si":
            length = 0

    def text(data: str) -> None:
        nonlocal length, longest
        length += len(data)
        longest = max(longest, length)

    if shared:
        _parse(shared, begin, text=text)
    return longest


def _parse(
    part: bytes,
    begin: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk over a part's elements by their local names. XML with a document type or in another encoding is refused."""

    def local(name: str) -> str:
        return name.rpartition(":")[2]

    def refuse(*_: Any) -> None:
        raise Unreadable(BROKEN)

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            refuse()

    if b"\0" in part:
        refuse()
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse
    parser.XmlDeclHandler = declared
    parser.StartElementHandler = lambda name, attributes: begin(local(name) if ":" in name else name, attributes)
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise Unreadable(BROKEN) from error


def _values(parts: dict[str, bytes], name: str) -> list[list[Any]]:
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w") as packed:
        for filename, part in parts.items():
            packed.writestr(filename, part)
    clean.seek(0)
    try:
        with CalamineWorkbook.from_filelike(clean) as book:
            return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise Unreadable(BROKEN) from error
