"""The lists of months, of sums and of files of hours."""

from datetime import date, timedelta
from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from contracts.models import HoursImport, HoursMonth, WorkKind
from contracts.web.tables.shared import organisations_of
from kernel import clock
from kernel.web import words
from kernel.web.tables import BadgeColumn, DayColumn, MinutesColumn, NumberColumn, Table

MONTH_TONES = {"open": "neutral", "submitted": "info", "approved": "success"}
IMPORT_TONES = {"checked": "info", "booked": "success", "discarded": "neutral"}


class MonthColumn(django_tables2.Column):
    """Oktober 2026; in an export the month's first day."""

    def render(self, value: Any) -> str:
        return words.month(value)

    def value(self, value: Any) -> Any:
        return words.as_date(value)


class MonthTable(Table):
    caption = "Monate"
    month = MonthColumn(verbose_name="Monat", linkify=lambda record: reverse("hours-month", args=[record.pk]))
    worker_name = django_tables2.Column(verbose_name="Fachkraft", order_by="worker_key")
    state = BadgeColumn(verbose_name="Stand", tones=MONTH_TONES)
    entries = NumberColumn(verbose_name="Einträge", orderable=False)
    direct = MinutesColumn(verbose_name="davon mit der Familie", orderable=False)
    minutes = MinutesColumn(verbose_name="Stunden", orderable=False, total=True)

    class Meta:
        model = HoursMonth
        fields = ("month", "worker_name", "state", "entries", "direct", "minutes")


class MonthChoice(django_filters.ChoiceFilter):
    """One of the last two years' months."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=self._months, empty_label="alle", **kwargs)

    @staticmethod
    def _months() -> list[tuple[str, str]]:
        first, found = clock.today().replace(day=1), []
        for _ in range(24):
            found.append((first.isoformat(), words.month(first)))
            first = (first - timedelta(days=1)).replace(day=1)
        return found


class MonthFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=HoursMonth.State, label="Stand", empty_label="alle")
    month = MonthChoice(label="Monat")


class SumTable(Table):
    """Minutes by month, provider and kind of work; each row leads to its entries, no row to a worker (R12)."""

    caption = "Stunden je Monat"
    month = MonthColumn(verbose_name="Monat", linkify=lambda record: _entries(record))
    name = django_tables2.Column(verbose_name="Träger", order_by="key")
    work_kind = django_tables2.Column(verbose_name="Arbeitsart")
    direct = MinutesColumn(verbose_name="davon mit der Familie", total=True)
    approved = MinutesColumn(verbose_name="davon freigegeben", total=True)
    sum = MinutesColumn(verbose_name="Stunden", total=True)

    def render_work_kind(self, value: str) -> str:
        return WorkKind(value).label

    value_work_kind = render_work_kind


def _entries(row: dict[str, Any]) -> str:
    """The list of the entries behind a sum."""
    first = words.as_date(row["month"]) or date.min
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    chosen = {
        "organisation": row["organisation"],
        "work_kind": row["work_kind"],
        "since": words.day(first),
        "until": words.day(last),
    }
    return f"{reverse('hours')}?{urlencode(chosen)}"


class SumFilter(django_filters.FilterSet):
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    work_kind = django_filters.ChoiceFilter(choices=WorkKind, label="Arbeitsart", empty_label="alle")
    month = MonthChoice(label="Monat")
    year = django_filters.NumberFilter(label="Jahr", method="of_year", min_value=1990, max_value=2100)

    def of_year(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        year = int(value)
        return rows.filter(worked_on__range=(date(year, 1, 1), date(year, 12, 31)))


class ImportTable(Table):
    caption = "Dateien"
    filename = django_tables2.Column(
        verbose_name="Datei", linkify=lambda record: reverse("hours-import", args=[record.pk])
    )
    created_at = DayColumn(verbose_name="eingelesen am")
    state = BadgeColumn(verbose_name="Stand", tones=IMPORT_TONES)
    count = NumberColumn(verbose_name="Zeilen", accessor="rows")
    faults = NumberColumn(verbose_name="Fehler")
    minutes = MinutesColumn(verbose_name="Stunden")

    class Meta:
        model = HoursImport
        fields = ("filename", "created_at", "state", "count", "faults", "minutes")


class ImportFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=HoursImport.State, label="Stand", empty_label="alle")


class FindingTable(Table):
    """What is wrong in a file, cell by cell."""

    caption = "Was zu berichtigen ist"
    row = django_tables2.Column(verbose_name="Zeile", orderable=False)
    column = django_tables2.Column(verbose_name="Spalte", orderable=False)
    reason = django_tables2.Column(verbose_name="Grund", orderable=False)

    def render_row(self, value: int) -> str:
        return f"Zeile {value}"

    def value_row(self, value: int) -> int:
        return value
