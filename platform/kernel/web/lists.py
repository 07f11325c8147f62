"""Lists: filter, sort, page and export, with their state in the address."""

from collections.abc import Sequence
from typing import Any

import django_filters
import django_tables2
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.web.exports import export_links, export_table

PER_PAGE = 25


class Pages(Paginator):
    """The first page for nonsense, the last for one beyond the end. The database counts; only the page's rows are read."""

    def validate_number(self, number: Any) -> int:
        try:
            return super().validate_number(number)
        except PageNotAnInteger:
            return 1
        except EmptyPage:
            return self.num_pages if int(number) > 0 else 1


def list_page(
    request: HttpRequest,
    template: str,
    *,
    rows: QuerySet | Sequence[Any],
    table: type[django_tables2.Table],
    filterset: type[django_filters.FilterSet] | None = None,
    filename: str = "liste",
    per_page: int = PER_PAGE,
    **context: Any,
) -> HttpResponse:
    """The page of a list, or its export with `?export=csv` or `?export=xlsx`."""
    chosen = filterset(request.GET, queryset=rows, request=request) if filterset else None
    order = [name for name in request.GET.getlist("sort") if name.removeprefix("-") in table.base_columns]
    shown = table(rows if chosen is None else chosen.qs, order_by=order or None)
    shown.request = request
    if export := request.GET.get("export"):
        return export_table(shown, export, filename)
    shown.paginate(Pages, page=request.GET.get("page", "1"), per_page=per_page)
    return render(
        request, template, {"table": shown, "filter": chosen, "export_urls": export_links(request.GET), **context}
    )


def part_of_page(
    request: HttpRequest, table: type[django_tables2.Table], rows: QuerySet | Sequence[Any], name: str, **given: Any
) -> django_tables2.Table:
    """One of several lists on a page, with pages of its own."""
    shown = table(rows, prefix=f"{name}-", request=request, **given)
    shown.paginate(Pages, page=request.GET.get(shown.prefixed_page_field, "1"), per_page=PER_PAGE)
    return shown
