"""Lists as files: the rows a person sees, all pages of them, as CSV or as a workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from kernel.web import words
from kernel.web.tables import Table

FORMATS = {"csv": "CSV", "xlsx": "Excel"}
PARAMETER = "export"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_links(query: Any) -> list[dict[str, str]]:
    """Addresses of this list as a file, with the filter and order of `query` (request.GET)."""
    links = []
    for name, label in FORMATS.items():
        parameters = query.copy()
        parameters.pop("page", None)
        parameters[PARAMETER] = name
        links.append({"url": f"?{parameters.urlencode()}", "label": label})
    return links


def export_table(table: Table, file_format: str, name: str) -> HttpResponse:
    """All rows of `table` as a download; a text that a spreadsheet would run as a formula stays text.

    Raises Http404 for a format that does not exist.
    """
    rows = table.as_values()
    if file_format == "csv":
        content, kind = _csv(rows), "text/csv; charset=utf-8"
    elif file_format == "xlsx":
        content, kind = _xlsx(rows), XLSX
    else:
        raise Http404("Dieses Format gibt es nicht.")
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{file_format}")
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _csv(rows: Iterable[Iterable[Any]]) -> bytes:
    """Semicolons, decimal comma and a byte order mark: what a German spreadsheet opens by itself."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, dt.date):
        return words.day(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not isinstance(value, int) else text


def _xlsx(rows: Iterable[Iterable[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False})
    sheet = book.add_worksheet("Liste")
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    amount = book.add_format({"num_format": "#,##0.00"})
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_string(line, column, _csv_cell(value))
            elif isinstance(value, Decimal):
                sheet.write_number(line, column, float(value), amount)
            elif isinstance(value, int | float):
                sheet.write_number(line, column, value)
            elif isinstance(value, dt.date):
                sheet.write_datetime(line, column, dt.datetime(value.year, value.month, value.day), day)
            elif value is not None:
                sheet.write_string(line, column, str(value), bold if line == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return out.getvalue()
