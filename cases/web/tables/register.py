"""The table of cases."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse

from cases.models import CaseFile
from cases.queries.cases import ByName, family_name
from contracts.web.tables.shared import DayFilter, SearchFilter, districts_of
from kernel.web.tables import DayColumn, NumberColumn, Table


class CaseTable(Table):
    """Names are read for the rows that are shown, and never exported."""

    caption = "Fälle"
    number = django_tables2.Column(
        verbose_name="Aktenzeichen", linkify=lambda record: reverse("case", args=[record.pk])
    )
    family = django_tables2.Column(verbose_name="Familie", empty_values=(), exclude_from_export=True)
    district = django_tables2.Column(verbose_name="Raum", order_by="district__sort_key")
    begins = DayColumn(verbose_name="begonnen")
    ends = DayColumn(verbose_name="beendet")
    providers = NumberColumn(verbose_name="Träger")

    class Meta:
        model = CaseFile
        fields = ("number", "family", "district", "begins", "ends", "providers")

    def render_family(self, record: Any) -> str:
        return family_name(record.persons.all()) or "–"

    def order_family(self, rows: QuerySet, is_descending: bool) -> tuple[Any, bool]:
        return ByName(rows, descending=is_descending), True


class CaseFilter(django_filters.FilterSet):
    q = SearchFilter("number", "assignments__reference__number", label="Aktenzeichen oder Fallreferenz")
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    state = django_filters.ChoiceFilter(
        label="Stand", empty_label="alle", method="by_state", choices=[("open", "laufend"), ("closed", "beendet")]
    )
    since = DayFilter(label="begonnen ab", field_name="begins", lookup_expr="gte")

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(ends=None) if value == "open" else qs.exclude(ends=None)
