"""Lists: the base table and the columns that show money, hours, days and states as everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import django_tables2
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2 import utils

from kernel.web import words
from kernel.web.templatetags.ui import badge

NUMERIC = {"th": {"class": "hn-num"}, "td": {"class": "hn-num"}, "tf": {"class": "hn-num"}}
DENSITY_PARAMETER = "dichte"
DENSE = "eng"


class Table(django_tables2.Table):
    """Caption, sort and density in the address, a card per row on a phone.

    A table without a prefix is the page's list and swaps the part `#list`; a table with a prefix
    swaps only itself, so that several can stand on one page.
    """

    caption: str = ""
    show_caption: bool = False
    request: HttpRequest

    class Meta:
        """Nothing to set: a subclass may inherit it or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", words.NOTHING)
        super().__init__(*args, **kwargs)

    @property
    def dom_id(self) -> str:
        return f"table-{self.prefix.strip('-_') or 'list'}"

    @property
    def swap_target(self) -> str:
        return self.dom_id if self.prefix else "list"

    @property
    def is_dense(self) -> bool:
        request = getattr(self, "request", None)
        return request is not None and request.GET.get(DENSITY_PARAMETER) == DENSE

    @property
    def shown_rows(self) -> Any:
        """The rows of this page, or all if the table was not paged."""
        return self.paginated_rows if getattr(self, "page", None) else self.rows

    @property
    def body(self) -> Iterator[tuple[str, SafeString]]:
        """The rows of this page: attributes and cells.

        What a column has in common is worked out once, and cells are joined here: per cell, in the template, both
        take longer than the query.
        """
        columns = [(_reader(column, self), *_around(column, first=n == 0)) for n, column in enumerate(self.columns)]
        for row in self.shown_rows:
            cells = (f"{before}{_shown(read(row))}{after}" for read, before, after in columns)
            yield row.attrs.as_html(), mark_safe("".join(cells))  # noqa: S308 - every part is escaped


def _around(column: Any, *, first: bool) -> tuple[str, str]:
    """What stands around each cell of a column; the first heads its row."""
    attrs = column.attrs["td"].as_html()
    if first:
        return format_html('<th role="rowheader" scope="row" {}>', attrs), "</th>"
    return format_html('<td role="cell" data-label="{}" {}>', column.header, attrs), "</td>"


def _reader(column: Any, table: Table) -> Callable[[Any], Any]:
    """What gives a column's cell of a row.

    The library's `get_cell` finds out for each cell how its value is reached and what `render` takes; for an attribute
    of the database's records both are the same in every row.
    """
    name, model = str(column.accessor), table.data.model
    if not model or "__" in name:
        return lambda row: row.get_cell(column.name)
    choices = any(field.name == name and field.choices for field in model._meta.fields)
    source = f"get_{name}_display" if choices else name
    takes, takes_all = utils.signature(column.render)
    blank, link = column.column.empty_values, column.link

    def read(row: Any) -> Any:
        if isinstance(row.record, dict):
            return row.get_cell(column.name)
        value = getattr(row.record, source, None)
        if callable(value) and not getattr(value, "do_not_call_in_templates", False):
            value = value()
        if value in blank:
            return column.default
        given = row._optional_cell_arguments(column, value)
        content = column.render(**(given if takes_all else {key: given[key] for key in takes}))
        return link(content, **given) if link else content

    return read


def _shown(value: Any) -> str:
    return conditional_escape(localize(value))


class MoneyColumn(django_tables2.Column):
    """An amount in euros; `total=True` adds the sum of all rows as a footer."""

    attrs = NUMERIC

    def __init__(self, *args: Any, total: bool = False, **kwargs: Any) -> None:
        self.total = total
        if total:
            kwargs["footer"] = self._sum
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        return words.money(value)

    def value(self, value: Any) -> Any:
        return value

    def _sum(self, table: Any, bound_column: Any) -> str:
        return words.money(sum_of(table, bound_column))


class MinutesColumn(MoneyColumn):
    """A duration kept in minutes, shown in hours."""

    def render(self, value: Any) -> str:
        return words.hours(value)

    def _sum(self, table: Any, bound_column: Any) -> str:
        return words.hours(sum_of(table, bound_column))


class NumberColumn(MoneyColumn):
    """A plain number."""

    def __init__(self, *args: Any, places: int = 0, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        return words.number(value, self.places)

    def _sum(self, table: Any, bound_column: Any) -> str:
        return words.number(sum_of(table, bound_column), self.places)


class CodeColumn(django_tables2.Column):
    """A number or code that stays on one line."""

    attrs = {"td": {"class": "hn-code"}}


class DayColumn(django_tables2.Column):
    """A day as 01.10.2025."""

    def render(self, value: Any) -> str:
        return words.day(value)

    def value(self, value: Any) -> Any:
        return words.as_date(value)


class PeriodColumn(django_tables2.Column):
    """A database range of days."""

    def render(self, value: Any) -> str:
        return words.period(value)

    def value(self, value: Any) -> Any:
        return words.period(value)


class BadgeColumn(django_tables2.Column):
    """A state as a badge: `tones` maps the stored value to a tone, `labels` to its word."""

    def __init__(
        self, *args: Any, tones: Mapping[Any, str], labels: Mapping[Any, str] | None = None, **kwargs: Any
    ) -> None:
        self.tones = tones
        self.labels = labels
        super().__init__(*args, **kwargs)

    def _word(self, value: Any, record: Any, bound_column: Any) -> str:
        if self.labels is not None:
            return str(self.labels.get(value, value))
        display: Callable[[], str] | None = getattr(record, f"get_{bound_column.accessor}_display", None)
        return str(display() if display else value)

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        stored = bound_column.accessor.resolve(record)  # `value` is already the word of a field with choices
        return badge(self._word(value, record, bound_column), self.tones.get(stored, "neutral"))

    def value(self, value: Any, record: Any, bound_column: Any) -> str:
        return self._word(value, record, bound_column)


class ActionColumn(django_tables2.Column):
    """A link at the end of a row; `url` takes the record and may return nothing, `of` says to screen readers whose it is."""

    def __init__(
        self, label: str, url: Callable[[Any], str | None], *, of: Callable[[Any], object] | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("verbose_name", "")
        kwargs.update(orderable=False, empty_values=(), exclude_from_export=True)
        kwargs.setdefault("attrs", {"td": {"class": "hn-action"}, "th": {"class": "hn-action"}})
        super().__init__(**kwargs)
        self.label = label
        self.url = url
        self.of = of

    def render(self, record: Any) -> SafeString | str:
        url = self.url(record)
        whose = format_html('<span class="kern-sr-only">: {}</span>', self.of(record)) if self.of else ""
        return format_html('<a href="{}">{}{}</a>', url, self.label, whose) if url else ""


class PressColumn(django_tables2.Column):
    """A button at the end of a row that does something at once; `button` says what (components/post_action.html), or nothing."""

    def __init__(self, button: Callable[[Any, Any], dict[str, Any] | None], **kwargs: Any) -> None:
        kwargs.update(orderable=False, empty_values=(), exclude_from_export=True, verbose_name="")
        kwargs["attrs"] = {"td": {"class": "hn-action"}, "th": {"class": "hn-action"}}
        super().__init__(**kwargs)
        self.button = button

    def render(self, record: Any, table: Any) -> str:
        given = self.button(record, table)
        return (
            render_to_string("components/post_action.html", {"tone": "secondary"} | given, table.request)
            if given
            else ""
        )


def sum_of(table: Any, bound_column: Any) -> Decimal | int:
    """The sum over all rows, also those on other pages; one query for all such columns of a queryset."""
    data = getattr(table.data, "data", table.data)
    if isinstance(data, QuerySet):
        if not hasattr(table, "sums"):
            table.sums = _sums_of(data, table)
        return table.sums[f"sum_{bound_column.name}"] or 0
    return sum((bound_column.accessor.resolve(record) or 0) for record in data)


def _sums_of(data: QuerySet, table: Any) -> dict[str, Any]:
    paths = {c.name: str(c.accessor).replace(".", "__") for c in table.columns if getattr(c.column, "total", False)}
    wanted = data.order_by().values("pk", *paths.values())  # without what only the rows of a page show
    return wanted.aggregate(**{f"sum_{name}": Sum(path) for name, path in paths.items()})
