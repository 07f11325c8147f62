"""Lists: filter, sort, page and export, with their state in the address."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import django_filters
import django_tables2
import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

EXPORT_LIMIT = 50_000  # rows; more is a matter for the API
PER_PAGE = 25
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def list_page(
    request: HttpRequest, template: str, *, rows: QuerySet, table: type[django_tables2.Table],
    filterset: type[django_filters.FilterSet] | None = None, filename: str = "liste", table_options: dict[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """The page of a list, or its export with `?export=csv` or `?export=xlsx`."""
    chosen = filterset(request.GET, queryset=rows, request=request) if filterset else None
    if chosen is not None:
        rows = chosen.qs
    shown = table(rows, request=request, **(table_options or {}))
    django_tables2.RequestConfig(request, paginate=False).configure(shown)
    export = request.GET.get("export")
    if export in ("csv", "xlsx"):
        return export_table(shown, export, filename)
    django_tables2.RequestConfig(request, paginate={"per_page": PER_PAGE, "silent": True}).configure(shown)
    return render(
        request, template,
        {"table": shown, "filter": chosen, "export_urls": export_urls(request), **context},
    )


def export_urls(request: HttpRequest) -> list[dict[str, str]]:
    urls = []
    for kind, label in (("csv", "CSV"), ("xlsx", "Excel")):
        query = request.GET.copy()
        query.pop("page", None)
        query["export"] = kind
        urls.append({"label": label, "url": f"{request.path}?{query.urlencode()}"})
    return urls


def export_table(table: django_tables2.Table, kind: str, filename: str) -> HttpResponse | StreamingHttpResponse:
    """The table's rows as a file; cells never become formulas."""
    rows = _limited(table.as_values())
    if kind == "csv":
        response = HttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(
            _xlsx(rows), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
    response["Content-Disposition"] = f'attachment; filename="{filename}.{kind}"'
    return response


def _limited(rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    for number, row in enumerate(rows):
        if number > EXPORT_LIMIT:
            return
        yield row


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _csv(rows: Iterable[list[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_german(safe_cell(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _german(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    return value


def _xlsx(rows: Iterable[list[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "dd.mm.yyyy"}
    ) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True})
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                value = cell if isinstance(cell, str | int | float | Decimal | dt.date | type(None)) else str(cell)
                sheet.write(y, x, value, *([head] if y == 0 else []))
    return out.getvalue()
