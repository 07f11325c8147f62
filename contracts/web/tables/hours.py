"""The list of hours."""

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse

from contracts.models import (
    HoursEntry,
    HoursMonth,
    WorkKind,
)
from contracts.queries.hours_months import in_month_state
from contracts.web.tables.shared import DayFilter, districts_of, organisations_of
from kernel.web.tables import DayColumn, MinutesColumn, Table


class HoursTable(Table):
    caption = "Stunden"
    worked_on = DayColumn(verbose_name="Tag")
    minutes = MinutesColumn(verbose_name="Dauer", total=True)
    district = django_tables2.Column(order_by="district__sort_key")
    work_kind = django_tables2.Column(verbose_name="Arbeitsart")
    contact = django_tables2.Column(verbose_name="Kontakt")
    references = django_tables2.Column(verbose_name="Fälle", orderable=False)
    organisation = django_tables2.Column(
        accessor="organisation__name", order_by="organisation__sort_key", verbose_name="Träger"
    )

    worker_name = django_tables2.Column(verbose_name="Fachkraft", orderable=False)

    def render_references(self, value: object, record: HoursEntry) -> str:
        return ", ".join(sorted(r.number for r in record.references.all()))

    value_references = render_references

    class Meta:
        model = HoursEntry
        fields = (
            "worked_on",
            "minutes",
            "district",
            "work_kind",
            "contact",
            "references",
            "worker_name",
            "organisation",
        )


class OfficeHoursTable(HoursTable):
    """Who worked is the provider's to know, not the office's (R12)."""

    worker_name = None


class OwnHoursTable(HoursTable):
    worked_on = DayColumn(verbose_name="Tag", linkify=lambda record: reverse("hours-change", args=[record.pk]))


class MonthEntries(HoursTable):
    """The entries of one worker's month: whose they are stands above them."""

    worker_name = None
    organisation = None


class OwnMonthEntries(OwnHoursTable):
    worker_name = None
    organisation = None


class HoursFilter(django_filters.FilterSet):
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    work_kind = django_filters.ChoiceFilter(choices=WorkKind, label="Arbeitsart", empty_label="alle")
    reference = django_filters.CharFilter(label="Fallreferenz", field_name="references__number", lookup_expr="exact")
    month_state = django_filters.ChoiceFilter(
        choices=HoursMonth.State, label="Monat", empty_label="alle", method="by_month_state"
    )
    since = DayFilter(label="ab", field_name="worked_on", lookup_expr="gte")
    until = DayFilter(label="bis", field_name="worked_on", lookup_expr="lte")

    def by_month_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return in_month_state(rows, value)
