"""Filters of the API's lists."""

import django_filters as filters
from django.db.models import Q, QuerySet

from contracts.models import BudgetLine, Contract, FieldOfHelp, HoursEntry, ProviderRole, WorkKind
from kernel.api.filters import DatedFilter, choice, day, yes_or_no


class OrganisationFilter(filters.CharFilter):
    """By the provider's key."""

    def __init__(self, field_name: str = "organisation_id") -> None:
        super().__init__(field_name=field_name, label="Schlüssel des Trägers", max_length=41)


def key(field_name: str, label: str) -> filters.UUIDFilter:
    return filters.UUIDFilter(field_name=field_name, label=label)


class DistrictFilter(DatedFilter):
    pilot = yes_or_no(label="Modellraum")


class CentreFilter(filters.FilterSet):
    district = key("district_id", "Raum")


class EngagementFilter(DatedFilter):
    organisation = OrganisationFilter()


class RoleFilter(DatedFilter):
    district = key("district_id", "Raum")
    organisation = OrganisationFilter()
    contract = key("contract_id", "Vertrag")
    kind = choice(choices=ProviderRole.Kind, label="Rolle")
    field_of_help = choice(choices=FieldOfHelp, label="Hilfefeld")


class ContractFilter(filters.FilterSet):
    number = filters.CharFilter(label="Nummer", max_length=40)
    state = choice(choices=Contract.State, label="Stand")
    regime = choice(choices=Contract.Regime, label="Rechtsgrundlage")
    field_of_help = choice(choices=FieldOfHelp, label="Hilfefeld")
    organisation = OrganisationFilter("parties__organisation_id")
    in_force_on = day(method="by_day", label="in Kraft an diesem Tag")

    def by_day(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        return queryset.filter(Q(ends=None) | Q(ends__gte=value), in_force_since__lte=value)


class LineFilter(filters.FilterSet):
    contract = key("contract_id", "Vertrag")
    organisation = OrganisationFilter()
    year = filters.NumberFilter(label="Jahr", min_value=1990, max_value=2100, decimal_places=0)
    state = choice(choices=BudgetLine.State, label="Stand")


class InstalmentFilter(filters.FilterSet):
    line = key("line_id", "Budgetposten")
    contract = key("line__contract_id", "Vertrag")
    organisation = OrganisationFilter("line__organisation_id")
    paid = yes_or_no(label="gezahlt", field_name="paid_on", lookup_expr="isnull", exclude=True)
    due_from = day(label="fällig ab", field_name="due_on", lookup_expr="gte")
    due_until = day(label="fällig bis", field_name="due_on", lookup_expr="lte")


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
