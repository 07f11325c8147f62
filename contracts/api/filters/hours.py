"""Filters of hours and case references."""

import django_filters as filters

from contracts.api.filters.shared import OrganisationFilter, key
from contracts.models import HoursEntry, WorkKind
from kernel.api.filters import DatedFilter, choice, day


class HoursFilter(filters.FilterSet):
    district = key("district_id", "Raum")
    organisation = OrganisationFilter()
    work_kind = choice(choices=WorkKind, label="Arbeitsart")
    contact = choice(choices=HoursEntry.Contact, label="Kontakt")
    reference = filters.CharFilter(label="Fallreferenz", field_name="references__number", max_length=12)
    worked_from = day(label="gearbeitet ab", field_name="worked_on", lookup_expr="gte")
    worked_until = day(label="gearbeitet bis", field_name="worked_on", lookup_expr="lte")


class ReferenceFilter(DatedFilter):
    organisation = OrganisationFilter()
    district = key("district_id", "Raum")
    number = filters.CharFilter(label="Fallreferenz", max_length=12)
