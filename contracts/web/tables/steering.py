"""The lists of steering and readjustments."""

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.models import Readjustment
from contracts.web.courses import amount_of, bar, verdict
from contracts.web.tables.budget import BAR, place_of
from contracts.web.tables.shared import SearchFilter, organisations_of
from kernel.web.tables import NUMERIC, BadgeColumn, DayColumn, MinutesColumn, MoneyColumn, Table

READJUSTMENT_TONES = {"proposed": "info", "decided": "success", "rejected": "neutral"}


class CourseColumn(django_tables2.Column):
    """A value of a line's course, in hours or EUR; exported as hours or EUR."""

    attrs = NUMERIC

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.name = name
        super().__init__(empty_values=(), orderable=False, **kwargs)

    def _of(self, record: Any) -> Any:
        return getattr(record.course, self.name) if record.course else None

    def render(self, record: Any) -> str:
        return amount_of(record.line, self._of(record))

    def value(self, record: Any) -> Any:
        value = self._of(record)
        in_hours = record.line.minutes or record.line.approved_minutes
        return None if value is None else round(value / 60 if in_hours else value, 2)


class SteeringTable(Table):
    caption = "Verlauf der Budgetposten"
    organisation = django_tables2.Column(
        accessor="line__organisation__name",
        order_by="line__organisation__sort_key",
        verbose_name="Träger",
        linkify=lambda record: reverse("line", args=[record.line.pk]),
    )
    contract = django_tables2.Column(accessor="line__under", verbose_name="Vertrag")
    place = django_tables2.Column(empty_values=(), orderable=False, verbose_name="Für")
    approved = CourseColumn("approved", verbose_name="vereinbart")
    done = CourseColumn("done", verbose_name="bis heute")
    forecast = CourseColumn("forecast", verbose_name="Prognose")
    pace = django_tables2.Column(accessor="course__pace", verbose_name="nach Plan", attrs=BAR)
    deviation = django_tables2.Column(accessor="course__deviation", verbose_name="Abweichung")

    def render_place(self, record: Any) -> str:
        return place_of(record.line)

    value_place = render_place

    def render_pace(self, record: Any) -> SafeString | str:
        return bar(record.course)

    def render_deviation(self, record: Any) -> SafeString | str:
        return verdict(record.course)

    def value_pace(self, record: Any) -> Any:
        return _rounded(record, "pace")

    def value_deviation(self, record: Any) -> Any:
        return _rounded(record, "deviation")


def _rounded(record: Any, name: str) -> Any:
    value = getattr(record.course, name) if record.course else None
    return None if value is None else round(value, 1)


class SteeringFilter(django_filters.FilterSet):
    jahr = django_filters.CharFilter(widget=forms.HiddenInput, method="by_course")  # chosen above the list
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    contract = SearchFilter("contract__number", "contract__subject", label="Vertrag")
    only = django_filters.ChoiceFilter(
        label="Zeigen", empty_label="alle Posten", method="by_course", choices=[("outside", "nur Abweichungen")]
    )

    def by_course(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs  # the page asks for the year and each line's course


class ReadjustmentTable(Table):
    caption = "Nachsteuerungen"
    proposed_on = DayColumn(
        verbose_name="vorgeschlagen", linkify=lambda record: reverse("readjustment", args=[record.pk])
    )
    organisation = django_tables2.Column(
        accessor="line__organisation__name", order_by="line__organisation__sort_key", verbose_name="Träger"
    )
    contract = django_tables2.Column(accessor="line__under", orderable=False, verbose_name="Vertrag")
    year = django_tables2.Column(accessor="line__year", verbose_name="Jahr")
    trigger = django_tables2.Column(orderable=False)
    amount = MoneyColumn()
    minutes = MinutesColumn(verbose_name="Stunden")
    effective_on = DayColumn(verbose_name="gilt ab")
    state = BadgeColumn(tones=READJUSTMENT_TONES)

    def render_year(self, value: int) -> str:
        return str(value)

    class Meta:
        model = Readjustment
        fields = (
            "proposed_on", "organisation", "contract", "year", "trigger", "amount", "minutes", "effective_on", "state",
        )  # fmt: skip


class ReadjustmentFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=Readjustment.State, label="Stand", empty_label="alle")
    year = django_filters.NumberFilter(field_name="line__year", label="Jahr", min_value=1990, max_value=2100)
    organisation = django_filters.ModelChoiceFilter(
        queryset=organisations_of, field_name="line__organisation", label="Träger", empty_label="alle"
    )
