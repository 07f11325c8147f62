"""Lists: filter, sort, page and export, with their state in the address."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.web.exports import export_links, export_table

PER_PAGE = 25


def list_page(
    request: HttpRequest,
    template: str,
    *,
    rows: QuerySet,
    table: type[django_tables2.Table],
    filterset: type[django_filters.FilterSet] | None = None,
    filename: str = "liste",
    **context: Any,
) -> HttpResponse:
    """The page of a list, or its export with `?export=csv` or `?export=xlsx`."""
    chosen = filterset(request.GET, queryset=rows, request=request) if filterset else None
    order = [name for name in request.GET.getlist("sort") if name.removeprefix("-") in table.base_columns]
    shown = table(rows if chosen is None else chosen.qs, order_by=order or None)
    shown.request = request
    if export := request.GET.get("export"):
        return export_table(shown, export, filename)
    shown.paginate(page=page_number(request, shown), per_page=PER_PAGE)
    return render(
        request, template, {"table": shown, "filter": chosen, "export_urls": export_links(request.GET), **context}
    )


def page_number(request: HttpRequest, table: django_tables2.Table) -> int:
    """The page asked for; the first for nonsense, the last for one beyond the end."""
    given = request.GET.get("page", "1")
    asked = int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else 1
    return max(1, min(asked, -(-len(table.rows) // PER_PAGE)))
