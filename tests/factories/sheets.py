"""Files of hours as people send them, good and hostile."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter

HEADING = ("Datum", "Dauer", "Raum", "Arbeitsart", "Kontakt", "Fälle")


def csv_file(
    *rows: Sequence[Any], heading: Sequence[str] = HEADING, separator: str = ";", encoding: str = "utf-8"
) -> bytes:
    lines = [separator.join(str(cell) for cell in row) for row in (heading, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def xlsx_file(*rows: Sequence[Any], heading: Sequence[str] = HEADING, sheets: Sequence[str] = ("Stunden",)) -> bytes:
    """A workbook; a text {=…} is a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        formats = {
            dt.date: book.add_format({"num_format": "dd.mm.yyyy"}),
            dt.time: book.add_format({"num_format": "hh:mm"}),
            dt.timedelta: book.add_format({"num_format": "[h]:mm"}),
        }
        for name in sheets:
            sheet = book.add_worksheet(name)
            for line, row in enumerate((heading, *rows)):
                for column, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("{="):
                        sheet.write_formula(line, column, value.strip("{}"), None, 90)
                    elif type(value) in formats:
                        sheet.write_datetime(line, column, value, formats[type(value)])
                    elif isinstance(value, str):
                        sheet.write_string(line, column, value)
                    else:
                        sheet.write(line, column, value)
    return out.getvalue()


def repacked(content: bytes, **changes: bytes | None) -> bytes:
    """The workbook with parts replaced, added or (None) removed; __ stands for a slash, _ before xml for a dot."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for name, part in changes.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        if part is None:
            parts.pop(path)
        else:
            parts[path] = part
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()
