"""Filters of hours, months, files and case references."""

import django_filters as filters
from django.db.models import QuerySet

from contracts.api.filters.shared import OrganisationFilter, key
from contracts.models import HoursEntry, HoursImport, HoursMonth, WorkKind
from contracts.queries.hours_months import in_month_state
from kernel.api.filters import DatedFilter, choice, day


class HoursFilter(filters.FilterSet):
    district = key("district_id", "Raum")
    organisation = OrganisationFilter()
    work_kind = choice(choices=WorkKind, label="Arbeitsart")
    contact = choice(choices=HoursEntry.Contact, label="Kontakt")
    reference = filters.CharFilter(label="Fallreferenz", field_name="references__number", max_length=12)
    month_state = choice(choices=HoursMonth.State, label="Stand des Monats", method="by_month_state")
    worked_from = day(label="gearbeitet ab", field_name="worked_on", lookup_expr="gte")
    worked_until = day(label="gearbeitet bis", field_name="worked_on", lookup_expr="lte")

    def by_month_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return in_month_state(rows, value)


class MonthFilter(filters.FilterSet):
    state = choice(choices=HoursMonth.State, label="Stand")
    month_from = day(label="ab Monat", field_name="month", lookup_expr="gte")
    month_until = day(label="bis Monat", field_name="month", lookup_expr="lte")


class ImportFilter(filters.FilterSet):
    state = choice(choices=HoursImport.State, label="Stand")


class ReferenceFilter(DatedFilter):
    organisation = OrganisationFilter()
    district = key("district_id", "Raum")
    number = filters.CharFilter(label="Fallreferenz", max_length=12)
