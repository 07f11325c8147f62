"""Filters of contracts and their papers."""

from datetime import date

import django_filters as filters
from django.db.models import Q, QuerySet

from contracts.api.filters.shared import OrganisationFilter, key
from contracts.models import Contract, FieldOfHelp
from contracts.queries.contract import in_force_on
from kernel.api.filters import choice, day


class ContractFilter(filters.FilterSet):
    number = filters.CharFilter(label="Nummer", max_length=40)
    state = choice(choices=Contract.State, label="Stand")
    regime = choice(choices=Contract.Regime, label="Rechtsgrundlage")
    field_of_help = choice(choices=FieldOfHelp, label="Hilfefeld")
    organisation = OrganisationFilter("parties__organisation_id")
    file = filters.UUIDFilter(method="of_file", label="Schlüssel der ersten Fassung: alle Fassungen eines Vertrags")
    in_force_on = day(method="by_day", label="in Kraft an diesem Tag")

    def by_day(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        return queryset.filter(in_force_on(value))

    def of_file(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        return queryset.filter(Q(pk=value) | Q(root=value))


class DocumentFilter(filters.FilterSet):
    contract = key("contract", "Schlüssel der ersten Fassung des Vertrags")
