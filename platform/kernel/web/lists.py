"""Lists: filter, sort, page and export, with their state in the address."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.exports import export_links, export_table

PER_PAGE = 25


def list_page(
    request: HttpRequest, template: str, *, rows: QuerySet, table: type[django_tables2.Table],
    filterset: type[django_filters.FilterSet] | None = None, filename: str = "liste", **context: Any,
) -> HttpResponse:
    """The page of a list, or its export with `?export=csv` or `?export=xlsx`."""
    chosen = filterset(request.GET, queryset=rows, request=request) if filterset else None
    shown = table(rows if chosen is None else chosen.qs, request=request)
    export = request.GET.get("export")
    paging = False if export else {"per_page": PER_PAGE, "silent": True}
    django_tables2.RequestConfig(request, paginate=paging).configure(shown)
    if export:
        return export_table(shown, export, filename)
    return render(
        request, template, {"table": shown, "filter": chosen, "export_urls": export_links(request.GET), **context}
    )
